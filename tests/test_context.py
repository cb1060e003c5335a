"""What surrounds the spine: in its place, of its size, clear of everything, and following the bones."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files

import numpy as np
import pytest
from solids import overlaps, spine_of

from lumbar.meshes.context import CONTEXT
from lumbar.meshes.levels import SIDES
from lumbar.meshes.spine import Spine
from lumbar.scenes import all_scenes, resolve

MOVED = ("slip@L5-S1:kind=isthmic,slip=10", "herniation@L4-L5/left/extraforaminal:severity=1")
MOST = 1.0  # mm³


@pytest.fixture(scope="module")
def healthy() -> Spine:
    return spine_of("normal")


def section(spine: Spine, id_: str, height: float) -> float:
    """Area in cm² of a structure at a height, from the volume of a slab 10 mm thick."""
    points, faces = spine.surfaces[id_].points, spine.surfaces[id_].faces
    flat = np.clip(points, [-1e3, -1e3, height - 5.0], [1e3, 1e3, height + 5.0])
    a, b, c = (flat[faces[:, k]] for k in range(3))
    return float(abs(np.einsum("ij,ij->i", a, np.cross(b, c)).sum()) / 6.0 / 1000.0)


@pytest.mark.parametrize("id_", CONTEXT)
def test_it_is_one_closed_solid(healthy: Spine, id_: str) -> None:
    assert healthy.surfaces[id_].open_edges() == 0
    assert healthy.surfaces[id_].volume() > 0


@pytest.mark.parametrize("code", ["normal", *MOVED])
def test_it_is_clear_of_everything_else(code: str) -> None:
    before = None if code == "normal" else spine_of("normal").surfaces
    found = overlaps(spine_of(code).surfaces, before, above=MOST)
    assert not {pair: round(mm3, 1) for pair, mm3 in found.items() if set(pair) & set(CONTEXT)}


@pytest.mark.parametrize("side", SIDES)
def test_psoas_and_multifidus_grow_downwards(healthy: Spine, side: str) -> None:
    """Weight-bearing MR of ten women: psoas 1.9 to 12.1 cm², multifidus 1.8 to 5.7 cm² from L1 to L5."""
    for muscle, low, high in (("psoas", (1.9, 7.0), (8.0, 19.0)), ("multifidus", (1.5, 4.0), (3.5, 8.0))):
        at = [section(healthy, f"L1-S1/{muscle}/{side}", healthy.poses[n].shift[2]) for n in ("L2", "L4")]
        assert low[0] <= at[0] <= low[1]
        assert high[0] <= at[1] <= high[1]


def test_the_erector_is_largest_of_the_back_muscles(healthy: Spine) -> None:
    """Weight-bearing MR: 13.9 ± 2.2 cm² at mid-height."""
    height = healthy.poses["L3"].shift[2]
    assert 9.0 <= section(healthy, "L1-S1/erector_spinae/left", height) <= 20.0


def test_the_aorta_lies_left_and_the_vena_cava_right_before_the_bodies(healthy: Spine) -> None:
    """B6: aorta left of the midline, inferior vena cava right."""
    for name in ("L1", "L2", "L3"):
        _, y, z = healthy.poses[name].shift
        for vessel, sign in (("aorta", 1.0), ("inferior_vena_cava", -1.0)):
            points = healthy.surfaces[f"T12-S1/{vessel}"].points
            near = points[np.abs(points[:, 2] - z) < 6.0]
            assert sign * near[:, 0].mean() > 3.0
            assert near[:, 1].max() < y - 8.0
            assert 14.0 <= np.ptp(near[:, 0]) <= 24.0


def test_the_aorta_divides_at_l4(healthy: Spine) -> None:
    """B6: at the body of L4 in 67 % (MRI, 441 people)."""
    points = healthy.surfaces["T12-S1/aorta"].points
    wide = [
        z for z in np.arange(-20.0, 120.0, 2.0) if np.ptp(points[np.abs(points[:, 2] - z) < 2.0, 0]) > 25.0
    ]
    top, bottom = (
        healthy.plate("L4", "superior_endplate").centre[2],
        healthy.plate("L5", "superior_endplate").centre[2],
    )
    assert bottom < max(wide) < top


@pytest.mark.parametrize("side", SIDES)
def test_the_iliac_crest_is_level_with_l4_or_the_disc_below(healthy: Spine, side: str) -> None:
    """The line between the crests crosses L4 or the L4-L5 disc."""
    top = healthy.surfaces[f"S1/ilium/{side}"].points[:, 2].max()
    assert healthy.plate("L5", "superior_endplate").centre[2] - 5.0 < top
    assert top < healthy.plate("L4", "superior_endplate").centre[2]


def test_muscles_of_the_two_sides_are_mirror_images(healthy: Spine) -> None:
    for muscle in ("psoas", "multifidus", "erector_spinae"):
        left, right = (healthy.surfaces[f"L1-S1/{muscle}/{side}"].volume() for side in SIDES)
        assert left == pytest.approx(right, rel=0.01)


def test_it_follows_the_bones(healthy: Spine) -> None:
    slipped = spine_of(MOVED[0])
    forward = slipped.poses["L3"].shift - healthy.poses["L3"].shift
    for id_ in ("T12-S1/aorta", "L1-S1/psoas/left"):
        near = np.abs(healthy.surfaces[id_].points[:, 2] - healthy.poses["L3"].shift[2]) < 8.0
        moved = (slipped.surfaces[id_].points - healthy.surfaces[id_].points)[near]
        assert np.abs(moved - forward).max() < 3.0


@pytest.mark.parametrize("scene", all_scenes().values(), ids=lambda scene: scene.id)
def test_it_is_hidden_until_asked_for(scene: object) -> None:
    opacity = resolve(scene)["opacity"]
    assert all(opacity[id_] == 0.0 for id_ in CONTEXT)


def test_every_size_has_a_known_source() -> None:
    data = files("lumbar") / "meshes/data"
    known = tomllib.loads((data / "sources.toml").read_text("utf-8"))
    for name in ("muscles", "vessels", "ilium"):
        for row in csv.DictReader((data / f"{name}.csv").read_text("utf-8").splitlines()):
            assert row["source"] in known
