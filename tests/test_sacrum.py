"""What an anatomist would say of the sacrum, and what every solid promises."""

import dataclasses
import tomllib
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from lumbar.meshes.sacrum import landmarks, sacrum, sacrum_sizes
from lumbar.meshes.sacrum_sizes import sacrum_table, sizes_from
from lumbar.meshes.surface import Surface, polygonise

LEVELS = (1, 2, 3, 4)


@pytest.fixture(scope="module")
def bone() -> Surface:
    return polygonise(sacrum(sacrum_sizes()), 1.0)


@pytest.fixture(scope="module")
def field():
    return sacrum(sacrum_sizes())


@pytest.fixture(scope="module")
def at():
    return {name: np.asarray(point) for name, point in landmarks(sacrum_sizes()).items()}


def probe(field, start, end, step=0.25):
    """Distances along a straight line, in mm."""
    count = int(np.ceil(np.linalg.norm(end - start) / step)) + 1
    return field(np.linspace(start, end, count))


def air_run(field, start, direction, reach=60.0, step=0.1):
    """How far a line can go through air before it meets bone, in mm."""
    along = np.arange(0.0, reach, step)
    hit = field(start + along[:, None] * np.asarray(direction, float)) < 0.0
    return along[np.argmax(hit)] if hit.any() else np.inf


def test_closed_and_outward(bone):
    assert bone.open_edges() == 0
    assert bone.volume() > 0


def test_one_piece(bone):
    pairs = np.concatenate([bone.faces[:, [0, 1]], bone.faces[:, [1, 2]]])
    graph = coo_matrix((np.ones(len(pairs)), pairs.T), shape=(len(bone.points),) * 2)
    assert connected_components(graph)[0] == 1


def test_one_cavity_with_eighteen_mouths(bone):
    """The canal (inlet, hiatus) and 8 foramina with 2 openings each are one cavity: 18 mouths, genus 17."""
    euler = len(bone.points) - len(bone.faces) // 2
    assert 1 - euler / 2 == 17


def test_mirror_symmetric(bone, field):
    points = np.random.default_rng(0).uniform([-65, -20, -150], [65, 60, 8], (5000, 3))
    assert np.array_equal(field(points), field(points * [-1, 1, 1]))
    assert np.abs(field(bone.points * [-1, 1, 1])).mean() < 0.05
    assert bone.points[:, 0].max() == pytest.approx(-bone.points[:, 0].min(), abs=1e-3)


def test_no_spikes(bone, field):
    """Every triangle's corner lies where the field says the surface is."""
    assert np.abs(field(bone.points)).max() < 1.0


def test_sizes_are_frozen_and_hashable():
    sizes = sacrum_sizes()
    assert hash(sizes) == hash(sacrum_sizes())
    with pytest.raises(dataclasses.FrozenInstanceError):
        sizes.shape = None


def test_every_size_has_unit_source_and_range():
    known = tomllib.loads((files("lumbar") / "meshes/data/sources.toml").read_text(encoding="utf-8"))
    for row in sacrum_table():
        assert row["unit"] in ("mm", "deg", "1"), row
        assert row["source"] in known, row
        assert float(row["low"]) <= float(row["value"]) <= float(row["high"]), row


@pytest.mark.parametrize("seed", [1, 2])
def test_stays_closed_within_the_ranges(seed):
    """A sacrum whose sizes wander a tenth of their ranges is still one closed solid."""
    rng, values = np.random.default_rng(seed), {}
    for row in sacrum_table():
        value, low, high = (float(row[key]) for key in ("value", "low", "high"))
        wander = 0.1 * (high - low) * rng.uniform(-1, 1)
        values[row["part"], row["quantity"]] = float(np.clip(value + wander, low, high))
    surface = polygonise(sacrum(sizes_from(values)), 2.0)
    assert surface.open_edges() == 0
    assert surface.volume() == pytest.approx(243_000, rel=0.1)


def test_endplate_size(bone):
    """48-52 mm wide, 31-34 deep (anatomy-facts A9); 49 x 33 is the default (A1, S1)."""
    sizes = sacrum_sizes().bodies[0]
    assert 48 <= 2 * sizes.half_width <= 52
    ring = bone.points[(np.abs(bone.points[:, 0]) < 1.0) & (bone.points[:, 2] > -4.0)]
    front = ring[ring[:, 1] < 25]
    assert 31 <= front[:, 1].max() - front[:, 1].min() <= 35


def test_endplate_is_flat_at_the_origin(field):
    """The S1 end-plate is essentially flat (A4) and is the frame's z = 0."""
    x, y = np.meshgrid(np.linspace(-14, 14, 15), np.linspace(-9, 9, 10))
    flat = np.column_stack([x.ravel(), y.ravel(), np.zeros(x.size)])
    assert np.abs(field(flat)).max() < 0.1
    assert (field(flat + np.array([0, 0, 2])) > 1.5).all()


def test_nothing_above_the_endplate(bone):
    """No bone stands in the disc space over the end-plate."""
    sizes = sacrum_sizes().bodies[0]
    over = (np.abs(bone.points[:, 0]) < sizes.half_width * 0.7) & (
        np.abs(bone.points[:, 1]) < sizes.half_depth * 0.7
    )
    assert bone.points[over, 2].max() < 0.05


def test_width_and_height(bone):
    """Sacral width 120 +- 7 and straight height 145 +- 15 in 802 CTs (A9), here within 2 SD."""
    size = np.ptp(bone.points, axis=0)
    assert 106 <= size[0] <= 134
    middle = bone.points[np.abs(bone.points[:, 0]) < 3]
    apex = middle[np.argmin(middle[:, 2])]
    promontory = middle[np.argmin(middle[:, 1])]
    assert 115 <= np.linalg.norm(apex - promontory) <= 175


def test_promontory_leads(bone):
    """The front edge of the S1 end-plate stands farthest forward in the midline."""
    middle = bone.points[np.abs(bone.points[:, 0]) < 1.5]
    assert middle[np.argmin(middle[:, 1]), 2] > -6


def test_kyphosis(bone):
    """The pelvic surface is hollow: deepest between S2 and S4, 10-35 mm behind promontory to apex."""
    middle = bone.points[(np.abs(bone.points[:, 0]) < 1.0)]
    heights = np.arange(-140.0, -5.0, 5.0)
    front = np.array([[middle[np.abs(middle[:, 2] - z) < 1.5, 1].min(), z] for z in heights])
    chord = front[0] - front[-1]
    off = (front - front[-1]) @ np.array([-chord[1], chord[0]]) / np.linalg.norm(chord)
    deepest = np.abs(off).argmax()
    assert 10 <= abs(off[deepest]) <= 35
    assert -105 <= heights[deepest] <= -50


def test_canal_at_s1(field, at):
    """S1 canal 31 mm wide between the pedicles and 16 mm deep (A1, S1), at least."""
    front = at["endplate_posterior"][1]
    widths = [2 * air_run(field, [0.0, y, -9.0], [1, 0, 0]) for y in np.arange(front + 2, front + 6, 0.5)]
    assert 31 <= max(widths) <= 34
    y = at["canal_s1"][1]
    depth = air_run(field, [0.0, y, -21.0], [0, 1, 0]) + air_run(field, [0.0, y, -3.0], [0, -1, 0])
    assert 16 <= depth <= 20


def test_canal_is_triangular(field, at):
    """The sacral canal is a triangle, broad in front (A9): wider before than behind its middle."""
    x, y, _ = at["canal_s1"]
    ahead, behind = (air_run(field, [x, y + dy, -22.0], [1, 0, 0]) for dy in (-4.0, 4.0))
    assert ahead > 1.5 * behind


def test_canal_is_open_from_inlet_to_hiatus(field, at):
    way = [at["canal_s1"] + [0, 0, 6], *(at[f"canal_s{n}"] for n in LEVELS), at["hiatus"]]
    for start, end in pairwise(way):
        assert probe(field, start, end).min() > 1.5


def test_canal_tapers(field, at):
    areas = []
    for level in LEVELS:
        _, y, z = at[f"canal_s{level}"]
        widths = [air_run(field, [0.0, y + dy, z], [1, 0, 0], 25.0) for dy in np.arange(-4.0, 4.0, 0.5)]
        areas.append(sum(w for w in widths if np.isfinite(w)))
    assert areas == sorted(areas, reverse=True)


@pytest.mark.parametrize("level", LEVELS)
def test_foramina_are_open(field, at, level):
    """A straight probe goes from the canal into each foramen, and out of it forwards and backwards."""
    chamber = at[f"foramen_s{level}/left"]
    for opening in ("anterior", "posterior"):
        exit_ = at[f"{opening}_foramen_s{level}/left"]
        beyond = exit_ + 3.0 * (exit_ - chamber) / np.linalg.norm(exit_ - chamber)
        assert probe(field, chamber, beyond).min() > 0.8
    inlet = at[f"foramen_inlet_s{level}/left"]
    assert probe(field, chamber, inlet).min() > 0.8
    assert probe(field, inlet, np.array([0.0, inlet[1] + 3.0, inlet[2]])).min() > 0.8


def test_anterior_foramina_are_larger_and_shrink_downwards():
    """S1 anterior 13.0 x 12.2, posterior 10.4 x 7.7 mm (A9)."""
    holes = sacrum_sizes().foramina
    assert all(hole.front_radius > hole.back_radius for hole in holes)
    assert 12.2 - 1 <= 2 * holes[0].front_radius <= 13.0 + 1
    assert 7.7 <= 2 * holes[0].back_radius <= 10.4


def test_superior_facets(field, at):
    """They face backwards and inwards, 50-55 degrees to sagittal, 40-45 mm apart (A9)."""
    face = at["superior_facet/left"]
    assert 40 <= 2 * face[0] <= 45
    rise = np.array(
        [field((face + 0.2 * axis)[None])[0] - field((face - 0.2 * axis)[None])[0] for axis in np.eye(3)]
    )
    normal = rise / np.linalg.norm(rise)
    assert normal[1] > 0 > normal[0]
    assert 48 <= np.degrees(np.arctan2(normal[1], -normal[0])) <= 57
    assert abs(field(face[None])[0]) < 1.0


def test_superior_facets_meet_the_joint(at):
    """The joint's centre lies 14 (L4-5, less below) to 17 mm behind the disc's back edge and 5 below (A8).

    The face of S1 lies in front of the joint's centre by half the joint, up to 2 mm.
    """
    behind = at["superior_facet/left"] - at["endplate_posterior"] - np.array([0.0, 0.0, 2.75])
    assert 10 <= behind[1] <= 17
    assert -9 <= behind[2] <= -3


def test_pelvic_landmarks_lie_on_the_bone(field, at):
    for name in ("endplate_posterior", "endplate_anterior", "ala/left", "apex", "median_crest_s1"):
        assert abs(field(at[name][None])[0]) < 4.0, name
