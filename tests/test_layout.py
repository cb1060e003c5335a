"""The house: what is shipped, what may import what, and that the README says what is checked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGE = Path(str(files("lumbar")))
in_a_clone = pytest.mark.skipif(
    not (CHECKOUT / ".git").exists(), reason="there is no clone around these tests"
)


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).exists()]


def python(code: str) -> str:
    """What a fresh interpreter, away from the checkout, prints."""
    ran = subprocess.run([sys.executable, "-c", code], cwd="/", capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_the_root_holds_no_other_modules() -> None:
    assert {path.stem for path in CHECKOUT.glob("*.py")} == {"__init__", "__main__", "app", "render"}


@in_a_clone
def test_every_subpackage_is_shipped() -> None:
    folders = {str(Path(name).parent) for name in tracked() if name.endswith(".py") and "/" in name}
    outside = ("tests", "tools", "benchmarks", "docs")
    found = {"lumbar"} | {f"lumbar.{f.replace('/', '.')}" for f in folders if f.split("/")[0] not in outside}
    assert set(PYPROJECT["tool"]["setuptools"]["packages"]) == found


@in_a_clone
@pytest.mark.parametrize("folder", ["annotations", "meshes", "page", "scenes", "web"])
def test_every_file_the_program_reads_is_installed(folder: str) -> None:
    read = (".toml", ".csv", ".html", ".svg", ".css", ".py")
    wanted = [name for name in tracked() if name.startswith(folder + "/") and name.endswith(read)]
    wanted = [name for name in wanted if not name.startswith(("web/src/", "web/tests/"))]
    assert [name for name in wanted if not (PACKAGE / name).is_file()] == []


def test_the_bundle_is_installed_with_its_licences() -> None:
    (bundle,) = (PACKAGE / "web" / "serve").glob("*.js")
    text = bundle.read_text(encoding="utf-8")
    assert len(text) > 100_000
    assert "three.js" in text[:3000]
    assert "MIT License" in text[:3000]


@in_a_clone
def test_no_data_and_no_large_files_are_tracked() -> None:
    names = tracked()
    assert [n for n in names if n.endswith((".vtp", ".vtu", ".nii", ".nii.gz"))] == []
    assert [n for n in names if (CHECKOUT / n).stat().st_size > 1_500_000] == []
    assert [n for n in names if n.startswith(("web/serve/", "web/node_modules/"))] == []


@in_a_clone
def test_npm_records_no_download_addresses() -> None:
    assert "omit-lockfile-registry-resolved=true" in (CHECKOUT / "web" / ".npmrc").read_text()
    assert '"resolved": "http' not in (CHECKOUT / "web" / "package-lock.json").read_text()


def test_the_page_loads_nothing_that_draws() -> None:
    """A bare machine has no OpenGL: neither the page nor the anatomy behind it may ask for it."""
    code = "import sys, lumbar.app, lumbar.meshes.stream; print([m for m in sys.modules if {} in m])"
    assert python(code.format("'vtkRendering'")) == "[]"
    assert python(code.format("'pyvista'")) == "[]"


def test_measuring_and_exporting_load_nothing_that_draws() -> None:
    code = "import sys, lumbar.cli; print([m for m in sys.modules if 'vtkRendering' in m or 'trame' in m])"
    assert python(code) == "[]"


def test_tests_that_share_what_they_build_run_in_one_process(request: pytest.FixtureRequest) -> None:
    """Run on several cores, a test bears its group (pytest-xdist issue 1386: with pytest 9.2 none does)."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@test_layout")


def test_one_version() -> None:
    assert (
        python("import lumbar, importlib.metadata as m; print(lumbar.__version__ == m.version('lumbar'))")
        == "True"
    )


@in_a_clone
def test_the_readme_has_the_two_commands_of_a_fresh_clone() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (python3 -m venv .*)$", readme, re.MULTILINE)
    assert len(commands) == 2
    assert commands[0].endswith(".venv/bin/lumbar")
    assert commands[1].endswith(".venv/bin/pytest -n auto --dist loadgroup")


@in_a_clone
def test_every_dependency_is_explained() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    names = [re.split(r"[<>=~!]", line)[0] for line in PYPROJECT["project"]["dependencies"]]
    assert [name for name in names if not re.search(rf"^\| .*\b{name}\b.* \|", readme, re.MULTILINE)] == []
