"""Left and up are recovered from every kind of export and picture, and a mirrored or turned one is found out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from orientation import left_in, left_of, points_of, up_in, up_of

from lumbar.meshes.case import parse_case
from lumbar.meshes.context import CONTEXT
from lumbar.meshes.spine import build
from lumbar.render import Shot, direction, picture
from lumbar.scenes import healthy_ids

CYST = "facet_cyst@L4-L5/{}:severity=1"
GROWTH = "schwannoma@L4/{}:severity=1"  # farther to one side than what else gives way to it


@pytest.mark.parametrize("suffix", [".glb", ".stl", ".obj", ".ply", ".vtp"])
def test_every_export_says_where_left_and_up_are(
    lumbar: Callable[..., Any], tmp_path: Path, suffix: str
) -> None:
    for side, sign in (("left", 1), ("right", -1)):
        target = tmp_path / f"{side}{suffix}"
        parts = "*/vertebra,*/sacrum,*/facet_cyst/*,*/facet_cartilage/*"
        assert lumbar("export", CYST.format(side), "-o", target, "--parts", parts).status == 0
        points = points_of(target)
        assert sign * left_of(points) > 5.0, "mm"
        assert sign * left_of(points * (-1, 1, 1)) < -5.0, "a mirrored one is found out"
        assert up_of(points) > 10.0, "mm"
        assert up_of(points * (1, 1, -1)) < -10.0, "one upside down is found out"


@pytest.mark.usefixtures("opengl")
def test_a_picture_from_behind_has_left_on_the_left() -> None:
    def drawn(case: str) -> np.ndarray:
        parts = build(parse_case(case)).surfaces
        hidden = {id_: 0.0 for id_ in parts if id_.endswith(("/vertebra", "/neural_arch", *CONTEXT))}
        back = tuple(direction("back").tolist())
        frame = tuple(id_ for id_ in healthy_ids() if id_.endswith(("/vertebra", "/sacrum")))
        return picture(parts, Shot(size=(240, 320), back=back, frame=frame, opacity=hidden, transparent=True))

    healthy, left, right = (drawn(case) for case in ("normal", GROWTH.format("left"), GROWTH.format("right")))
    assert left_in(left, healthy) > 0.01
    assert left_in(right, healthy) < -0.01
    assert left_in(left[:, ::-1], healthy[:, ::-1]) < -0.01, "a mirrored one is found out"
    assert up_in(healthy) > 5
    assert up_in(healthy[::-1]) < -5, "one upside down is found out"
