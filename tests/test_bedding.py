"""Fat on the faces of cuts: it fills the canal around sac and ganglia, as no solid of ours does."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyvista as pv

from lumbar.meshes.surface import Surface
from lumbar.pictures.bedding import NARROW, REACH, with_bedding, within
from lumbar.pictures.cutting import opened, planes_of
from lumbar.pictures.faces import face
from lumbar.pictures.tissue import tissue

ROOT = Path(__file__).parents[1]  # the sources of the viewer are not installed
DOTS = 2.0  # a mm
SIZE = 160  # dots
PAD = "L3-L4/epidural_fat"


def box(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    """The dots of a rectangle, mm from the middle."""
    mask = np.zeros((SIZE, SIZE), bool)
    rows, columns = ([round(SIZE / 2 + DOTS * v) for v in ends] for ends in ((y0, y1), (x0, x1)))
    mask[slice(*rows), slice(*columns)] = True
    return mask


def at(found: np.ndarray, x: float, y: float) -> bool:
    """Whether fat lies at a place, mm from the middle."""
    return bool(found[round(SIZE / 2 + DOTS * y), round(SIZE / 2 + DOTS * x)] > 0)


SAC = box(-6, -5, 6, 5)
WALLS = [box(-14, -9, -10, 9), box(10, -9, 14, 9), box(-14, 8, 14, 12), box(-14, -12, 14, -8)]


def test_fat_fills_a_canal_around_the_sac() -> None:
    found = within(np.logical_or.reduce([SAC, *WALLS]), SAC, DOTS)
    assert all(at(found, *place) for place in [(8, 0), (-8, 4), (0, 6.5), (0, -6.5), (8, 6)])


def test_fat_lies_only_between_solids_near_what_lies_in_it() -> None:
    beside = within(SAC | WALLS[0], SAC, DOTS)
    assert at(beside, -8, 0)
    assert not at(beside, 8, 0), "open on the other side"
    assert not at(within(SAC | box(-40, -9, -17, 9), SAC, DOTS), -11, 0), "a gap of 11 mm"
    shelf = SAC | box(-40, 8, 40, 12) | box(-40, -12, 40, -8) | box(13, -8, 40, 3)
    assert at(within(shelf, SAC, DOTS), 11, 6)
    assert not at(within(shelf, SAC, DOTS), 20, 6), "farther than it reaches"
    assert (within(SAC, np.zeros_like(SAC), DOTS) < 0).all(), "nothing lies in it"


def test_fat_does_not_lie_behind_a_wall() -> None:
    """A hollow behind a lamina is as narrow and as near, but is not the canal."""
    lamina = box(-14, 8, 14, 9)
    behind = lamina | box(-14, 9, -3, 20) | box(3, 9, 14, 20)
    found = within(np.logical_or.reduce([SAC, *WALLS[:2], WALLS[3], behind]), SAC, DOTS)
    assert at(found, 0, 6.5)
    assert not at(found, 0, 11)


def test_the_viewer_draws_the_same_fat() -> None:
    script = (ROOT / "web" / "src" / "bedding.js").read_text(encoding="utf-8")
    assert {
        name: float(value) for name, value in re.findall(r"const (NARROW|REACH) = ([\d.]+);", script)
    } == {
        "NARROW": NARROW,
        "REACH": REACH,
    }


def cube(centre: tuple[float, float, float], x: float, y: float, z: float) -> Surface:
    """A box of the given lengths, mm."""
    mesh = pv.Cube(center=centre, x_length=x, y_length=y, z_length=z).triangulate().subdivide(4, "linear")
    return Surface(np.asarray(mesh.points, float), mesh.regular_faces.astype(np.int32))


PARTS = {
    "T12-S2/dural_sac": cube((0, 0, 0), 12, 10, 40),
    "L3/vertebra": cube((0, -12, 0), 40, 8, 30),
    "L4/vertebra": cube((0, 12, 0), 40, 8, 30),
    PAD: cube((0, 6.5, 14), 4, 2, 6),
}


def painted(parts: dict[str, Surface], opacity: dict[str, float], x: float, y: float) -> np.ndarray:
    """The colour (4,) of the face of a level cut at a place, mm."""
    (plane,) = planes_of({"axial": 0.0})
    found = face(parts, {name: tissue(name) for name in parts}, opacity, plane, (plane,))
    assert found is not None
    low, high = found.corners[0], found.corners[2]
    rows, columns = found.image.shape[:2]
    row, column = (y - low[1]) / (high[1] - low[1]) * rows, (x - low[0]) / (high[0] - low[0]) * columns
    return np.asarray(found.image[::-1][int(row), int(column)] / 255)


def test_a_face_shows_fat_before_and_behind_the_sac_where_the_pads_are_shown() -> None:
    for y in (-6.5, 6.5):
        assert np.abs(painted(PARTS, {}, 0, y)[:3] - tissue(PAD).color).max() < 0.02
        assert painted(PARTS, {PAD: 0.0}, 0, y)[3] == 0, "hidden, so that what lies behind is seen"
    assert painted(PARTS, {}, 18, 6.5)[3] == 0, "far aside"


def test_labels_know_of_the_fat_that_is_drawn() -> None:
    """What lies behind it cannot be seen: the pad that it belongs to has points all over it."""
    planes = planes_of({"axial": 0.0})
    found = with_bedding(opened(PARTS, planes), PARTS, planes)
    added = found[PAD].points[np.isclose(found[PAD].points[:, 2], 0.0)]
    assert len(added) > 200
    assert np.abs(added[:, 1]).max() <= 8.0
    hidden = {name: part for name, part in PARTS.items() if name != PAD}
    assert with_bedding(opened(hidden, planes), hidden, planes).keys() == opened(hidden, planes).keys()


def test_bone_that_has_grown_on_bone_has_no_rim_towards_it() -> None:
    host = cube((0, 0, 0), 20, 12, 30)
    grown = cube((13.1, 0, 0), 6, 6, 20)  # 0.1 mm off
    rim, core = (np.array(c) for c in (tissue("L5/vertebra").color, tissue("L5/vertebra").within_color))

    def like_rim(kind: str, x: float, y: float) -> bool:
        colour = painted({"L5/vertebra": host, f"L4-L5/{kind}/left": grown}, {}, x, y)[:3]
        return bool(np.linalg.norm(colour - rim) < np.linalg.norm(colour - core))

    assert like_rim("schwannoma", 9.6, 0)
    assert not like_rim("facet_overgrowth", 9.6, 0)
    assert not like_rim("facet_overgrowth", 10.6, 0)
    assert like_rim("facet_overgrowth", -9.6, 0)
    assert like_rim("facet_overgrowth", 15.7, 0)
    assert like_rim("facet_overgrowth", 9.6, 5.0), "beside what has grown there"
