"""The case code: one spelling of a case, and one clear sentence for what is none."""

from __future__ import annotations

import math
import string
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumbar.meshes.case import (
    ALIASES,
    NORMAL,
    WORDS,
    Case,
    CaseError,
    combined,
    format_case,
    parse_case,
    plan,
)
from lumbar.meshes.findings import Finding, all_findings
from lumbar.meshes.levels import SEGMENTS, SIDES, VERTEBRAE, Side
from lumbar.meshes.plan import Plan

KINDS = all_findings()
by_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def refusal(code: str) -> str:
    """The sentence with which a code is refused."""
    with pytest.raises(CaseError) as caught:
        parse_case(code)
    return str(caught.value)


def place(kind: type[Finding], side: Side = "left") -> str:
    return f"{kind.KIND}@{kind.LEVELS[3]}{f'/{side}' if kind.SIDED else ''}"


def sides(kind: type[Finding]) -> Side | None:
    return "left" if kind.SIDED else None


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Any finding, at any level, on any side it may have, with any words and sizes, some left out."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    words = {name: draw(st.sampled_from(options)) for name, options in kind.choices().items()}
    sideless = words.get("zone") == "central"
    side = draw(st.sampled_from([*SIDES, None] if sideless else SIDES)) if kind.SIDED else None
    level = draw(st.sampled_from(kind.LEVELS))
    sizes = {
        name: draw(st.floats(size.low, size.high))
        for name, size in kind(level, side, **words).sizes().items()
        if draw(st.booleans())
    }
    return kind(level, side, **words, **sizes)


# -- round trip ---------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(findings())
def test_any_finding_is_read_back_from_its_code(finding: Finding) -> None:
    code = format_case((finding,))
    assert parse_case(code) == (finding,)
    assert format_case(parse_case(code)) == code


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(list(KINDS.values())), st.integers(0, 4), st.sampled_from(SIDES), st.floats(0, 1))
def test_any_severity_is_read_back_from_its_code(
    kind: type[Finding], number: int, side: Side, severity: float
) -> None:
    made = kind.at_severity(kind.LEVELS[number], side if kind.SIDED else None, severity)
    assert parse_case(format_case((made,))) == (made,)


@settings(deadline=None, max_examples=50)
@given(st.lists(findings(), max_size=4))
def test_any_case_is_read_back_from_its_code_whatever_the_order(several: list[Finding]) -> None:
    try:
        case = combined(several)
    except CaseError:
        return
    assert combined(several[::-1]) == case
    assert parse_case(format_case(case)) == case


@settings(deadline=None, max_examples=50)
@given(findings())
def test_a_code_has_no_numbers_that_a_person_would_not_write(finding: Finding) -> None:
    tail = format_case((finding,)).partition(":")[2]
    for name, value in (pair.split("=") for pair in tail.split(",")):
        if name in type(finding).quantities():
            assert len(value.partition(".")[2]) <= 2
            assert not set(value) - set(string.digits + ".-")


def test_normal_is_no_finding() -> None:
    assert parse_case("normal") == parse_case(" Normal ") == NORMAL == ()
    assert format_case(NORMAL) == "normal"
    assert plan(NORMAL) == Plan()


# -- spellings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelled", "level"),
    [
        ("L4-L5", "L4-L5"),
        ("L4-5", "L4-L5"),
        ("L4/5", "L4-L5"),
        ("L4/L5", "L4-L5"),
        ("l4-l5", "L4-L5"),
        ("l4/5", "L4-L5"),
        ("L5-S1", "L5-S1"),
        ("L5/S1", "L5-S1"),
        ("l5/s1", "L5-S1"),
        ("l5-s1", "L5-S1"),
        ("L1/2", "L1-L2"),
    ],
)
@pytest.mark.parametrize("tail", ["/right", "/right/foraminal", " / RIGHT / Foraminal "])
def test_levels_may_be_written_as_people_write_them(spelled: str, level: str, tail: str) -> None:
    zone = "/foraminal" if "oraminal" in tail else ""
    assert parse_case(f"herniation@{spelled}{tail}") == parse_case(f"herniation@{level}/right{zone}")


@pytest.mark.parametrize(("alias", "kind"), ALIASES.items())
def test_short_names_of_findings(alias: str, kind: str) -> None:
    tail = place(KINDS[kind]).partition("@")[2]
    assert parse_case(f"{alias}@{tail}") == parse_case(f"{kind}@{tail}")
    assert format_case(parse_case(f"{alias}@{tail}")).startswith(f"{kind}@")


@pytest.mark.parametrize(("word", "zone"), WORDS.items())
def test_clinical_words_for_zones(word: str, zone: str) -> None:
    expected = parse_case(f"herniation@L4-L5/left/{zone}")
    assert parse_case(f"herniation@L4-L5/left/{word}") == expected
    assert parse_case(f"herniation@L4-L5/{word}/left") == expected
    assert parse_case(f"herniation@L4-L5/left:zone={word}") == expected


def test_spaces_and_capitals_do_not_matter() -> None:
    spaced = "  Herniation @ L4-L5 / Left : depth = 6 , migration = -4  +  slip@l5/s1 "
    assert parse_case(spaced) == parse_case("herniation@L4-L5/left:depth=6,migration=-4+slip@L5-S1")


def test_findings_are_listed_from_the_top_whatever_the_order_they_were_given_in() -> None:
    codes = [
        "slip@L5-S1",
        "facet_cyst@L4-L5/right",
        "herniation@L4-L5/right",
        "herniation@L4-L5/left",
        "central@L1-L2",
    ]
    case = parse_case(" + ".join(codes))
    assert parse_case(" + ".join(reversed(codes))) == case
    assert [(f.level, f.KIND, f.side) for f in case] == [
        ("L1-L2", "central_stenosis", None),
        ("L4-L5", "herniation", "left"),
        ("L4-L5", "herniation", "right"),
        ("L4-L5", "facet_cyst", "right"),
        ("L5-S1", "slip", None),
    ]


@by_kind
def test_severity_and_the_sizes_it_stands_for_are_the_same_case(kind: type[Finding]) -> None:
    (by_word,) = parse_case(f"{place(kind)}:severity=0.7")
    lead = next(iter(kind.quantities()))
    (by_size,) = parse_case(f"{place(kind)}:{lead}={getattr(by_word, lead)}")
    assert by_word == by_size
    assert "severity" not in format_case((by_word,))


@by_kind
def test_sizes_given_beside_a_severity_stand(kind: type[Finding]) -> None:
    name, size = list(kind.quantities().items())[-1]
    asked = round((size.low + 3 * size.high) / 4, 2)
    (made,) = parse_case(f"{place(kind)}:severity=0.3,{name}={asked}")
    assert getattr(made, name) == pytest.approx(asked, abs=0.015)


def test_a_slip_is_isthmic_at_the_sacrum_and_degenerative_above_unless_said() -> None:
    """93-95 % of isthmic slips stand at L5 (anatomy-facts C5)."""
    assert format_case(parse_case("slip@L5-S1")).startswith("slip@L5-S1:kind=isthmic")
    assert format_case(parse_case("slip@L4-L5")).startswith("slip@L4-L5:kind=degenerative")
    assert format_case(parse_case("slip@L5-S1:kind=degenerative")).startswith("slip@L5-S1:kind=degenerative")


# -- refusals -----------------------------------------------------------------------------------------------------

WRONG: list[tuple[str, str, list[str]]] = [
    ("", "empty", ["normal", "herniation@L4-L5/left"]),
    ("   ", "empty", ["normal"]),
    ("hernia@L4-L5/left", "'hernia'", ["normal", *KINDS]),
    ("nothing", "'nothing'", ["normal", *KINDS]),
    ("herniation", "herniation", ["needs a level", "herniation@L4-L5"]),
    ("herniation@", "level", list(SEGMENTS)),
    ("herniation@L6-L7/left", "'L6-L7'", list(SEGMENTS)),
    ("herniation@L4-L6/left", "'L4-L6'", list(SEGMENTS)),
    ("herniation@L5-L4/left", "'L5-L4'", list(SEGMENTS)),
    ("herniation@T12-L1/left", "'T12-L1'", list(SEGMENTS)),
    ("herniation@L4/left", "'L4'", list(SEGMENTS)),
    ("herniation@S1-S2/left", "'S1-S2'", list(SEGMENTS)),
    ("herniation@left", "'left'", list(SEGMENTS)),
    ("herniation@L4-L5/middle", "'middle'", ["left", "right"]),
    ("herniation@L4-L5/links", "'links'", ["left", "right"]),
    ("herniation@L4-L5/left/right", "'right'", []),
    ("herniation@L4-L5/left/left", "'left'", []),
    (
        "herniation@L4-L5/left/lateral",
        "'lateral'",
        ["subarticular", "central", "foraminal", "extraforaminal"],
    ),
    ("herniation@L4-L5/left/central/foraminal", "'foraminal'", []),
    ("herniation@L4-L5/left/foraminal:zone=central", "'foraminal'", []),
    ("herniation@L4-L5/left:zone=lateral", "'lateral'", ["subarticular", "foraminal"]),
    ("herniation@L4-L5/left:zone=", "zone", []),
    ("slip@L4-L5:kind=lytic", "'lytic'", ["degenerative", "isthmic"]),
    ("slip@L4-L5/left", "'left'", ["no side"]),
    ("central_stenosis@L4-L5/right", "'right'", ["no side"]),
    ("central_stenosis@L4-L5/both", "'both'", []),
    ("herniation@L4-L5/left:size=6", "'size=6'", ["severity", "depth", "neck", "dome", "migration"]),
    ("herniation@L4-L5/left:depth", "'depth'", ["name=value"]),
    ("herniation@L4-L5/left:depth=", "depth", ["name=value"]),
    ("herniation@L4-L5/left:depth=six", "'six'", ["number"]),
    ("herniation@L4-L5/left:depth=nan", "'nan'", ["depth", "number"]),
    ("herniation@L4-L5/left:depth=inf", "'inf'", ["depth", "number"]),
    ("herniation@L4-L5/left:depth=-inf", "'-inf'", ["depth", "number"]),
    ("herniation@L4-L5/left:depth=-1", "-1", ["depth", "0 to 12 mm"]),
    ("herniation@L4-L5/left:depth=12.1", "12.1", ["0 to 12 mm"]),
    ("herniation@L4-L5/left:depth=5 mm", "'5 mm'", ["number"]),
    ("herniation@L4-L5/left:depth=1e9", "1e+09", ["0 to 12 mm"]),
    ("herniation@L4-L5/left:severity=1.2", "1.2", ["0 to 1"]),
    ("herniation@L4-L5/left:severity=-0.1", "-0.1", ["0 to 1"]),
    ("herniation@L4-L5/left:severity=nan", "'nan'", ["severity", "number"]),
    ("herniation@L4-L5/left:depth=6,depth=7", "depth", ["twice"]),
    ("herniation@L4-L5/left:severity=0.5,severity=0.5", "severity", ["twice"]),
    ("herniation@L4-L5/left + herniation@L4-L5/left:depth=3", "L4-L5", ["already"]),
    ("slip@L4-L5 + slip@L4-L5:slip=3", "L4-L5", ["already"]),
    ("slip@L5-S1:kind=isthmic + slip@L5-S1:kind=degenerative", "L5-S1", ["already"]),
    ("facet_cyst@L4-L5/left + cyst@L4-5/left", "L4-L5", ["already"]),
    ("central@L4-L5 + central_stenosis@L4/5", "L4-L5", ["already"]),
    ("schwannoma@L3-L4/left", "'L3-L4'", ["between two vertebrae", *VERTEBRAE]),
    ("neurofibroma@S1/left", "'S1'", list(VERTEBRAE)),
    ("metastasis@L6", "'L6'", list(VERTEBRAE)),
    ("infection@L4", "'L4'", ["vertebra", *SEGMENTS]),
    ("infection@L3-L4/left", "'left'", ["no side"]),
    ("schwannoma@L3", "L3", ["left or right"]),
    ("schwannoma@L3/left:diameter=41", "41", ["0 to 40 mm"]),
    ("schwannoma", "schwannoma", ["needs a level", "schwannoma@L4"]),
    ("metastasis@L4:kind=cystic", "'cystic'", ["lytic", "blastic"]),
    ("schwannoma@L3/left + neurofibroma@L3/left", "L3", ["already bears"]),
    ("metastasis@L4 + metastasis@L4/left", "L4", ["already"]),
    ("infection@L3-L4 + herniation@L3-L4/left", "infected", ["herniat"]),
    ("normal + slip@L4-L5", "normal", ["alone"]),
    ("slip@L4-L5 + normal", "normal", ["alone"]),
    ("slip@L4-L5 +", "''", list(KINDS)),
    ("+ slip@L4-L5", "''", list(KINDS)),
]


@pytest.mark.parametrize(("code", "wrong", "right"), WRONG, ids=[code or "(empty)" for code, _, _ in WRONG])
def test_a_refusal_is_one_sentence_that_names_the_wrong_thing_and_offers_the_right_ones(
    code: str, wrong: str, right: list[str]
) -> None:
    sentence = refusal(code)
    assert wrong in sentence
    for offer in right:
        assert offer in sentence
    assert "\n" not in sentence
    assert ". " not in sentence
    assert len(sentence) < 250
    assert "Error" not in sentence


NEEDS_A_SIDE = [kind for kind in KINDS.values() if kind.SIDED and kind.KIND != "metastasis"]


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("kind", NEEDS_A_SIDE, ids=lambda kind: kind.KIND)
def test_a_side_is_never_guessed(kind: type[Finding], number: int) -> None:
    level = kind.LEVELS[number]
    for code in (f"{kind.KIND}@{level}", f"{kind.KIND}@{level}:severity=0.5"):
        sentence = refusal(code)
        assert level in sentence
        assert "left or right" in sentence
    with pytest.raises(ValueError, match="left or right"):
        kind(level)
    with pytest.raises(ValueError, match="left or right"):
        kind.at_severity(level, None, 0.5)


@pytest.mark.parametrize(
    "zone", ["subarticular", "foraminal", "extraforaminal", "paracentral", "far_lateral"]
)
def test_only_a_central_herniation_does_without_a_side(zone: str) -> None:
    assert "left or right" in refusal(f"herniation@L4-L5/{zone}")
    (central,) = parse_case("herniation@L4-L5/central")
    assert central.side is None


@by_kind
@pytest.mark.parametrize("value", [math.inf, -math.inf, -1e9, 1e9, "6", None, True])
def test_sizes_out_of_range_or_of_no_number_are_refused(kind: type[Finding], value: Any) -> None:
    for name in kind.quantities():
        with pytest.raises(ValueError, match=name):
            kind(kind.LEVELS[3], sides(kind), **{name: value})


@settings(deadline=None, max_examples=50)
@given(st.text(string.printable, max_size=40))
def test_any_text_is_a_case_or_a_case_error(text: str) -> None:
    for code in (text, f"herniation@{text}", f"herniation@L4-L5/left{text}", f"slip@L4-L5:{text}"):
        try:
            case: Case = parse_case(code)
        except CaseError:
            continue
        assert parse_case(format_case(case)) == case


# -- severity -----------------------------------------------------------------------------------------------------


@by_kind
def test_sizes_follow_the_severity_without_a_step_back(kind: type[Finding]) -> None:
    """The presets of anatomy-facts C12: each size runs one way from none through mild and moderate to severe."""
    steps = [k / 50 for k in range(51)]
    made = [kind.at_severity(kind.LEVELS[3], sides(kind), s) for s in steps]
    for name, size in kind.quantities().items():
        values = [getattr(each, name) for each in made]
        changes = [b - a for a, b in pairwise(values)]
        assert all(c >= -1e-9 for c in changes) or all(c <= 1e-9 for c in changes), name
        assert max(map(abs, changes)) < 0.1 * (size.high - size.low), f"{name} jumps"
        assert size.low <= min(values)
        assert max(values) <= size.high
    lead = next(iter(kind.quantities()))
    values = [getattr(each, lead) for each in made]
    assert values[0] == 0
    assert all(b > a for a, b in pairwise(values)), f"{lead} tells one severity from the next"


@by_kind
@pytest.mark.parametrize("number", range(5))
def test_a_finding_of_severity_nought_asks_nothing_of_the_anatomy(kind: type[Finding], number: int) -> None:
    """A slip with parted partes and no slip is a lysis: the arch is apart but stands where it stood."""
    level = kind.LEVELS[number]
    finding = kind.at_severity(level, "right" if kind.SIDED else None, 0.0)
    asked = plan((finding,))
    assert not asked.herniations
    assert not asked.cysts
    segment = asked.at(SEGMENTS[number])
    assert (segment.slip, segment.disc_loss, segment.bulge, segment.pars_gap) == (0, 0, 0, 0)
    if not (kind.KIND == "slip" and level == "L5-S1"):
        assert asked == Plan()


@by_kind
@pytest.mark.parametrize("severity", [-0.01, 1.01, math.nan, math.inf])
def test_severity_lies_from_0_to_1(kind: type[Finding], severity: float) -> None:
    with pytest.raises(ValueError, match="severity"):
        kind.at_severity(kind.LEVELS[3], sides(kind), severity)
