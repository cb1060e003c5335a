"""Laws of the fields: what every primitive promises, and what joining and cutting may not break."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lumbar.meshes.fields import (
    Box,
    Field,
    Points,
    both,
    capsule,
    cut,
    ellipsoid,
    near,
    rotation,
    smooth_max,
    smooth_min,
    symmetric,
    union,
)
from lumbar.meshes.surface import SurfaceError, polygonise

BALL = ellipsoid((0, 0, 0), (5, 5, 5))
PRIMITIVES = {
    "ball": (BALL, (0, 0, 0), (5, 0, 0), (0, 6, 0)),
    "ellipsoid": (ellipsoid((1, 2, 3), (4, 6, 8)), (1, 2, 3), (1, 8, 3), (1, 2, 12)),
    "turned": (
        ellipsoid((0, 0, 0), (3, 6, 9), rotation(z=90)), (5, 0, 0), (6, 0, 0), (0, 4, 0),
    ),
    "boxy": (ellipsoid((0, 0, 0), (4, 4, 4), exponent=4.0), (3, 3, 0), (0, 0, 4), (3.9, 3.9, 0)),
    "capsule": (capsule((0, 0, 0), (10, 0, 0), 3, 2), (5, 0, 0), (12, 0, 0), (5, 4, 0)),
    "union": (union(BALL, capsule((0, 0, 0), (0, 0, 9), 2, 2), blend=2.0), (0, 0, 8), (0, 0, 11), (0, 5, 9)),
    "cut": (cut(BALL, ellipsoid((5, 0, 0), (3, 3, 3))), (-1, 0, 0), (2, 0, 0), (4, 0, 0)),
    "both": (both(BALL, ellipsoid((4, 0, 0), (5, 5, 5))), (2, 0, 0), (-1, 0, 0), (-3, 0, 0)),
    "symmetric": (symmetric(ellipsoid((8, 0, 0), (3, 3, 3))), (-8, 0, 0), (-11, 0, 0), (0, 0, 0)),
    "near": (near(BALL, 2.0), (1, 1, 1), (0, -5, 0), (9, 0, 0)),
}  # fmt: skip

sizes = st.floats(2.0, 15.0)
angles = st.floats(-90.0, 90.0)
places = st.tuples(*[st.floats(-8.0, 8.0)] * 3)


@st.composite
def ellipsoids(draw: st.DrawFn) -> Field:
    turned = rotation(draw(angles), draw(angles), draw(angles))
    radii = (draw(sizes), draw(sizes), draw(sizes))
    return ellipsoid(draw(places), radii, turned, draw(st.floats(2.0, 3.5)))


def on_surface(field: Field, count: int = 60) -> Points:
    """Points on the surface, found by bisection along rays between inside and outside points."""
    rng = np.random.default_rng(0)
    low, high = np.asarray(field.box.low), np.asarray(field.box.high)
    points = rng.uniform(low, high, (4000, 3))
    inside = field(points) < 0
    a, b = points[inside][:count], points[~inside][:count]
    n = min(len(a), len(b))
    a, b = a[:n], b[:n]
    for _ in range(40):
        middle = (a + b) / 2
        within = (field(middle) < 0)[:, None]
        a, b = np.where(within, middle, a), np.where(within, b, middle)
    return (a + b) / 2


def slope(field: Field, points: Points) -> np.ndarray:
    h = 1e-4
    across = [(field(points + h * axis) - field(points - h * axis)) / (2 * h) for axis in np.eye(3)]
    return np.asarray(np.linalg.norm(np.stack(across, axis=1), axis=1))


@pytest.mark.parametrize("name", PRIMITIVES)
def test_primitive_is_negative_inside_zero_on_and_positive_outside(name: str) -> None:
    field, inside, on, outside = PRIMITIVES[name]
    values = field(np.array([inside, on, outside], float))
    assert values[0] < 0
    assert abs(values[1]) < 1e-6
    assert values[2] > 0


@pytest.mark.parametrize("name", PRIMITIVES)
def test_box_holds_the_whole_surface(name: str) -> None:
    field = PRIMITIVES[name][0]
    low, high = np.asarray(field.box.low), np.asarray(field.box.high)
    points = np.random.default_rng(1).uniform(low - 6, high + 6, (20_000, 3))
    outside = ((points < low - 1e-9) | (points > high + 1e-9)).any(axis=1)
    assert (field(points[outside]) > 0).all()


@settings(max_examples=40, deadline=None)
@given(ellipsoids())
def test_slope_is_one_across_the_surface(field: Field) -> None:
    assert slope(field, on_surface(field)) == pytest.approx(1.0, abs=0.02)


@settings(max_examples=40, deadline=None)
@given(ellipsoids(), ellipsoids(), st.floats(0.0, 6.0))
def test_a_blend_is_never_cut_by_its_box(a: Field, b: Field, blend: float) -> None:
    field = union(a, b, blend=blend)
    low, high = np.asarray(field.box.low), np.asarray(field.box.high)
    points = np.random.default_rng(2).uniform(low - 5, high + 5, (8000, 3))
    outside = ((points < low) | (points > high)).any(axis=1)
    assert (field(points[outside]) > 0).all()


@settings(max_examples=30, deadline=None)
@given(ellipsoids(), ellipsoids())
def test_union_without_a_blend_is_the_nearer_of_both_and_of_itself_itself(a: Field, b: Field) -> None:
    points = np.random.default_rng(3).uniform(-20, 20, (500, 3))
    assert union(a, a)(points) == pytest.approx(a(points))
    assert union(a, b)(points) == pytest.approx(union(b, a)(points))
    assert union(a, b)(points) == pytest.approx(np.minimum(a(points), b(points)))


@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(0, 5))
def test_a_blend_only_adds_and_by_no_more_than_a_quarter_of_it(a: float, b: float, blend: float) -> None:
    one, other = np.array([a]), np.array([b])
    joined, met = smooth_min(one, other, blend)[0], smooth_max(one, other, blend)[0]
    assert min(a, b) - blend / 4 - 1e-9 <= joined <= min(a, b) + 1e-9
    assert max(a, b) - 1e-9 <= met <= max(a, b) + blend / 4 + 1e-9


@settings(max_examples=30, deadline=None)
@given(ellipsoids())
def test_a_symmetric_field_is_its_own_mirror_image(field: Field) -> None:
    points = np.random.default_rng(4).uniform(-25, 25, (500, 3))
    mirrored = symmetric(field)
    assert np.array_equal(mirrored(points), mirrored(points * [-1, 1, 1]))


@settings(max_examples=30, deadline=None)
@given(ellipsoids())
def test_near_keeps_the_sign_everywhere_and_the_distance_close_by(field: Field) -> None:
    points = np.random.default_rng(5).uniform(-40, 40, (2000, 3))
    exact, cheap = field(points), near(field, 5.0)(points)
    assert (np.sign(exact) == np.sign(cheap)).all()
    low, high = np.asarray(field.box.low), np.asarray(field.box.high)
    beyond = np.linalg.norm(np.maximum(np.maximum(low - points, points - high), 0), axis=1)
    assert np.array_equal(exact[beyond < 5.0], cheap[beyond < 5.0])


def test_polygonised_ball_is_closed_outward_and_of_its_volume() -> None:
    surface = polygonise(BALL, 0.5)
    assert surface.open_edges() == 0
    assert surface.volume() == pytest.approx(4 / 3 * np.pi * 125, rel=0.01)


def test_a_field_without_a_surface_is_refused() -> None:
    nothing = Field(lambda points: np.ones(len(points)), Box((0, 0, 0), (4, 4, 4)))
    with pytest.raises(SurfaceError, match="no surface in its box"):
        polygonise(nothing, 1.0)


def test_a_solid_that_reaches_out_of_its_box_is_refused() -> None:
    wrong = Field(BALL.distance, Box((-1, -1, -1), (1, 1, 1)))
    with pytest.raises(SurfaceError, match="open edges"):
        polygonise(wrong, 0.5)
