"""Tissues stay apart for every eye: the table that the browser and the renderer share."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lumbar.web import TISSUES

TABLE: dict[str, dict[str, Any]] = json.loads(TISSUES.read_text(encoding="utf-8"))
LAYERS = {"bones", "discs", "nerves", "ligaments", "fat", "context", "findings"}

# Machado, Oliveira and Fernandes 2009, severity 1.0, linear RGB.
EYES = {
    "usual": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
APART = 10.0  # CIE76; about four times the smallest difference that is seen side by side
BESIDE = 7.0  # for what differs in shape and place as well
TELLING = ("vertebra", "annulus", "root", "ligamentum_flavum", "herniation")  # what a scene is about


def lab(color: str, eye: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* of ``#rrggbb`` as an eye sees it."""
    srgb = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(TO_XYZ @ np.clip(eye @ linear, 0, 1) / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("name", TABLE)
def test_a_tissue_is_complete(name: str) -> None:
    tissue = TABLE[name]
    assert re.fullmatch(r"#[0-9a-f]{6}", tissue["color"])
    assert 0 <= tissue["roughness"] <= 1
    assert 0 < tissue["opacity"] <= 1
    assert tissue["layer"] in LAYERS
    assert tissue.get("inside", "default") in TABLE
    assert tissue.get("grain", "bone") in {"bone", "fibres", "lamellae"}
    assert tissue.get("within", "plain") in {"plain", "marrow", "lamellae", "gel", "fluid", "bundles"}
    assert re.fullmatch(r"#[0-9a-f]{6}", tissue.get("within_color", tissue["color"]))
    assert 0 <= tissue.get("rank", 0) <= 6


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize(("one", "other"), list(combinations(TELLING, 2)))
def test_what_a_scene_is_about_stays_apart(one: str, other: str, eye: str) -> None:
    seen = [lab(TABLE[name]["color"], EYES[eye]) for name in (one, other)]
    assert np.linalg.norm(seen[0] - seen[1]) > APART


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", ["dural_sac", "anterior_longitudinal_ligament", "facet_cartilage"])
def test_what_lies_on_bone_is_not_taken_for_bone(name: str, eye: str) -> None:
    seen = [lab(TABLE[tissue]["color"], EYES[eye]) for tissue in (name, "vertebra")]
    assert np.linalg.norm(seen[0] - seen[1]) > BESIDE
