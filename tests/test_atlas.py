"""The atlas as one file: its streams, what it holds, and that it asks for nothing from elsewhere."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from lumbar.app import EVERYTHING, file_bytes
from lumbar.atlas import Selection, SelectionError, Still, one_page, take_home, write_file, write_folder
from lumbar.atlas import shapes as shapes_
from lumbar.atlas.letters import LETTERS, letters
from lumbar.atlas.still import NO_PICTURE
from lumbar.atlas.styles import components, trimmed
from lumbar.atlas.take_home import exact
from lumbar.meshes.case import format_case, parse_case
from lumbar.meshes.entropy import LONGEST, ONE, SPEED, TOP, Numbers, RangeEncoder
from lumbar.meshes.fields import ellipsoid
from lumbar.meshes.fitting import fitted
from lumbar.meshes.gltf import STEP, Part
from lumbar.meshes.measure import measure
from lumbar.meshes.spine import build
from lumbar.meshes.surface import Surface, polygonise
from lumbar.meshes.thin import GRAIN, MOST, NEIGHBOURS, keys_needed, nets, rest, thinned
from lumbar.page import layout
from lumbar.page.geometry import Request
from lumbar.page.library import library

PICTURE = Still(b"not really a picture", "image/webp", "A drawing")


# -- a decoder, written from the description of the coder ---------------------------------------------------------


class RangeDecoder:
    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.range = data, 4, 0xFFFFFFFF
        self.code = int.from_bytes(data[:4], "big")

    def bit(self, model: list[int], slot: int) -> int:
        bound = (self.range >> 11) * model[slot]
        bit = int(self.code >= bound)
        if bit:
            self.code, self.range = self.code - bound, self.range - bound
            model[slot] -= model[slot] >> SPEED
        else:
            self.range = bound
            model[slot] += (ONE - model[slot]) >> SPEED
        while self.range < TOP:
            self.range = self.range << 8 & 0xFFFFFFFF
            self.code = self.code << 8 & 0xFFFFFFFF | self.data[self.at]
            self.at += 1
        return bit


class NumberDecoder:
    def __init__(self, contexts: int) -> None:
        half = ONE // 2
        self.zero, self.sign = [half] * contexts, [half] * contexts
        self.length = [[half] * LONGEST for _ in range(contexts)]
        self.bits = [[half] * LONGEST for _ in range(LONGEST)]

    def read(self, coder: RangeDecoder, context: int) -> int:
        if not coder.bit(self.zero, context):
            return 0
        negative, last, size = coder.bit(self.sign, context), 0, 1
        while coder.bit(self.length[context], last):
            last += 1
        for place in range(last - 1, -1, -1):
            size = size << 1 | coder.bit(self.bits[last], place)
        return -size if negative else size


def spelled(text: str) -> bytes:
    """The bytes that letters spell."""
    count, _, body = text.partition(" ")
    values = [LETTERS.index(letter) for letter in body.encode()]
    bits = "".join(f"{a * 91 + b:013b}" for a, b in zip(values[::2], values[1::2], strict=True))
    return bytes(int(bits[8 * k : 8 * k + 8], 2) for k in range(int(count)))


@given(st.lists(st.tuples(st.integers(-300_000, 300_000), st.integers(0, 2)), max_size=200))
def test_numbers_come_out_of_the_coder_as_they_went_in(told: list[tuple[int, int]]) -> None:
    coder = RangeEncoder()
    Numbers(3).encode(coder, [value for value, _ in told], [context for _, context in told])
    decoder, numbers = RangeDecoder(coder.finish() + bytes(8)), NumberDecoder(3)
    assert [numbers.read(decoder, context) for _, context in told] == [value for value, _ in told]


def test_what_does_not_surprise_costs_next_to_nothing() -> None:
    coder = RangeEncoder()
    Numbers(1).encode(coder, [0] * 10_000, [0] * 10_000)
    assert len(coder.finish()) < 120


@given(st.binary(max_size=300))
def test_letters_spell_the_bytes_and_may_stand_in_html(data: bytes) -> None:
    text = letters(data)
    assert spelled(text) == data
    assert not set(text) & set("<&\\")
    assert text.isascii()


# -- the stream ---------------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_nets_tell_every_point_once_by_its_nearest_known_ones(count: int, seed: int) -> None:
    points = np.random.default_rng(seed).integers(-400, 400, (count, 3))
    known: list[int] = []
    for fresh, near in nets(points):
        assert not set(fresh.tolist()) & set(known)
        assert near.shape == (len(fresh), min(NEIGHBOURS, len(known)))
        for point, beside in zip(fresh, near, strict=True):
            square = ((points - points[point]) ** 2).sum(axis=1)
            assert beside.tolist() == sorted(known, key=lambda k: (square[k], k))[:NEIGHBOURS]
        known += fresh.tolist()
    assert sorted(known) == list(range(count))


def ball(radius: float) -> Surface:
    return polygonise(ellipsoid((0, 0, 0), (radius, radius, radius)), 1.0)


def pushed(keys: int) -> tuple[Surface, Part]:
    """A ball, and the same with a dent that grows in a straight line."""
    healthy = ball(10.0)
    dent = np.exp(-((healthy.points - (10, 0, 0)) ** 2).sum(axis=1) / 20)[:, None] * np.array([-4.0, 0, 0])
    shapes = [healthy.points + share * dent for share in np.linspace(0, 1, keys)]
    return healthy, Part("L4/ball", Surface(shapes[0], healthy.faces), tuple(shapes[1:]))


def test_a_shape_that_goes_straight_needs_two_keys() -> None:
    _, part = pushed(6)
    assert keys_needed([part]) == [0, 5]


def test_a_shape_that_jumps_keeps_no_more_keys_than_allowed() -> None:
    _, part = pushed(9)
    shapes = [part.surface.points, *part.targets] if part.surface else []
    jumping = [shapes[k] + (k % 2) * np.array([0, 0, 5.0]) for k in range(9)]
    part = Part("L4/ball", Surface(jumping[0], ball(10.0).faces), tuple(jumping[1:]))
    keys = keys_needed([part])
    assert keys[0] == 0
    assert keys[-1] == 8
    assert len(keys) == MOST


def test_a_stream_is_small_and_the_same_every_time() -> None:
    healthy, part = pushed(6)
    stream = thinned([part], {part.name: rest(healthy)}, {"severities": [k / 5 for k in range(6)]})
    again = thinned([part], {part.name: rest(healthy)}, {"severities": [k / 5 for k in range(6)]})
    assert stream == again
    assert stream[:4] == b"thin"
    length = int.from_bytes(stream[4:8], "little")
    head = json.loads(stream[12 : 12 + length])
    assert head["extras"] == {"severities": [0.0, 1.0]}
    assert head["nodes"] == [{"name": "L4/ball"}]
    assert len(stream) < len(healthy.points), "less than a byte a point"
    assert GRAIN * STEP <= 0.2, "mm between what can be told"


def test_a_remodelled_part_is_told_by_the_healthy_points() -> None:
    healthy = ball(10.0)
    eroded = polygonise(ellipsoid((0, 0, 0), (10.0, 10.0, 8.5)), 0.8)
    part = fitted(Part("L4/ball", eroded), healthy)
    assert part.surface is not None
    assert np.array_equal(part.surface.faces, healthy.faces)
    assert float(cKDTree(eroded.points).query(part.surface.points)[0].max()) < 0.8
    gone = Part("L4/ball", polygonise(ellipsoid((0, 0, 0), (10.0, 10.0, 2.0)), 0.8))
    assert fitted(gone, healthy) is gone


def test_a_mirrored_part_is_told_once() -> None:
    healthy, part = pushed(3)
    assert part.surface is not None
    flip = np.array([-1, 1, 1])
    left = Part("L4/ball/left", part.surface, part.targets)
    right = Part(
        "L4/ball/right",
        Surface(part.surface.points * flip, part.surface.faces[:, ::-1]),
        tuple(shape * flip for shape in part.targets),
    )
    one, both = (thinned(parts, {}, {"severities": [0, 0.5, 1]}) for parts in ([left], [left, right]))
    assert len(both) < len(one) + 60
    assert b'"mirrors":"L4/ball/left"' in both
    assert len(healthy.points) > 100


# -- the styles ---------------------------------------------------------------------------------------------------


def test_a_sheet_is_cut_to_the_components_used() -> None:
    sheet = (
        "/*! notice */ a { color: red } .v-btn--flat, .v-menu { top: 0 } .v-menu > .v-btn { left: 0 }"
        " .mt-1 { margin: 0 }"
        "@media print { .v-btn { display: none } .v-menu { display: none } } @media screen { .v-menu { top: 1px } }"
    )
    assert trimmed(sheet, components("<v-btn></v-btn>")) == (
        "/*! notice */a{color: red}.v-btn--flat, .v-menu{top: 0}@media print{.v-btn{display: none}}"
    )


# -- the file -----------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that take no time: these tests are about the file around them."""

    def made(request: Request, special: Any = None) -> bytes:
        return gzip.compress(repr((request.path, special)).encode(), mtime=0)

    monkeypatch.setattr(shapes_, "build", made)
    monkeypatch.setattr(shapes_.shapes, "__defaults__", (None, lambda: ThreadPoolExecutor(1)))
    monkeypatch.setattr(one_page, "__defaults__", (lambda: ThreadPoolExecutor(1),))


def test_the_page_packs_a_case_and_leaves_room_for_the_picture_that_is_seen() -> None:
    page = file_bytes("facet_cyst@L4-L5/left:diameter=8").decode()
    assert page.count(NO_PICTURE) == 1
    assert "facet_cyst@L4-L5/left:diameter=8" in page
    assert NO_PICTURE in (layout.HERE / "assets" / "keep.js").read_text(encoding="utf-8")
    assert len(carried(file_bytes(EVERYTHING).decode())) > len(carried(page))


def told(done: int, total: int, what: str) -> None:
    assert 0 < done <= total
    assert what.startswith("geometry/")


def written(folder: Path, selection: Selection) -> str:
    size = write_file(folder / "atlas.html", selection, PICTURE, told)
    text = (folder / "atlas.html").read_text(encoding="utf-8")
    assert size == len(text.encode())
    return text


def carried(page: str) -> dict[str, bytes]:
    """What a page carries, by URL."""
    found = re.findall(r'data-asset="([^"]+)">([^<]+)<', page)
    return {url: gzip.decompress(spelled(text)) for url, text in found}


HERNIATION = Selection(scenes=("disc_herniation",), levels=("L4-L5", "L5-S1"))


def test_a_file_carries_the_left_side_and_names_it_for_the_right(tmp_path: Path) -> None:
    page = written(tmp_path, HERNIATION)
    left = [f"geometry/herniation/{level}/left.glb" for level in HERNIATION.levels]
    assert list(carried(page)) == ["geometry/base.glb", *left]
    (aliases,) = re.findall(r'id="assets">([^<]+)<', page)
    right = {url.replace("left", "right"): {"of": url, "mirror": True} for url in left}
    assert json.loads(aliases) == right


def test_a_file_without_shapes_leaves_room_for_all_of_them(tmp_path: Path) -> None:
    """4 MB for all scenes: 0.75 for the base, 45 kB each for 12 findings at 5 levels; the rest is here."""
    assert len(written(tmp_path, Selection())) < 1_000_000


def test_only_the_script_with_the_named_digest_runs_and_nothing_is_asked_elsewhere(tmp_path: Path) -> None:
    page = written(tmp_path, HERNIATION)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy
    assert not re.findall(r'(?:src|href)="(?!data:)', page)
    (packed,) = re.findall(r'id="page">([^<]+)<', page)
    shell = json.loads(gzip.decompress(spelled(packed)))
    assert not [
        url for style in shell["styles"] for url in re.findall(r"url\(['\"]?(?!data:)[^)]{0,60}", style)
    ]


def test_without_scripts_there_are_the_picture_and_the_words(tmp_path: Path) -> None:
    page = written(tmp_path, HERNIATION)
    still = page[page.index('<main class="still">') : page.index("</main>")]
    assert base64.b64encode(PICTURE.data).decode() in still
    assert "<h2>Disc herniation</h2>" in still
    assert "on the left" in still
    assert "When to get help now" in still
    assert not re.search(r"\]\(term:|\[@|\{\w+\}", still), "no markup is left"


def test_a_folder_holds_a_file_a_shape(tmp_path: Path) -> None:
    write_folder(tmp_path, HERNIATION, None, told)
    assert (tmp_path / "index.html").is_file()
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.bin")} == {
        "geometry/base.bin",
        "geometry/herniation/L4-L5/left.bin",
        "geometry/herniation/L5-S1/left.bin",
    }
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "connect-src 'self'" in page
    assert '"geometry/base.glb": {"at": "geometry/base.bin"}' in page


@pytest.mark.parametrize(
    ("selection", "wrong", "right"),
    [
        (Selection(scenes=("hernia",)), "hernia", "disc_herniation"),
        (Selection(levels=("L6",)), "L6", "L4-L5"),
    ],
)
def test_what_there_is_not_is_refused(selection: Selection, wrong: str, right: str, tmp_path: Path) -> None:
    with pytest.raises(SelectionError) as caught:
        written(tmp_path, selection)
    assert wrong in str(caught.value)
    assert right in str(caught.value)


# -- one case to take home ----------------------------------------------------------------------------------------


def test_a_case_of_the_library_opens_where_it_stands(tmp_path: Path) -> None:
    chosen = take_home(parse_case("herniation@L3-L4/right:severity=0.8"))
    assert chosen.opening == {"scene": "disc_herniation", "level": "L3-L4", "side": "right", "severity": 0.8}
    assert not chosen.special
    page = written(tmp_path, chosen)
    assert list(carried(page)) == ["geometry/base.glb", "geometry/herniation/L3-L4/left.glb"]


def test_a_case_is_taken_again_as_it_opened_with_the_numbers_measured_there() -> None:
    chosen = take_home(parse_case("herniation@L3-L4/right:severity=0.67"))
    (scene,) = (scene for scene in chosen.of(library())["scenes"] if scene["id"] == "disc_herniation")
    assert scene["severity"] == 0.67
    known = exact(chosen)["exact"]
    assert (known["finding"], known["severity"]) == ("geometry/herniation/L3-L4/right.glb", 0.67)
    spine = build(parse_case("herniation@L3-L4/right:severity=0.67"))
    assert known["numbers"]["levels"]["L3-L4"]["sac_area"] == measure(spine)["levels"]["L3-L4"]["sac_area"]
    assert exact(take_home(())) == exact(take_home(parse_case("herniation@L3-L4/left:depth=7"))) == {}


def test_a_case_of_its_own_stands_for_its_first_finding(tmp_path: Path) -> None:
    case = parse_case("herniation@L4-L5/right:depth=6,migration=-4 + slip@L5-S1:kind=isthmic,slip=8")
    chosen = take_home(case)
    page = carried(written(tmp_path, chosen))
    assert list(page) == [
        "geometry/base.glb",
        "geometry/herniation/L4-L5/right.glb",
        "geometry/slip/L5-S1/both.glb",
    ]
    assert format_case(case).encode() in page["geometry/herniation/L4-L5/right.glb"]
    (special,) = chosen.special.values()
    assert special.severity == chosen.opening["severity"] > 0.3


def test_all_conditions_of_a_case_are_named(tmp_path: Path) -> None:
    """In the title, the heading and the words where scripts do not run, and to the page, which names them too."""
    code = "herniation@L4-L5/right:depth=6 + slip@L5-S1:kind=isthmic,slip=8 + herniation@L3-L4/left:depth=4"
    chosen = take_home(parse_case(code))
    page = written(tmp_path, chosen)
    names = ["Disc herniation, L4-L5, right", "Spondylolisthesis, L5-S1", "Disc herniation, L3-L4, left"]
    still = page[page.index('<main class="still">') : page.index("</main>")]
    (title,), (heading,) = re.findall("<title>(.*?)</title>", page), re.findall("<h1>(.*?)</h1>", still)
    assert title == heading
    assert sorted(heading.split("; ")) == sorted(names)
    assert [each for each in re.findall("<h2>(.*?)</h2>", still) if each in names] == heading.split("; ")
    told = chosen.of(library())["conditions"]
    assert sorted((each["scene"], each["level"], each["side"]) for each in told) == [
        ("disc_herniation", "L3-L4", "left"),
        ("disc_herniation", "L4-L5", "right"),
        ("spondylolisthesis", "L5-S1", None),
    ]
    assert "conditions" not in Selection().of(library())


def test_the_normal_case_takes_the_healthy_spine_home(tmp_path: Path) -> None:
    assert list(carried(written(tmp_path, take_home(())))) == ["geometry/base.glb"]
