"""Swept solids: volumes known from geometry, closed whatever they are made of, and their mirror images."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumbar.meshes.surface import Surface
from lumbar.meshes.sweep import Course, areas, girths, joined, lengths, mirrored, ring, slab, tube

TURN = np.arange(48) * 2 * np.pi / 48
STRAIGHT = np.column_stack([np.zeros(21), np.zeros(21), np.linspace(0.0, 20.0, 21)])
POLYGON = 0.5 * 48 * np.sin(2 * np.pi / 48)  # area of the 48-gon in a circle of radius 1


def cylinder(radius: float = 3.0) -> Surface:
    return tube(Course.along(STRAIGHT, (1.0, 0.0, 0.0)).rings(np.full((21, 48), radius)))


def test_a_tube_has_the_volume_of_its_prism() -> None:
    made = cylinder()
    assert made.open_edges() == 0
    assert made.volume() == pytest.approx(9.0 * POLYGON * 20.0)


def test_a_bent_tube_has_the_volume_that_pappus_gives() -> None:
    turn = np.linspace(0.0, np.pi / 2, 41)
    bend = np.column_stack([0 * turn, 30.0 * np.cos(turn), 30.0 * np.sin(turn)])
    made = tube(Course.along(bend, (1.0, 0.0, 0.0)).rings(np.full((41, 48), 4.0)))
    assert made.open_edges() == 0
    assert made.volume() == pytest.approx(16.0 * POLYGON * 30.0 * np.pi / 2, rel=0.01)


def test_a_ring_has_the_volume_that_pappus_gives() -> None:
    section = np.column_stack([20.0 + 2.0 * np.cos(TURN), 2.0 * np.sin(TURN)])
    x, z = section.T
    rings = np.stack([np.column_stack([x * np.cos(a), x * np.sin(a), z]) for a in TURN])
    made = ring(rings)
    assert made.open_edges() == 0
    assert made.volume() == pytest.approx(4.0 * POLYGON * 20.0 * 2 * np.pi, rel=0.01)


def test_a_slab_has_the_volume_between_its_sheets() -> None:
    x, y = np.meshgrid(np.linspace(0, 10, 11), np.linspace(0, 6, 7), indexing="ij")
    low = np.stack([x, y, 0 * x], axis=2)
    made = slab(low, low + [0.0, 0.0, 2.5])
    assert made.open_edges() == 0
    assert made.volume() == pytest.approx(10 * 6 * 2.5)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(*[st.floats(-8, 8)] * 2), min_size=3, max_size=8),
    st.lists(st.floats(0.2, 4.0), min_size=6, max_size=20),
)
def test_every_tube_is_closed_and_faces_outwards(
    bends: list[tuple[float, float]], radii: list[float]
) -> None:
    centre = np.array([(x, y, 12.0 * k) for k, (x, y) in enumerate(bends)])
    made = tube(Course.along(centre, (0.0, 1.0, 0.1)).rings(np.tile(radii, (len(bends), 1))))
    assert made.open_edges() == 0
    assert made.volume() > 0


def test_joined_solids_keep_their_volumes() -> None:
    one = cylinder(2.0)
    other = Surface(one.points + [20.0, 0.0, 0.0], one.faces)
    both = joined(one, other, one)
    assert both.open_edges() == 0
    assert both.volume() == pytest.approx(3 * one.volume())
    assert len(both.points) == 3 * len(one.points)


def test_a_mirror_image_faces_outwards_and_comes_back() -> None:
    made = tube(Course.along(STRAIGHT + [5.0, 1.0, 0.0], (1.0, 0.0, 0.0)).rings(np.full((21, 48), 1.5)))
    image = mirrored(made)
    assert image.volume() == pytest.approx(made.volume())
    assert image.points[:, 0].max() < 0
    assert (mirrored(image).points == made.points).all()
    assert (mirrored(image).faces == made.faces).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(*[st.floats(-6, 6)] * 2), min_size=4, max_size=9))
def test_the_axes_of_a_course_stand_square_to_each_other(bends: list[tuple[float, float]]) -> None:
    line = Course.along(np.array([(x, y, 10.0 * k) for k, (x, y) in enumerate(bends)]), (1.0, 0.0, 0.0))
    assert np.allclose(np.linalg.norm(line.across, axis=1), 1.0)
    assert np.allclose(np.linalg.norm(line.over, axis=1), 1.0)
    assert np.allclose((line.across * line.over).sum(axis=1), 0.0, atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.floats(0.5, 9.0), st.integers(8, 90))
def test_areas_and_girths_are_those_of_the_polygon(radius: float, count: int) -> None:
    radii = np.full((1, count), radius)
    assert areas(radii)[0] == pytest.approx(0.5 * count * radius**2 * np.sin(2 * np.pi / count))
    assert girths(radii)[0] == pytest.approx(2 * count * radius * np.sin(np.pi / count))


def test_lengths_run_along_the_line() -> None:
    assert lengths(STRAIGHT) == pytest.approx(np.linspace(0.0, 20.0, 21))
    assert lengths(np.array([[0.0, 0, 0], [3, 4, 0], [3, 4, 12]])) == pytest.approx([0.0, 5.0, 17.0])
