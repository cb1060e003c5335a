"""Bones as they are built and thinned out for the spine: closed, light, and the same on both sides.

Anatomy-facts G35 asks for symmetry to 0.1 mm; the bones of the model are symmetric exactly.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from lumbar.meshes.bones import BONES, bone

EXACT = 1e-3  # mm


@pytest.mark.parametrize("name", BONES)
def test_every_corner_of_a_bone_has_its_mirror_image(name: str) -> None:
    points = bone(name).surface.points
    assert cKDTree(points).query(points * [-1.0, 1.0, 1.0])[0].max() < EXACT


@pytest.mark.parametrize("name", BONES)
def test_every_triangle_of_a_bone_has_its_mirror_image(name: str) -> None:
    surface = bone(name).surface
    middles = surface.points[surface.faces].mean(axis=1)
    assert cKDTree(middles).query(middles * [-1.0, 1.0, 1.0])[0].max() < EXACT


@pytest.mark.parametrize("name", BONES)
def test_distances_to_a_bone_are_the_same_on_both_sides(name: str) -> None:
    points = np.random.default_rng(0).uniform(-60.0, 60.0, (4000, 3))
    grid = bone(name).grid
    assert np.abs(grid.distance(points) - grid.distance(points * [-1.0, 1.0, 1.0])).max() < EXACT


@pytest.mark.parametrize("name", BONES)
def test_a_bone_is_closed_and_light(name: str) -> None:
    surface = bone(name).surface
    assert surface.open_edges() == 0
    assert surface.volume() > 0
    assert len(surface.faces) < (34_000 if name == "S1" else 17_000)
