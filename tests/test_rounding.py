"""Corners of the sections of a tube that holds fluid are rounded; what is round already stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lumbar.meshes.rounding import rounded

TURN = np.arange(48) * 2 * np.pi / 48


@pytest.mark.parametrize("long", [1.0, 1.5, 2.0])
def test_an_ellipse_stays_as_it_is(long: float) -> None:
    radii = 8.0 / np.hypot(np.cos(TURN) / long, np.sin(TURN))
    assert rounded(radii[None])[0] == pytest.approx(radii, rel=0.01)


def test_a_waist_stays_open() -> None:
    """A sac squeezed in its middle is narrow there, not parted."""
    radii = 2.0 + 6.0 * np.cos(TURN) ** 2
    assert rounded(radii[None])[0].min() == pytest.approx(2.0, rel=0.05)


def test_a_corner_between_two_presses_is_drawn_in() -> None:
    radii = np.full(48, 6.0)
    radii[[10, 11, 12]] = 7.0, 10.0, 7.0
    left = rounded(radii[None])[0]
    assert left[11] < 8.5
    assert left[np.arange(48) > 14] == pytest.approx(6.0, rel=0.01)


@given(st.lists(st.floats(1.0, 12.0), min_size=48, max_size=48))
def test_it_never_reaches_farther_nor_less_than_the_nearest_wall(values: list[float]) -> None:
    radii = np.array(values)[None]
    left = rounded(radii)
    assert (left <= radii + 1e-9).all()
    assert (left >= 0.5 * _nearest(radii[0])).all()


@given(st.lists(st.floats(1.0, 12.0), min_size=48, max_size=48))
def test_a_mirrored_section_is_rounded_alike(values: list[float]) -> None:
    radii = np.array(values)[None]
    assert rounded(_mirrored(radii)) == pytest.approx(_mirrored(rounded(radii)))


def _mirrored(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.roll(radii[:, ::-1], 1, axis=1)


def _nearest(radii: NDArray[np.float64]) -> float:
    """How far the wall is from the middle at least, in mm."""
    wall = radii[:, None] * np.stack([np.cos(TURN), np.sin(TURN)], axis=1)
    along = np.linspace(0.0, 1.0, 9)[:, None, None]
    return float(np.linalg.norm(wall + along * (np.roll(wall, -1, axis=0) - wall), axis=2).min())
