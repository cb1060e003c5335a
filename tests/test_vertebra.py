"""Facts a radiologist would state about every vertebra, and what the size table promises."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import label
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

import lumbar
from lumbar.meshes.chain import disc_sizes, stand
from lumbar.meshes.fields import Field, ellipsoid
from lumbar.meshes.plan import Plan
from lumbar.meshes.sizes import LEVELS, split_name, vertebra_sizes, vertebra_table
from lumbar.meshes.surface import Surface, polygonise
from lumbar.meshes.vertebra import Edit, landmarks, vertebra
from lumbar.meshes.vertebra_parts import parts

LUMBAR = LEVELS[1:]
SACRUM = {"superior_endplate_anterior": (0.0, -16.0, 0.0), "superior_endplate_posterior": (0.0, 16.0, 0.0)}


@pytest.fixture(scope="module")
def surfaces() -> dict[str, Surface]:
    return {level: polygonise(vertebra(level, vertebra_sizes(level)), 1.2) for level in LEVELS}


def pieces(surface: Surface) -> int:
    ends = np.concatenate([surface.faces[:, [0, 1]], surface.faces[:, [1, 2]]])
    joined = coo_array((np.ones(len(ends)), ends.T), shape=(len(surface.points),) * 2)
    return int(connected_components(joined)[0])


def holes(surface: Surface) -> int:
    edges = len(surface.faces) * 3 // 2
    return (2 - (len(surface.points) - edges + len(surface.faces))) // 2


def mark(level: str, name: str) -> np.ndarray:
    return np.asarray(landmarks(level, vertebra_sizes(level))[name])


def across(level: str, first: str, second: str) -> float:
    return float(np.linalg.norm(mark(level, first) - mark(level, second)))


def pedicle_width(level: str) -> float:
    bone, (x, y, z) = vertebra(level, vertebra_sizes(level)), mark(level, "pedicle/left")
    along = np.arange(-15.0, 25.0, 0.05)
    inside = bone(np.stack([x + along, np.full_like(along, y), np.full_like(along, z)], axis=1)) < 0
    middle = int(np.argmin(np.abs(along)))
    low = middle - int(np.argmin(inside[middle::-1]))
    high = middle + int(np.argmin(inside[middle:]))
    return float(along[high] - along[low])


@pytest.mark.parametrize("level", LEVELS)
def test_surface_is_one_closed_piece_with_the_vertebral_foramen_as_its_only_hole(
    level: str, surfaces: dict[str, Surface]
) -> None:
    surface = surfaces[level]
    assert surface.open_edges() == 0
    assert surface.volume() > 0
    assert pieces(surface) == 1
    assert holes(surface) == 1


@pytest.mark.parametrize("level", LEVELS)
def test_left_mirrors_right(level: str, surfaces: dict[str, Surface]) -> None:
    field = vertebra(level, vertebra_sizes(level))
    mirrored = surfaces[level].points * [-1, 1, 1]
    assert np.array_equal(field(mirrored), field(surfaces[level].points))


@pytest.mark.parametrize("level", LUMBAR)
def test_the_box_of_every_part_holds_it(level: str) -> None:
    for name, field in parts(vertebra_sizes(level)).items():
        low, high = np.asarray(field.box.low), np.asarray(field.box.high)
        points = np.random.default_rng(0).uniform(low - 4, high + 4, (20_000, 3))
        outside = ((points < low) | (points > high)).any(axis=1)
        if name != "canal":  # has no ends
            assert (field(points[outside]) > 0).all(), name


@pytest.mark.parametrize("level", LUMBAR)
def test_landmarks_lie_on_the_bone(level: str) -> None:
    field, found = vertebra(level, vertebra_sizes(level)), landmarks(level, vertebra_sizes(level))
    held = {"superior_endplate", "inferior_endplate", "pedicle/left"}
    on = np.array([place for name, place in found.items() if name not in held])
    assert np.abs(field(on)).max() < 0.15


@pytest.mark.parametrize("level", LUMBAR)
def test_tips_are_the_farthest_points(level: str, surfaces: dict[str, Surface]) -> None:
    points = surfaces[level].points
    assert mark(level, "transverse_tip/left")[0] == pytest.approx(points[:, 0].max(), abs=0.6)
    assert mark(level, "spinous_tip")[1] == pytest.approx(points[:, 1].max(), abs=0.6)
    assert mark(level, "superior_articular_tip/left")[2] == pytest.approx(points[:, 2].max(), abs=0.6)
    assert mark(level, "inferior_articular_tip/left")[2] == pytest.approx(points[:, 2].min(), abs=0.6)


@pytest.mark.parametrize("level", LUMBAR)
def test_own_frame_stands_mid_way_between_the_end_plates(level: str) -> None:
    middle = (mark(level, "superior_endplate") + mark(level, "inferior_endplate")) / 2
    chords = [
        mark(level, f"{end}_endplate_posterior") - mark(level, f"{end}_endplate_anterior")
        for end in ("superior", "inferior")
    ]
    tilts = [np.degrees(np.arctan2(z, y)) for _, y, z in chords]
    assert np.linalg.norm(middle) < 0.6
    assert abs(sum(tilts) / 2) < 0.6


def test_end_plates_widen_downwards() -> None:
    widths = [2 * mark(level, "superior_endplate_left")[0] for level in LUMBAR]
    assert widths == sorted(widths)
    assert 32 < widths[0] < 50
    assert 39 < widths[3] < 55


def test_bodies_change_from_taller_behind_to_taller_in_front() -> None:
    front = {v: across(v, "superior_endplate_anterior", "inferior_endplate_anterior") for v in LUMBAR}
    back = {v: across(v, "superior_endplate_posterior", "inferior_endplate_posterior") for v in LUMBAR}
    assert back["L1"] > front["L1"]
    assert 26 < back["L1"] < 27.5
    assert 2 < front["L5"] - back["L5"] < 7


def test_canal_is_shallowest_about_l3_and_widens_downwards() -> None:
    depth = {v: across(v, "spinolaminar", "posterior_wall") for v in LUMBAR}
    width = [vertebra_sizes(v).canal.width for v in LUMBAR]
    assert depth["L3"] < depth["L1"]
    assert depth["L5"] > depth["L3"]
    assert all(13 < d < 20 for d in depth.values())
    assert width == sorted(width)
    assert 20 < width[-1] < 37


def test_pedicles_widen_downwards_from_l2() -> None:
    width = [pedicle_width(v) for v in LUMBAR]
    assert 5 < width[0] < 11.5
    assert width[1:] == sorted(width[1:])
    assert 9 < width[4] < 22


def test_transverse_span_is_long_at_l3_and_l5() -> None:
    span = {v: 2 * mark(v, "transverse_tip/left")[0] for v in LUMBAR}
    assert span["L2"] < span["L3"] > span["L4"]
    assert span["L5"] > span["L3"] - 5
    assert 71 < span["L3"] < 109


def crests_above_hollow(level: str, up: float) -> float:
    """How far the front and back of the rim stand beyond the deepest point between, in the midline, mm."""
    bone = vertebra(level, vertebra_sizes(level))
    y, z = np.arange(-18.0, 18.5, 0.5), np.arange(22.0, 0.0, -0.05)
    grid = np.stack(np.meshgrid([0.0], y, up * z, indexing="ij"), axis=-1).reshape(-1, 3)
    height = z[(bone(grid) < 0).reshape(len(y), len(z)).argmax(axis=1)]
    height[height == z[0]] = 0.0
    middle = height[(y > -8) & (y < 12)].min()
    return float((height[y < -5].max() + height[y > 5].max()) / 2 - middle)


@pytest.mark.parametrize("level", LUMBAR)
def test_end_plates_are_hollow_and_the_lower_one_deeper(level: str) -> None:
    upper, lower = crests_above_hollow(level, 1.0), crests_above_hollow(level, -1.0)
    assert 0.5 < upper < 2.0
    assert upper < lower < 3.0


def canal_area(level: str) -> float:
    """Area of the bony canal at its smallest closed section, mm²."""
    bone, step = vertebra(level, vertebra_sizes(level)), 0.25
    x, y = np.arange(-30.0, 30.0, step), np.arange(5.0, 50.0, step)
    wall = mark(level, "posterior_wall")[1]
    areas = []
    for z in np.arange(-1.0, 4.5, 0.5):
        plane = np.stack(np.meshgrid(x, y, [z], indexing="ij"), axis=-1).reshape(-1, 3)
        air, _ = label((bone(plane) > 0).reshape(len(x), len(y)))
        inside = air == air[len(x) // 2, int((wall + 8.0 - 5.0) / step)]
        if not inside[0].any():
            areas.append(float(inside.sum()) * step**2)
    return min(areas)


def test_canal_has_the_area_of_its_level() -> None:
    area = {level: canal_area(level) for level in LUMBAR}
    assert all(240 < area[level] < 320 for level in ("L1", "L2", "L3", "L4"))
    assert 300 < area["L5"] < 400
    assert area["L3"] < area["L2"]


@pytest.mark.parametrize("upper", LUMBAR[:-1])
def test_facets_keep_a_joint_space_in_the_healthy_stand(upper: str, surfaces: dict[str, Surface]) -> None:
    lower = LEVELS[LEVELS.index(upper) + 1]
    known = {v: landmarks(v, vertebra_sizes(v)) for v in LUMBAR} | {"S1": SACRUM}
    poses = stand(Plan(), known, disc_sizes())
    arch = surfaces[upper].points[surfaces[upper].points[:, 1] > 22]
    gap = vertebra(lower, vertebra_sizes(lower))(poses[lower].into(poses[upper].out(arch)))
    assert 1.0 < gap.min() < 3.0
    assert (gap < 3.5).sum() > 100


EXTREMES = [
    ("body_width_superior", 8.0), ("body_width_superior", -8.0), ("body_height_posterior", 4.0),
    ("body_height_anterior", -4.0), ("canal_width", 5.0), ("canal_width", -5.0), ("canal_depth", -3.5),
    ("pedicle_half_width", 2.0), ("pedicle_half_width", -1.2), ("transverse_tip_lateral", 5.0),
    ("superior_articular_half_depth", 3.0), ("spinous_tip_posterior", 4.0),
]  # fmt: skip


@pytest.mark.parametrize("level", ["L1", "L3", "L5"])
@pytest.mark.parametrize(("name", "change"), EXTREMES)
def test_two_standard_deviations_of_a_size_still_make_one_bone(level: str, name: str, change: float) -> None:
    sizes = vertebra_sizes(level)
    part, quantity = split_name(name)
    changed = sizes.with_(**{name: getattr(getattr(sizes, part), quantity) + change})
    surface = polygonise(vertebra(level, changed), 2.0)
    assert surface.open_edges() == 0
    assert pieces(surface) == 1
    assert landmarks(level, changed)


def spur(level: str) -> Field:
    x, y, z = mark(level, "superior_facet/left")
    return ellipsoid((x, y, z), (4, 4, 4))


def test_an_edit_changes_its_own_side_only() -> None:
    sizes = vertebra_sizes("L4")
    place = mark("L4", "superior_facet/left")[None]
    grown = vertebra("L4", sizes, (Edit("add", spur("L4")),))
    eaten = vertebra("L4", sizes, (Edit("remove", spur("L4")),))
    assert grown(place)[0] < -2
    assert eaten(place)[0] > 2
    right = place * [-1, 1, 1]
    assert grown(right) == pytest.approx(vertebra("L4", sizes)(right))


def test_every_size_lies_in_its_range_and_names_a_known_source() -> None:
    known = tomllib.loads((Path(lumbar.__file__).parent / "meshes/data/sources.toml").read_text("utf-8"))
    for row in vertebra_table():
        name = f"{row['part']} {row['quantity']}"
        assert row["source"] in known, name
        for level in LEVELS:
            assert float(row["low"]) <= float(row[level]) <= float(row["high"]), f"{level} {name}"


def test_a_vertebra_is_made_of_at_most_160_quantities() -> None:
    """A reader can still oversee and change them all."""
    assert len(vertebra_table()) <= 160


def test_sizes_are_values() -> None:
    sizes = vertebra_sizes("L3")
    wider = sizes.with_(canal_width=30.0)
    assert wider.canal.width == 30.0
    assert wider != sizes
    assert hash(sizes.with_(canal_width=sizes.canal.width)) == hash(sizes)


def test_an_unknown_level_or_size_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="no vertebra 'L6'; choose from T12, L1"):
        vertebra_sizes("L6")
    with pytest.raises(ValueError, match="no size 'pedicle_girth'; a size is a part"):
        vertebra_sizes("L1").with_(pedicle_girth=3.0)
