"""Any mix: a sample of random pairs and triples of findings; docs/mixes.md has many more."""

from __future__ import annotations

from functools import cache

import pytest
from mixes import any_mix, not_closed, not_mirrored, strained, too_close

from lumbar.meshes.case import Case, format_case, mirror_image, parse_case
from lumbar.meshes.findings import all_findings
from lumbar.meshes.spine import Spine, build

SAMPLE = 12
FIRST = 7


def sample() -> list[Case]:
    """The first mixes of a row of seeds that are not refused."""
    found: list[Case] = []
    seed = FIRST
    while len(found) < SAMPLE:
        case, _ = any_mix(seed)
        found += [case] if case is not None else []
        seed += 1
    return found


@cache
def spine(case: Case) -> Spine:
    return build(case)


by_mix = pytest.mark.parametrize("case", sample(), ids=format_case)


@by_mix
def test_every_surface_of_a_mix_is_closed(case: Case) -> None:
    assert not list(not_closed(spine(case)))


@by_mix
def test_every_root_of_a_mix_is_whole_and_as_long_as_before(case: Case) -> None:
    """Roots keep their length to 5 % and stay joined from sac to exit."""
    assert not list(strained(spine(case)))


@by_mix
def test_a_mirrored_mix_is_the_mirror_image(case: Case) -> None:
    """To 0.1 mm."""
    assert not list(not_mirrored(spine(case), build(mirror_image(case))))


@pytest.mark.parametrize(
    "code",
    [
        "infection@L3-L4:erosion=5.82 + metastasis@L4/right:kind=blastic,body=55.7",
        "metastasis@L2/left:kind=lytic,body=71 + infection@L2-L3:erosion=2.42 + schwannoma@L4/right:diameter=14.5",
        "central_stenosis@L3-L4:flavum=3.16 + degeneration@L4-L5:height_loss=54",
        "herniation@L2-L3/right/central:depth=4.3 + degeneration@L2-L3:height_loss=42",
        "infection@L1-L2:erosion=5.73 + lateral_recess@L3-L4/left:facet=2.5 + metastasis@L5/right:kind=blastic,body=80",
        "neurofibroma@L1/right:diameter=22 + degeneration@L1-L2:height_loss=56.25",
    ],
)
def test_mixes_that_once_overlapped_do_not(code: str) -> None:
    """A deposit under an eaten end-plate shared 1,779 mm³ with bone and disc; the vena cava 12 mm³ with a strap."""
    assert not list(too_close(spine(parse_case(code))))


@pytest.mark.parametrize(
    "code",
    [
        "herniation@L1-L2/right/central:depth=6.12 + neurofibroma@L2/right:diameter=20.32",
        "metastasis@L1/left:kind=blastic,body=28.7 + infection@L1-L2:erosion=3.66 + slip@L2-L3:slip=1.8",
    ],
)
def test_what_has_no_room_is_thin_and_not_inside_out(code: str) -> None:
    """Fat between sac and flava that touch, a deposit's tissue where an infection's fluid stood already."""
    assert not list(not_closed(spine(parse_case(code))))


@pytest.mark.parametrize(
    "code",
    [
        "infection@L2-L3:erosion=5.55 + infection@L5-S1:erosion=2.6",
        "slip@L2-L3:kind=degenerative,slip=8.64 + degeneration@L5-S1:height_loss=28",
    ],
)
def test_even_mixes_are_the_same_on_both_sides(code: str) -> None:
    """To 0.1 mm: eaten bone was 0.2 to 0.5 mm otherwise on the right, straps up to 1."""
    even = spine(parse_case(code))
    assert not list(not_mirrored(even, even))


@by_mix
def test_a_mix_is_read_back_from_its_code(case: Case) -> None:
    assert parse_case(format_case(case)) == case


def test_mixes_are_of_every_kind_and_most_are_not_refused() -> None:
    cases = [any_mix(seed)[0] for seed in range(300)]
    kinds = {finding.KIND for case in cases if case for finding in case}
    assert kinds == set(all_findings())
    assert sum(case is not None for case in cases) > 240


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("slip@L4-L5:slip=5 + slip@L4-L5:slip=7", "already slips"),
        ("infection@L3-L4 + herniation@L3-L4/left", "cannot also be herniated"),
        ("infection@L3-L4 + slip@L3-L4", "eaten away"),
        ("infection@L3-L4 + degeneration@L3-L4", "already takes its height"),
        ("schwannoma@L4/left + neurofibroma@L4/left", "already bears"),
        ("metastasis@L4/left + metastasis@L4/right", "already holds"),
    ],
)
def test_what_cannot_coexist_is_refused_with_the_reason(code: str, reason: str) -> None:
    for order in (code, " + ".join(reversed(code.split(" + ")))):
        with pytest.raises(ValueError, match=reason):
            parse_case(order)


@pytest.mark.parametrize(
    "code",
    [
        "slip@L4-L5 + foraminal_stenosis@L4-L5/left + facet_cyst@L4-L5/right:diameter=8",
        "central_stenosis@L2-L3 + central_stenosis@L3-L4 + central_stenosis@L4-L5",
        "degeneration@L5-S1 + herniation@L5-S1/left",
        "schwannoma@L4/left + schwannoma@L4/right",
        "infection@L3-L4 + metastasis@L5",
    ],
)
def test_what_a_clinic_sees_together_can_be_asked_together(code: str) -> None:
    assert len(parse_case(code)) == code.count("+") + 1
