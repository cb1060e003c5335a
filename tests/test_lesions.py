"""Infection, growths of roots and deposits in bones: where they lie, what they push and what they leave.

Anatomy-facts C8, C9, C12 and G33.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from solids import mask, measured, overlaps, shared, signed, spine_of

from lumbar.annotations.grades import grades
from lumbar.meshes.bones import bone
from lumbar.meshes.case import parse_case, plan
from lumbar.meshes.levels import VERTEBRAE
from lumbar.meshes.obstacle import Shell
from lumbar.meshes.person import DEFAULT
from lumbar.meshes.remodel import held, remodelled
from lumbar.meshes.spine import Spine
from lumbar.meshes.sweep import lengths, mirrored

SCHWANNOMA = "schwannoma@L3/left:diameter={}"
NEUROFIBROMA = "neurofibroma@L4/left:severity={}"
METASTASIS = "metastasis@L4/left:severity={}"
INFECTION = "infection@L3-L4:severity={}"


# -- growths of roots ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("diameter", [8, 18, 32])
def test_a_schwannoma_lies_beside_its_root(diameter: int) -> None:
    """G33: it displaces the root, which stays outside the mass."""
    code = SCHWANNOMA.format(diameter)
    assert measured(code)["growths"]["L3/schwannoma/left"]["root_inside"] == 0.0
    spine = spine_of(code)
    growth = mask(spine.surfaces["L3/schwannoma/left"])
    assert shared(growth, mask(spine.surfaces["L3/root/left"])) < 1.0
    assert shared(growth, mask(spine.surfaces["L3/ganglion/left"])) < 1.0


@pytest.mark.parametrize(
    "code",
    [
        "schwannoma@L5/right:diameter=8.2 + foraminal_stenosis@L5-S1/right:disc_loss=2.34",
        "schwannoma@L5/right:diameter=21.5",
    ],
)
def test_a_root_that_a_growth_has_pushed_round_a_corner_does_not_fold(code: str) -> None:
    """L5 turns down where its ganglion ends: its sections ran into each other there, up to 7 mm³."""
    spine = spine_of(code)
    root, ganglion = (spine.surfaces[f"L5/{part}/right"] for part in ("root", "ganglion"))
    assert shared(mask(root), mask(ganglion)) < 1.0
    laid = next(
        laid for r, laid in zip(spine.roots, spine.laid_roots, strict=True) if r.id == "L5/root/right"
    )
    steps = np.diff(laid.course.centre, axis=0)
    ways = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    assert np.einsum("mk,mk->m", ways[1:], ways[:-1]).min() > np.cos(np.radians(35.0))


@pytest.mark.parametrize("severity", [0.33, 0.67, 1])
def test_a_neurofibroma_holds_its_root(severity: float) -> None:
    """G33: the root's centreline runs within the mass."""
    code = NEUROFIBROMA.format(severity)
    assert measured(code)["growths"]["L4/neurofibroma/left"]["root_inside"] > 60.0
    spine = spine_of(code)
    hull = spine.obstacles["L4/neurofibroma/left"]
    root = next(laid for r, laid in zip(spine.roots, spine.laid_roots, strict=True) if r.id == "L4/root/left")
    middle = spine.surfaces["L4/neurofibroma/left"].points.mean(axis=0)
    station = int(np.linalg.norm(root.course.centre - middle, axis=1).argmin())
    assert hull.distance(root.course.centre[station][None])[0] < 0.0


@pytest.mark.parametrize("diameter", [8, 18, 32])
def test_a_schwannoma_is_as_long_as_asked(diameter: int) -> None:
    assert measured(SCHWANNOMA.format(diameter))["growths"]["L3/schwannoma/left"]["length"] == pytest.approx(
        diameter, rel=0.12
    )


def test_a_large_schwannoma_is_a_dumbbell_with_its_waist_in_the_foramen() -> None:
    """C9: an inner and an outer part, narrower between the pedicles than on both sides of them."""
    spine = spine_of(SCHWANNOMA.format(32))
    local = spine.poses["L3"].into(spine.surfaces["L3/schwannoma/left"].points)
    marks = spine.landmarks["L3"]
    inner, outer = marks["pedicle_medial/left"][0], marks["pedicle_lateral/left"][0]

    def height(low: float, high: float) -> float:
        within = local[(local[:, 0] > low) & (local[:, 0] < high)]
        return float(np.ptp(within[:, 1:], axis=0).max())

    waist = min(height(x, x + 1.5) for x in np.arange(inner, outer, 1.0))
    assert waist < height(inner - 6.0, inner)
    assert waist < height(outer, outer + 8.0)


def test_a_large_schwannoma_widens_its_foramen() -> None:
    """C9, C12: slow growth remodels the bone; bone that was in its way has gone."""
    before, after = spine_of("normal"), spine_of(SCHWANNOMA.format(32))
    growth = mask(after.surfaces["L3/schwannoma/left"])
    was = sum(shared(growth, mask(before.surfaces[f"{name}/vertebra"])) for name in ("L3", "L4"))
    now = sum(shared(growth, mask(after.surfaces[f"{name}/vertebra"])) for name in ("L3", "L4"))
    assert was > 30.0
    assert now < 0.2 * was


@pytest.mark.parametrize(("level", "below"), [("L1", "L2"), ("L2", "L3"), ("L4", "L5")])
@pytest.mark.parametrize("growth", ["neurofibroma@{}/left:diameter=22", "schwannoma@{}/left:diameter=32"])
def test_bone_beside_a_growth_recedes_into_itself(growth: str, level: str, below: str) -> None:
    """C9: it is eroded by pressure, not shifted: none of it stands where none was, in the disc or the canal."""
    before, after = spine_of("normal").surfaces, spine_of(growth.format(level)).surfaces
    for id_ in (f"{level}/vertebra", f"{below}/vertebra"):
        assert signed(after[id_].points, before[id_]).max() < 0.15


@pytest.mark.parametrize(
    "code",
    [
        SCHWANNOMA.format(32),
        NEUROFIBROMA.format(0.67),
        METASTASIS.format(1),
        "metastasis@L1/right:kind=blastic,body=45.8",
        "metastasis@L3/left:kind=blastic,body=46.7",
    ],
)
def test_growths_move_roots_but_hardly_stretch_them(code: str) -> None:
    """Roots keep their length to 5 %."""
    for was, now in zip(spine_of("normal").laid_roots, spine_of(code).laid_roots, strict=True):
        old, new = (lengths(laid.course.centre)[-1] for laid in (was, now))
        assert new == pytest.approx(old, rel=0.05)


# -- deposits in bones --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("severity", "share"), [(1 / 3, 20.0), (2 / 3, 50.0)])
def test_a_deposit_fills_as_much_of_the_body_as_asked(severity: float, share: float) -> None:
    found = measured(METASTASIS.format(severity))["growths"]["L4/metastasis"]
    assert found["body_share"] == pytest.approx(share, abs=2.0)


def test_a_deposit_lies_in_a_hollow_of_its_bone() -> None:
    """Tissue in bone, so that a cut shows one or the other: they share nothing, and the bone has lost as much."""
    before, after = spine_of("normal").surfaces, spine_of("metastasis@L4/left:kind=blastic,body=50").surfaces
    assert shared(mask(after["L4/metastasis"]), mask(after["L4/vertebra"])) < 1.0
    lost = before["L4/vertebra"].volume() - after["L4/vertebra"].volume()
    assert lost == pytest.approx(after["L4/metastasis"].volume(), rel=0.06)
    assert after["L4/vertebra"].open_edges() == 0


@pytest.mark.parametrize("kind", ["lytic", "blastic"])
@pytest.mark.parametrize("level", VERTEBRAE)
def test_a_large_deposit_keeps_bone_over_it(level: str, kind: str) -> None:
    """It fills body and pedicle and nowhere comes through the cortex, neither its points nor its faces."""
    asked = plan(parse_case(f"metastasis@{level}/left:kind={kind},body=80,pedicle=100"))
    inside = held(level, asked, DEFAULT)
    assert inside is not None
    points, faces = inside.hollow.points, inside.hollow.faces
    cortex = remodelled(level, bone(level), asked, DEFAULT).surface
    assert signed(np.concatenate([points, points[faces].mean(axis=1)]), cortex).max() < -0.1


@pytest.mark.parametrize("code", ["metastasis@L4/left", "metastasis@L2/right", "metastasis@L4"])
def test_no_wall_of_bone_parts_a_deposit_from_what_stands_into_the_canal(code: str) -> None:
    """C9: posterior body, then epidural: the cortex between them is destroyed, but for a film that parts two solids."""
    surfaces, name = spine_of(f"{code}:severity=1").surfaces, code.split("@")[1].split("/")[0]
    tissue = surfaces[f"{name}/epidural_tumour"].points
    seated = tissue[np.abs(signed(tissue, surfaces[f"{name}/vertebra"])) < 0.3]
    assert np.median(signed(seated, surfaces[f"{name}/metastasis"])) < 1.25


def test_a_deposit_spares_the_discs() -> None:
    """C9: the disc is spared, which tells it from an infection."""
    before, after = (measured(code)["levels"] for code in ("normal", METASTASIS.format(1)))
    for level in ("L3-L4", "L4-L5"):
        for name in ("disc_height_anterior", "disc_height_posterior", "disc_height_centre"):
            assert after[level][name] == pytest.approx(before[level][name], abs=0.1)


def test_only_a_deposit_that_takes_bone_away_pushes_the_cortex_out() -> None:
    before = spine_of("normal").surfaces["L4/vertebra"].points
    count = len(before)
    lytic, blastic = (
        spine_of(f"metastasis@L4/left:kind={kind},body=50").surfaces["L4/vertebra"].points[:count]
        for kind in ("lytic", "blastic")
    )
    assert np.linalg.norm(blastic - before, axis=1).max() < 0.05
    assert 0.8 < np.linalg.norm(lytic - before, axis=1).max() < 2.5


@pytest.mark.parametrize("severity", [0.5, 0.605, 0.67, 0.85, 1.0])
@pytest.mark.parametrize("level", ["L1", "L2", "L3", "L4", "L5"])
def test_a_sac_beside_epidural_tissue_is_not_told_to_lie_in_it(level: str, severity: float) -> None:
    """What runs out on the wall as a film looked 7 mm deep from beyond its edge, and pinched the sac to nothing."""
    spine = spine_of(f"metastasis@{level}/left:severity={severity}")
    middle, tissue = spine.laid_sac.rest, spine.surfaces[f"{level}/epidural_tumour"]
    outside = middle[signed(middle, tissue) > 0.3]
    assert Shell(tissue).distance(outside).min() > -0.3
    low, high = tissue.points.min(axis=0) - 6.0, tissue.points.max(axis=0) + 6.0
    around = np.random.default_rng(1).uniform(low, high, (6000, 3))
    taken_in = (Shell(tissue).distance(around) < 0.0) & (signed(around, tissue) > 1.0)
    assert taken_in.mean() < 0.005  # 1 to 8 % before folds of its sole were smoothed
    assert spine.laid_sac.radii[5:-5].max(axis=1).min() > 2.0


def test_epidural_tissue_presses_the_sac_step_by_step() -> None:
    """C9, C12: ESCC-like 0, then 1a, then contact; each step takes more of the sac."""
    rows = []
    for severity in (1 / 3, 0.5, 2 / 3, 1):
        found = measured(METASTASIS.format(severity))
        grade = next(row for row in grades(found) if row["scale"] == "ESCC-like")
        assert grade["approximate"]
        rows.append((found["levels"]["L4-L5"]["epidural_loss"], grade["value"]))
    assert rows[0] == (0.0, "0")
    assert all(a[0] <= b[0] for a, b in pairwise(rows))
    assert rows[-1][1] in ("1c", "2")


# -- infection ----------------------------------------------------------------------------------------------------


def test_an_infected_disc_loses_half_to_four_fifths_of_its_height() -> None:
    """C12: at severe, 50 to 80 % less disc height, in front and behind together."""
    before, after = (measured(code)["levels"]["L3-L4"] for code in ("normal", INFECTION.format(1)))
    both = ("disc_height_anterior", "disc_height_posterior")
    lost = 1.0 - sum(after[name] for name in both) / sum(before[name] for name in both)
    assert 0.5 <= lost <= 0.8


@pytest.mark.parametrize(("bone", "plate", "up"), [("L3", "inferior", -1.0), ("L4", "superior", 1.0)])
def test_both_end_plates_are_eaten_as_deep_as_asked_and_their_rims_stand(
    bone: str, plate: str, up: float
) -> None:
    """C8: two adjacent end-plates; the bone's own surface has changed, unevenly."""
    before, after = spine_of("normal"), spine_of("infection@L3-L4:erosion=6,disc_loss=4.4")
    marks = before.landmarks[bone]
    old, new = (s.poses[bone].into(s.surfaces[f"{bone}/vertebra"].points) for s in (before, after))
    floor = marks[f"{plate}_endplate_floor"][2]
    middle = np.hypot(new[:, 0], new[:, 1] - marks[f"{plate}_endplate"][1]) < 9.0
    near = middle & (up * (floor - new[:, 2]) < 7.0) & (up * (floor - new[:, 2]) > -2.0)
    depth = up * (floor - new[near, 2])
    assert depth.max() == pytest.approx(6.0, abs=1.5)
    assert np.ptp(depth) > 1.5
    for end in ("anterior", "posterior"):
        rim = np.asarray(marks[f"{plate}_endplate_{end}"])
        assert (
            np.linalg.norm(new[: len(old)] - old, axis=1)[np.linalg.norm(old - rim, axis=1) < 2.0].max() < 0.3
        )


def test_bodies_beside_an_infected_disc_settle_so_that_the_space_narrows_step_by_step() -> None:
    """C8: the disc goes and the end-plates are eaten; the bodies come closer all the same, most in front."""
    stages = ["normal", *(INFECTION.format(severity) for severity in (0.2, 0.4, 0.6, 0.8, 1))]
    middles = [_between_the_middles(spine_of(code), "L3-L4") for code in stages]
    assert all(after < before for before, after in pairwise(middles)), middles
    assert middles[-1] < 0.85 * middles[0]
    heights = [measured(code)["levels"]["L3-L4"] for code in (stages[0], stages[-1])]
    front, back = (
        heights[0][name] - heights[1][name] for name in ("disc_height_anterior", "disc_height_posterior")
    )
    assert front > back + 2.0, "mild kyphosis"


def _between_the_middles(spine: Spine, level: str) -> float:
    """How far in mm the middle of one body's lower face lies from that of the next one's upper face, on average."""
    frame, faces = spine.discs[level].frame, []
    for name, up in zip(level.split("-"), (1.0, -1.0), strict=True):
        solid = spine.surfaces[f"{name}/vertebra"]
        x, y, z = frame.into(solid.points).T
        towards = solid.normals() @ frame.turn[:, 2]
        faces.append(
            z[(np.hypot(x / 14.0, y / 9.0) < 1.0) & (np.abs(z) < 12.0) & (up * towards < -0.3)].mean()
        )
    return float(faces[0] - faces[1])


def test_a_collection_lies_between_bodies_and_sac_and_takes_room_from_it() -> None:
    """C8: anterior epidural, up to 8 mm thick, over one to three levels; the sac's area is computed."""
    spine, found = spine_of(INFECTION.format(1)), measured(INFECTION.format(1))
    fluid = spine.surfaces["L3-L4/epidural_collection"]
    assert (
        fluid.points[:, 1].mean()
        < spine.laid_sac.course.centre[:, 1][
            np.abs(spine.laid_sac.course.centre[:, 2] - fluid.points[:, 2].mean()) < 4.0
        ].mean()
    )
    assert 30.0 < np.ptp(fluid.points[:, 2]) < 75.0
    assert found["levels"]["L3-L4"]["sac_area"] < 0.6 * measured("normal")["levels"]["L3-L4"]["sac_area"]
    assert not any("collection" in id_ for id_ in spine_of(INFECTION.format(0.33)).surfaces)


def test_what_is_in_the_midline_is_even() -> None:
    for code, id_ in ((INFECTION.format(1), "L3-L4/epidural_collection"), ("metastasis@L4", "L4/metastasis")):
        solid = spine_of(code).surfaces[id_]
        assert shared(mask(solid), mask(mirrored(solid))) > 0.97 * solid.volume()


# -- all of them --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [SCHWANNOMA.format(18), NEUROFIBROMA.format(0.67), METASTASIS.format(0.67), INFECTION.format(0.67)],
)
def test_what_is_brought_shares_no_room_with_anything(code: str) -> None:
    """Design 2: no overlaps over 1 mm³ of what the finding brings."""
    spine, healthy = spine_of(code), spine_of("normal")
    brought = set(spine.surfaces) - set(healthy.surfaces)
    ligament = "L1-S1/posterior_longitudinal_ligament"  # counted with the herniations' in test_spine.py
    found = overlaps(spine.surfaces, healthy.surfaces, above=1.0)
    assert not {pair: v for pair, v in found.items() if brought & set(pair) and ligament not in pair}


@pytest.mark.parametrize("level", ["L1", "L5"])
def test_growths_stand_at_the_ends_of_the_lumbar_spine_too(level: str) -> None:
    for code in (
        f"schwannoma@{level}/right:diameter=18",
        f"neurofibroma@{level}/right",
        f"metastasis@{level}/right",
    ):
        spine = spine_of(code)
        (id_,) = [i for i in spine.surfaces if i.startswith(f"{level}/") and i.split("/")[1] in code]
        solid = spine.surfaces[id_]
        assert solid.open_edges() == 0
        assert solid.volume() > 200.0
