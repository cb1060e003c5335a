"""What a finding makes of a tissue's substance: it is measured, sent with the shapes, and shown in its colour."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest
from solids import measured

from lumbar.meshes.case import parse_case, plan
from lumbar.meshes.condition import altered
from lumbar.meshes.levels import SEGMENTS
from lumbar.meshes.plan import Plan
from lumbar.meshes.stream import finding_glb
from lumbar.pictures.tissue import tissue


def test_nothing_is_altered_in_the_healthy_spine() -> None:
    assert altered(Plan()) == {}


@pytest.mark.parametrize("level", SEGMENTS)
def test_a_worn_disc_is_as_dry_as_its_signal_says(level: str) -> None:
    """Pfirrmann 2001: the nucleus goes from bright over grey to black."""
    code = f"degeneration@{level}:severity=0.8"
    found = altered(plan(parse_case(code)))
    assert {id_.split("/")[0] for id_ in found} == {level}
    signal = measured(code)["levels"][level]["disc_signal"]
    assert found[f"{level}/nucleus"]["dry"] == pytest.approx(1.0 - signal, abs=0.01)


def test_a_drier_nucleus_is_darker_and_a_healthy_one_as_its_table_says() -> None:
    light = [np.mean(tissue("L4-L5/nucleus", {"dry": share}).within_color) for share in (0.0, 0.45, 0.7, 0.9)]
    assert light[0] == pytest.approx(np.mean(tissue("L4-L5/nucleus").within_color))
    assert (np.diff(light) < -0.05).all()


def test_every_state_has_a_colour_in_every_tissue_that_takes_it() -> None:
    for code in ("degeneration@L3-L4:severity=1", "infection@L3-L4:severity=1"):
        for id_, states in altered(plan(parse_case(code))).items():
            assert tissue(id_, states).color != tissue(id_).color


def test_what_is_altered_is_sent_severity_by_severity() -> None:
    glb = finding_glb("infection", "L3-L4", None)
    (length,) = struct.unpack_from("<I", glb, 12)
    extras = json.loads(glb[20 : 20 + length])["scenes"][0]["extras"]
    shares = [each.get("L3-L4/nucleus", {}).get("infected", 0.0) for each in extras["altered"]]
    assert len(shares) == len(extras["severities"])
    assert shares[0] == 0.0
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
