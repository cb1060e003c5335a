"""What tests share: the command line as a function, and what a machine may lack."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lumbar.cli import main
from lumbar.pictures.opengl import PACKAGES, opengl_works


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--new-images`` replaces the picture baselines; say in the commit why they changed."""
    parser.addoption(
        "--new-images", action="store_true", help="write tests/images/ anew instead of comparing"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share what they build together, those of the page last, and mark the facts that do not hold yet.

    Each file runs in one process; all that drive a browser run in one, for two that draw in software stall each other.
    Facts in ``shortfalls.toml`` must fail, and be struck out when they come true.
    """
    items.sort(key=lambda item: "browser" in item.path.parts)
    for item in items:
        group = "browser" if "browser" in item.path.parts else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))
    text = (Path(__file__).parent / "shortfalls.toml").read_text(encoding="utf-8")
    shortfalls: dict[str, str] = tomllib.loads(text)
    for item in items:
        if reason := shortfalls.get(item.nodeid.removeprefix("tests/")):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def lumbar(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run ``lumbar`` with these arguments."""

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


def lacking(what: str, packages: str) -> None:
    """Skip a test on a desktop that lacks something; fail where everything was installed."""
    sentence = f"{what} is missing; on Debian or Ubuntu: apt install {packages}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def opengl() -> None:
    """This test draws."""
    if not opengl_works():
        lacking("OpenGL", PACKAGES)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser that this test drives."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        lacking("Chromium", "chromium")
    return str(found)
