"""The healthy default against published sizes: anatomy-facts section G, and the tables it draws on.

Where a table gives a standard deviation, two of them are allowed; otherwise the range that the section states.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import pyvista as pv
from numpy.typing import NDArray
from solids import far, measured, spine_of

from lumbar.meshes.levels import ROOTS, SEGMENTS, SIDES, VERTEBRAE, Side, bone_id, lower, upper
from lumbar.meshes.nerves import Laid
from lumbar.meshes.obstacle import cast
from lumbar.meshes.roots import Root
from lumbar.meshes.spine import Spine
from lumbar.meshes.sweep import areas, lengths

by_level = pytest.mark.parametrize("level", SEGMENTS)
by_side = pytest.mark.parametrize("side", SIDES)


@pytest.fixture(scope="module")
def healthy() -> Spine:
    return spine_of("normal")


def bones(name: str) -> list[float]:
    """One size of L1 … L5."""
    return [measured("normal")["vertebrae"][bone][name] for bone in VERTEBRAE]


def at(level: str, name: str) -> float:
    return float(measured("normal")["levels"][level][name])


def rises(values: list[float]) -> bool:
    return all(a < b for a, b in pairwise(values))


# -- bones --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "means", "deviation"),
    [
        # facts A3: Bonczar 2024 (1481 spines); SD of Yadav 2020
        ("endplate_width_superior", (41.1, 43.0, 44.8, 47.5, 48.8), 3.6),
        # facts A1, A3: Panjabi and the mean mesh; SD of NZ CT at L5
        ("endplate_depth_superior", (33.0, 34.0, 34.8, 35.0, 34.8), 1.8),
        # facts A2: Bonczar 2024; SD of Gilad 1985
        ("body_height_anterior", (24.5, 25.8, 26.8, 26.9, 27.4), 2.1),
        ("body_height_posterior", (26.6, 27.0, 26.7, 25.8, 24.1), 2.1),
        # facts A5: mean of 13 series; SD of Zindrick 1987
        ("pedicle_width", (8.35, 8.72, 10.24, 12.56, 16.2), 2.3),
        # facts A8: 802 CT
        ("transverse_span", (73.0, 81.5, 90.4, 87.3, 93.0), 8.5),
        # facts A4: 802 CT
        ("canal_width", (24.0, 24.2, 25.1, 26.4, 30.1), 2.8),
        # facts A1, A4; SD of Griffith 2016
        ("canal_depth", (17.0, 16.3, 15.7, 16.0, 17.0), 2.2),
    ],
)
def test_bones_have_published_sizes(name: str, means: tuple[float, ...], deviation: float) -> None:
    for bone, value, mean in zip(VERTEBRAE, bones(name), means, strict=True):
        assert value == pytest.approx(mean, abs=2 * deviation), bone


def test_end_plates_grow_wider_downwards() -> None:
    """G1: Yadav 2020 and 802 CT."""
    widths = bones("endplate_width_superior")
    assert 32 <= widths[0] <= 50
    assert 39 <= widths[3] <= 55
    assert rises(widths)


def test_l1_is_taller_behind_and_l5_in_front() -> None:
    """G2: Bonczar 2024, Gilad 1985."""
    front, back = bones("body_height_anterior"), bones("body_height_posterior")
    assert 26.0 <= back[0] <= 27.5
    assert back[0] >= front[0]
    assert 2.0 <= front[4] - back[4] <= 7.0


def test_the_canal_is_shallowest_at_l3() -> None:
    """G3: Griffith 2016 (1080 CT)."""
    depths = bones("canal_depth")
    assert min(depths) == depths[2]
    assert 13 <= depths[2] <= 18
    assert depths[4] > depths[2]


def test_the_canal_grows_wider_downwards() -> None:
    """G4: Griffith 2016, Abbas 2021."""
    widths = bones("canal_width")
    assert rises(widths)
    assert 20 <= widths[4] <= 37


def test_pedicles_grow_thicker_from_l2_down() -> None:
    """G5: 13 series; the mean at L5 is 16.2, single series reach 21.6."""
    widths = bones("pedicle_width")
    assert 5 <= widths[0] <= 11.5
    assert 9 <= widths[4] <= 22
    assert rises(widths[1:])


def test_l3_reaches_furthest_sideways_but_for_l5() -> None:
    """G6: 802 CT."""
    spans = bones("transverse_span")
    assert spans[2] > spans[1]
    assert spans[2] > spans[3]
    assert spans[4] >= spans[2] - 5.0
    assert spans[2] == pytest.approx(90.0, abs=19.0)


@pytest.mark.parametrize(
    ("name", "least", "most"), [("L2", 250, 320), ("L3", 250, 320), ("L4", 250, 320), ("L5", 300, 400)]
)
def test_the_bony_canal_has_its_area(healthy: Spine, name: str, least: float, most: float) -> None:
    """G7, mean mesh: 260 mm² at the upper edge of the pedicles, 300 mm² at their middle."""
    marks, pose = healthy.landmarks[name], healthy.poses[name]
    wall, lamina = marks["posterior_wall"][1], marks["spinolaminar"][1]
    turn = np.arange(180) * np.pi / 90
    ways = pose.turned_out(np.column_stack([np.cos(turn), np.sin(turn), 0 * turn]))
    found = []
    for height in np.linspace(marks["pedicle_bottom/left"][2], marks["pedicle/left"][2], 5):
        centre = pose.out(np.array([[0.0, (wall + lamina) / 2, height]]))
        reach = cast([healthy.bones[name]], np.repeat(centre, len(ways), axis=0), ways, 25.0)
        if reach.max() < 25.0:  # a closed ring: body, pedicles, lamina
            found.append(float(areas(reach[None])[0]))
    assert found, "no ring of bone at the height of the pedicles"
    assert least <= np.mean(found) <= most


# -- discs and posture --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "means", "allowed"),
    [
        ("disc_height_anterior", (8.0, 10.2, 11.3, 12.6, 14.0), 0.6),  # facts A1: what the default is made of
        ("disc_height_posterior", (5.5, 5.6, 5.8, 6.0, 5.5), 0.3),
        ("disc_height_centre", (8.9, 10.1, 10.7, 11.5, 11.4), 1.0),
        ("segment_angle", (1.3, 5.9, 9.0, 12.7, 21.0), 2.2),
    ],
)
def test_discs_have_the_heights_of_the_default_adult(
    name: str, means: tuple[float, ...], allowed: float
) -> None:
    for level, mean in zip(SEGMENTS, means, strict=True):
        assert at(level, name) == pytest.approx(mean, abs=allowed), level


@by_level
def test_every_disc_is_a_wedge_open_in_front(level: str) -> None:
    """G8, G15: Shin 2024, Yadav 2020; Hasegawa 1995 calls a posterior height of 4 mm critical."""
    assert at(level, "disc_height_anterior") > at(level, "disc_height_posterior") > 4.0


def test_the_disc_at_l4_l5_is_as_high_as_published() -> None:
    """G8: Shin 2024 (700 CT), Yadav 2020, 802 CT."""
    assert 6.0 <= at("L4-L5", "disc_height_centre") <= 15.0


@by_level
def test_no_healthy_vertebra_slips(level: str) -> None:
    assert abs(at(level, "slip")) < 0.5


def test_two_thirds_of_the_lordosis_lie_below_l4() -> None:
    """G9: Sci Rep 2022, s41598-022-21840-x, 324 standing adults: 50.5° ± 11, of which 43 % at L5-S1."""
    angles = [at(level, "segment_angle") for level in SEGMENTS]
    total = sum(angles)
    assert 39.0 <= total <= 61.0
    assert 0.38 <= angles[4] / total <= 0.48
    assert 0.60 <= (angles[3] + angles[4]) / total <= 0.70
    assert rises(angles)


def test_the_sacrum_stands_at_its_slope(healthy: Spine) -> None:
    """Vialle 2005, standing: 41° ± 8.4."""
    assert healthy.plate("S1", "superior_endplate").tilt == pytest.approx(41.0, abs=0.5)
    assert np.allclose(healthy.plate("S1", "superior_endplate").centre, 0.0, atol=0.1)


# -- facet joints -------------------------------------------------------------------------------------------------


def facet_angle(spine: Spine, level: str, side: Side) -> float:
    """Degrees between the plane of a joint and the midsagittal plane, seen along the lower end-plate's normal."""
    x, y, _ = spine.poses[lower(level)].inverse().turned_out(spine.joints[f"{level}/{side}"].normal[None])[0]
    return float(np.degrees(np.arctan2(abs(y), abs(x))))


@by_side
def test_facet_joints_turn_towards_the_coronal_plane_downwards(healthy: Spine, side: Side) -> None:
    """G10: BritSpine 2010 (MRI, 200 people)."""
    angles = {level: facet_angle(healthy, level, side) for level in SEGMENTS}
    for level, mean, deviation in (("L3-L4", 35.9, 7.4), ("L4-L5", 43.2, 8.0), ("L5-S1", 49.4, 10.1)):
        assert angles[level] == pytest.approx(mean, abs=2 * deviation)
    assert rises(list(angles.values())[1:])


@by_side
@by_level
def test_facet_joints_have_a_gap_and_no_bone_in_bone(healthy: Spine, level: str, side: Side) -> None:
    """G36: from bone to bone 1-4 mm (mean mesh 1.6-1.8)."""
    joint = healthy.joints[f"{level}/{side}"]
    starts = np.repeat(joint.centre[None], 1, axis=0)
    gap = sum(
        float(cast([bone], starts, way[None], 6.0)[0])
        for bone, way in ((joint.superior, -joint.normal), (joint.inferior, joint.normal))
    )
    assert 1.0 <= gap <= 4.0


@by_level
def test_facet_joints_stand_as_far_apart_as_their_table_says(healthy: Spine, level: str) -> None:
    """A1: centre to centre 24, 25.5, 27.5, 32.5, 40 mm (S1: 40-45, A9)."""
    apart = np.linalg.norm(healthy.joints[f"{level}/left"].centre - healthy.joints[f"{level}/right"].centre)
    table = dict(zip(SEGMENTS, (24.0, 25.5, 27.5, 32.5, 40.0), strict=True))
    assert apart == pytest.approx(table[level], rel=0.15)


# -- flavum and foramina ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "mean"), [("L2-L3", 3.19), ("L3-L4", 3.38), ("L4-L5", 3.71), ("L5-S1", 3.64)]
)
def test_the_flavum_is_as_thick_as_in_healthy_people(level: str, mean: float) -> None:
    """G13, B5: Khasawneh 2023 (MRI, 350 people), SD 0.3."""
    assert at(level, "flavum_thickness") == pytest.approx(mean, abs=0.6)


@pytest.mark.parametrize("level", SEGMENTS[:-1])
def test_the_flavum_lines_the_front_of_the_joint(level: str, healthy: Spine) -> None:
    """Its lateral part is the front of the joint's capsule (B5): it reaches from the lamina to the process below."""
    flavum = healthy.surfaces[f"{level}/ligamentum_flavum/left"].points
    joint = healthy.surfaces[f"{level}/facet_cartilage/left"]
    beside = flavum[np.abs(flavum[:, 2] - healthy.joints[f"{level}/left"].centre[2]) < 4.0]
    assert float(far(beside, joint).min()) < 1.0, "the joint's cartilage lies right behind it"
    process = healthy.obstacles[bone_id(lower(level))]
    assert float(process.distance(beside).min()) < 0.3


@by_side
def test_foramina_are_as_high_and_as_large_as_published(side: Side) -> None:
    """G14: mean mesh 17.4 mm and 128 mm² at L4-L5, 18.9 mm and 157 mm² at L2-L3; below 15 mm is narrow (Hasegawa)."""
    levels = measured("normal")["levels"]
    assert 15.0 <= levels["L4-L5"]["foramen_height"][side] <= 22.0
    assert levels["L2-L3"]["foramen_height"][side] >= levels["L4-L5"]["foramen_height"][side]
    assert 90.0 <= levels["L4-L5"]["foramen_area"][side] <= 170.0
    for level in SEGMENTS:
        assert levels[level]["foramen_height"][side] >= 15.0, level
        assert levels[level]["foramen_width"][side] >= 4.0, level  # SpineBase: normal


@by_side
@by_level
def test_recesses_are_open(level: str, side: Side) -> None:
    """G27: 5 mm or more is normal (Ciric, Mikhael; Steurer 2011); mean mesh 5-8 mm at L3-L5."""
    assert 5.0 <= measured("normal")["levels"][level]["recess_depth"][side] <= 12.0


# -- sac and cord -------------------------------------------------------------------------------------------------


def test_the_cord_ends_behind_the_lower_third_of_l1_or_the_disc_below(healthy: Spine) -> None:
    """G11: Saifuddin 1998 (504 MRI)."""
    points = healthy.surfaces["T12-L1/conus_medullaris"].points
    tip = healthy.poses["L1"].into(points)[:, 2].min()
    marks = healthy.landmarks["L1"]
    top, bottom = marks["superior_endplate_posterior"][2], marks["inferior_endplate_posterior"][2]
    assert bottom - at("L1-L2", "disc_height_posterior") <= tip <= bottom + (top - bottom) / 3


@pytest.mark.parametrize(("level", "least"), [("L2-L3", 20), ("L3-L4", 16), ("L4-L5", 12)])
def test_a_cut_of_the_sac_shows_many_strands_at_the_back_and_fewer_downwards(
    healthy: Spine, level: str, least: int
) -> None:
    """Wall and Cohen 1990, B2: two rootlets a root, ordered, those that go on behind."""
    axis = healthy.discs[level].frame
    strands = healthy.surfaces["L1-S5/cauda_equina"]
    mesh = pv.PolyData.from_regular_faces(axis.into(strands.points), strands.faces.astype(int))
    cut = mesh.slice(normal=(0, 0, 1), origin=(0, 0, 0))
    pieces = cut.connectivity()["RegionId"].max() + 1
    assert pieces >= least
    sac = axis.into(healthy.surfaces["T12-S2/dural_sac"].points)
    near = sac[np.abs(sac[:, 2]) < 4.0]
    middle = (near[:, 1].min() + near[:, 1].max()) / 2
    assert np.mean(cut.points[:, 1]) > middle


def test_the_sac_ends_behind_s2(healthy: Spine) -> None:
    """B1: mid-S2, range S1 to S3/S4."""
    marks = healthy.landmarks["S1"]
    end = healthy.poses["S1"].into(healthy.surfaces["T12-S2/dural_sac"].points)[:, 2].min()
    assert marks["canal_s3"][2] <= end <= marks["canal_s2"][2]


def test_the_sac_has_its_size_at_every_disc() -> None:
    """G12, B1: 200, 190, 175, 160, 130 mm², SD 35 or more; under 100 mm² is stenosis (Bolender)."""
    areas_ = [at(level, "sac_area") for level in SEGMENTS]
    for level, area, mean in zip(SEGMENTS, areas_, (200, 190, 175, 160, 130), strict=True):
        assert mean - 35 <= area <= mean + 35, level
    assert 110 <= areas_[3] <= 220
    assert areas_[2] > areas_[3] > areas_[4] > 100


@by_level
def test_the_sac_is_as_deep_as_in_healthy_people(level: str) -> None:
    """B1: 13-16 mm, smaller at L5-S1; under 10 mm is stenosis (Steurer 2011)."""
    assert (10.5 if level == "L5-S1" else 12.0) <= at(level, "sac_depth") <= 16.5


@by_level
def test_the_sac_has_room_in_its_canal(level: str) -> None:
    """Verbiest: 13 mm or more is normal; Bolender: 100 mm²."""
    assert at(level, "canal_area") > at(level, "sac_area")
    assert at(level, "canal_depth") >= 13.0


# -- roots --------------------------------------------------------------------------------------------------------


def course(spine: Spine, name: str, side: Side) -> NDArray[np.float64]:
    return laid_root(spine, name, side)[1].course.centre


def laid_root(spine: Spine, name: str, side: Side) -> tuple[Root, Laid]:
    """A root at rest, and as it came to lie."""
    pairs = zip(spine.roots, spine.laid_roots, strict=True)
    return next(pair for pair in pairs if (pair[0].name, pair[0].side) == (name, side))


def ganglion(spine: Spine, name: str, side: Side) -> tuple[NDArray[np.float64], float, float, float]:
    """Middle, greatest width, length and volume of a dorsal root ganglion, as it came to lie."""
    root, laid = laid_root(spine, name, side)
    centre = laid.course.centre[root.ganglion]
    width = 2 * np.sqrt(areas(laid.radii[root.ganglion]).max() / np.pi)
    volume = spine.surfaces[f"{name}/ganglion/{side}"].volume()
    return centre.mean(axis=0), float(width), float(lengths(centre)[-1]), volume


@by_side
def test_roots_leave_the_sac_one_below_the_other(healthy: Spine, side: Side) -> None:
    leaving = [
        course(healthy, root.name, side)[root.leaves][2] for root in healthy.roots if root.side == side
    ]
    assert rises(leaving[::-1])


@by_side
@pytest.mark.parametrize("name", ["L2", "L3", "L4"])
def test_l2_to_l4_leave_the_sac_below_the_disc_above_their_foramen(
    healthy: Spine, name: str, side: Side
) -> None:
    """B2: Suh 2005 (33 cadavers)."""
    root, _ = laid_root(healthy, name, side)
    height = healthy.poses[name].into(course(healthy, name, side)[root.leaves][None])[0, 2]
    marks = healthy.landmarks[name]
    assert marks["pedicle_bottom/left"][2] - 2.0 <= height <= marks["superior_endplate_posterior"][2] + 1.0


@by_side
def test_s1_leaves_the_sac_at_or_above_its_disc(healthy: Spine, side: Side) -> None:
    """B2: above the L5-S1 disc in 76 %, at it in 24 % (Suh 2005)."""
    root, _ = laid_root(healthy, "S1", side)
    height = healthy.poses["S1"].into(course(healthy, "S1", side)[root.leaves][None])[0, 2]
    assert height >= 0.0


@by_side
@pytest.mark.parametrize("name", VERTEBRAE)
def test_a_root_leaves_under_its_own_pedicle(healthy: Spine, name: str, side: Side) -> None:
    """G21: in the upper half of its foramen, above the disc, at most 4 mm below the pedicle."""
    marks, pose = healthy.landmarks[name], healthy.poses[name]
    local = pose.into(course(healthy, name, side)) * [1.0 if side == "left" else -1.0, 1.0, 1.0]
    i = int(np.argmin(np.abs(local[:, 0] - marks["pedicle/left"][0])))
    radius = laid_root(healthy, name, side)[1].radii[i].mean()
    below = marks["pedicle_bottom/left"][2] - local[i, 2]
    assert 0.0 < below - radius <= 4.0
    height = measured("normal")["levels"][SEGMENTS[VERTEBRAE.index(name)]]["foramen_height"][side]
    assert below < height / 2
    assert local[i, 2] > marks["inferior_endplate_posterior"][2] - 1.0
    assert marks["posterior_wall"][1] - 3.0 < local[i, 1] < marks["superior_articular_tip/left"][1] + 3.0


@by_side
def test_roots_leave_the_steeper_the_lower(healthy: Spine, side: Side) -> None:
    """B2: 26° at L1 falling to 16° at L5 (Torun 2008), take-off 45° to 26° (lamina study); Suh 2005, Leng 2018.

    Both are angles to the midline seen from the front or back; here over the first centimetre outside the sac.
    """
    angles = []
    for root in (r for r in healthy.roots if r.side == side):
        line = course(healthy, root.name, side)
        run = lengths(line)
        far = np.array([np.interp(run[root.leaves] + 10.0, run, along) for along in line.T])
        way = far - line[root.leaves]
        angles.append(float(np.degrees(np.arctan2(abs(way[0]), -way[2]))))
    assert 20.0 <= angles[0] <= 48.0
    assert 12.0 <= angles[4] <= 32.0
    assert angles[0] > angles[4] > angles[5]


@by_side
@pytest.mark.parametrize(("name", "diameter"), list(zip(ROOTS, (3.8, 4.2, 4.6, 5.0, 5.4, 5.5), strict=True)))
def test_roots_are_as_thick_as_published(healthy: Spine, name: str, diameter: float, side: Side) -> None:
    """B2: 3.5-3.9 mm at L1 (Torun 2008, Khasawneh 2023), 5.6 at L5, 5.45 ± 0.8 at S1.

    From where the sleeve has wholly come out of the dura to the end of the foramen.
    """
    root, laid = next(
        (r, v)
        for r, v in zip(healthy.roots, healthy.laid_roots, strict=True)
        if (r.name, r.side) == (name, side)
    )
    whole = int(np.argmax(root.sleeve >= 1.0))
    width = 2 * np.sqrt(areas(laid.radii[[whole, root.foramen_end]]) / np.pi)
    assert width == pytest.approx([diameter, diameter], abs=0.8)


@by_side
@pytest.mark.parametrize(
    ("name", "width", "length"),
    [("L1", 4.36, 5.39), ("L2", 4.56, 5.83), ("L3", 4.99, 7.24), ("L4", 5.22, 7.97), ("L5", 5.82, 10.83)],
)
def test_ganglia_have_their_size(healthy: Spine, name: str, width: float, length: float, side: Side) -> None:
    """G22, B3: Sılav 2016 (cadavers); 1.5 and 2.5 mm allowed."""
    _, wide, long, _ = ganglion(healthy, name, side)
    assert wide == pytest.approx(width, abs=1.5)
    assert long == pytest.approx(length, abs=2.5)


@by_side
def test_ganglia_grow_downwards(healthy: Spine, side: Side) -> None:
    """G22: MR gangliography (AJNR 2022) 211 ± 53, 291 ± 91, 384 ± 145 mm³ at L4, L5, S1."""
    volumes = [ganglion(healthy, name, side)[3] for name in ROOTS]
    assert rises(volumes)
    for volume, mean, deviation in zip(volumes[3:], (211, 291, 384), (53, 91, 145), strict=True):
        assert volume == pytest.approx(mean, abs=2 * deviation)


@by_side
@pytest.mark.parametrize("name", VERTEBRAE)
def test_ganglia_lie_in_the_foramen(healthy: Spine, name: str, side: Side) -> None:
    """B3: 81 % foraminal; middle 1.8 (L1) to 8.3 mm (L5) from the pedicle's medial border (Sılav 2016)."""
    middle, *_ = ganglion(healthy, name, side)
    marks = healthy.landmarks[name]
    x = abs(healthy.poses[name].into(middle[None])[0, 0])
    assert marks["pedicle_medial/left"][0] - 1.0 <= x <= marks["pedicle_lateral/left"][0] + 1.0


@pytest.mark.parametrize("root", [f"{name}/{side}" for name in ROOTS for side in SIDES])
def test_no_healthy_root_is_touched_or_displaced(root: str) -> None:
    """Lee 2010 grade 0: fat all round the root."""
    values = measured("normal")["roots"][root]
    assert values["clearance"] > 0.0
    assert values["displacement"] == 0.0
    assert values["compressed"] is False
    assert values["by"] is None


@by_level
def test_the_sac_lies_behind_the_disc(healthy: Spine, level: str) -> None:
    """Frame of the disc: +y is behind."""
    disc = healthy.discs[level].frame
    sac = disc.into(healthy.laid_sac.course.centre)
    near = sac[np.abs(sac[:, 2]) < 3.0]
    assert (
        near[:, 1] > disc.into(healthy.plate(upper(level), "inferior_endplate").posterior[None])[0, 1]
    ).all()


@pytest.mark.parametrize("level", SEGMENTS)
def test_the_nucleus_lies_slightly_behind_the_middle_of_its_disc(healthy: Spine, level: str) -> None:
    """A7: nucleus centred slightly posterior."""
    frame = healthy.discs[level].frame
    outer, inner = (
        frame.into(healthy.surfaces[f"{level}/{part}"].points)[:, 1] for part in ("annulus", "nucleus")
    )
    front, back = inner.min() - outer.min(), outer.max() - inner.max()
    assert 1.0 < front - back < 5.0


@pytest.mark.parametrize(("name", "reach"), [("anterior", 12.0), ("posterior", 7.0)])
def test_longitudinal_ligaments_run_out_at_both_ends(healthy: Spine, name: str, reach: float) -> None:
    """B5: they go over into the periosteum, the anterior one above L1 and below the promontory; none ends square."""
    points = healthy.surfaces[f"L1-S1/{name}_longitudinal_ligament"].points
    middle = np.ptp(points[np.abs(points[:, 2] - np.median(points[:, 2])) < 10.0, 0])
    for height in (points[:, 2].max(), points[:, 2].min()):
        off = np.abs(points[:, 2] - height)
        end, before = (np.ptp(points[(off >= low) & (off < low + 1.5), 0]) for low in (0.0, reach))
        assert end < 0.6 * before
        assert end < 0.6 * middle
    if name == "anterior":
        assert points[:, 2].max() > healthy.plate("L1", "superior_endplate").anterior[2] + 8.0
        assert points[:, 2].min() < healthy.plate("S1", "superior_endplate").anterior[2] - 8.0
