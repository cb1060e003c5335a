"""Lamellae on cut discs: from end-plate to end-plate, between walls that lean and bulge."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lumbar.meshes.spine import build
from lumbar.meshes.surface import Surface
from lumbar.pictures.cutting import planes_of
from lumbar.pictures.faces import face
from lumbar.pictures.lamellae import lamellae, walls_of
from lumbar.pictures.tissue import tissue

INNER, OUTER, HALF, LEAN, BOW = 10.0, 20.0, 5.0, 0.4, 1.0  # mm; a slipped disc leans, and its walls bow out
AROUND, ALONG = 72, 12
UP = np.linspace(-1, 1, ALONG + 1)[:-1]


def radius(share: NDArray[np.float64] | float, height: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """From the axis at this height, which leans forwards."""
    return np.asarray(INNER + share * (OUTER - INNER) + BOW * (1 - (height / HALF) ** 2))


def slipped() -> Surface:
    """An annulus of which everything is known."""
    wall = np.concatenate([np.stack([np.ones(ALONG), UP], 1), np.stack([-UP, np.ones(ALONG)], 1)])
    share, height = (
        (1 + np.concatenate([wall[:, 0], -wall[:, 0]])) / 2,
        HALF * np.concatenate([wall[:, 1], -wall[:, 1]]),
    )
    angle = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)[:, None]
    away = radius(share, height)
    points = np.stack(
        [
            away * np.cos(angle),
            away * np.sin(angle) - LEAN * height,
            np.broadcast_to(height, (AROUND, len(height))),
        ],
        2,
    )
    row, column = np.divmod(np.arange(points[..., 0].size), len(height))
    a, b = row * len(height) + column, row * len(height) + (column + 1) % len(height)
    c, d = ((row + 1) % AROUND * len(height) + k for k in (column, (column + 1) % len(height)))
    faces = np.concatenate([np.stack([a, c, b], 1), np.stack([b, c, d], 1)]).astype(np.int32)
    return Surface(points.reshape(-1, 3), faces)


def test_the_annulus_of_these_tests_is_closed_and_turned_outwards() -> None:
    assert slipped().open_edges() == 0
    assert slipped().volume() == pytest.approx(np.pi * (OUTER**2 - INNER**2) * 2 * HALF, rel=0.15)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("height", [-4.0, 0.0, 4.0])
def test_a_ring_leans_and_bows_as_the_walls_do(share: float, height: float) -> None:
    angle = np.linspace(0, 2 * np.pi, 12)
    away = radius(share, height)
    points = np.stack(
        [away * np.cos(angle), away * np.sin(angle) - LEAN * height, np.full(12, height)], axis=1
    )
    assert walls_of(slipped()).ring(points) == pytest.approx(share, abs=0.06)


@pytest.mark.parametrize("segment", ["L1-L2", "L4-L5", "L5-S1"])
def test_the_walls_of_a_real_disc_are_found(segment: str) -> None:
    """Rings go from 0 to 1 all the way round, so none of them ends on a wall."""
    disc = build().surfaces[f"{segment}/annulus"]
    ring = walls_of(disc).ring(disc.points)
    assert -0.1 < ring.min() < 0.02
    assert 0.98 < ring.max() < 1.1


def test_on_a_cut_lamellae_run_from_end_plate_to_end_plate() -> None:
    """Nested boxes must fail: a lamella keeps its shade from one end-plate to the other, and its neighbours differ."""
    (plane,) = planes_of({"sagittal": 0.0})
    name = "L4-L5/annulus"
    found = face({name: slipped()}, {name: tissue(name)}, {}, plane, (plane,))
    assert found is not None
    (low, _, high, _), (rows, columns) = found.corners, found.image.shape[:2]
    u, v = plane.across
    grey = found.image[::-1, :, :3].mean(axis=2)

    def shade(share: float, height: NDArray[np.float64]) -> NDArray[np.float64]:
        across = radius(share, height) - LEAN * height
        column = (across - low[u]) / (high[u] - low[u]) * columns
        row = (height - low[v]) / (high[v] - low[v]) * rows
        return np.asarray(grey[row.astype(int), column.astype(int)])

    heights = np.linspace(-HALF + 0.6, HALF - 0.6, 60)
    shades = np.stack([shade(share, heights) for share in np.linspace(0.1, 0.9, 80)])
    along, across = shades.std(axis=1).mean(), shades.std(axis=0).mean()
    assert along < 0.5 * across


def test_a_face_of_a_single_dot_can_be_shaded() -> None:
    """Where a plane only grazes a disc."""
    shaded = lamellae(np.array([0.5, 0.6, 0.7]), np.full((1, 1), 0.5), 16.0)
    assert shaded.shape == (1, 1, 3)
    assert np.isfinite(shaded).all()
