"""Print the last table of docs/benchmarks.md: one case in one file, beside the usual ways of showing surfaces.

An argument names a whole atlas, built before, to be measured too.

It needs the package with its extra ``bench``, Chromium, npm and OpenGL; what is missing is said in its row.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import others
import usual
from chromium import browser_page, to_next_draw
from others import Shown, opened
from ours import REST
from ours import measure as live


def take_home(path: Path) -> Shown:
    """Our page of the same case as one file, with its words, all layers and every severity."""
    case = others.CASE.format(others.SEVERITIES[-1])
    command = [sys.executable, "-m", "lumbar", "atlas", "--case", case, "-o", str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return ours(path)


def ours(path: Path) -> Shown:
    """One of our files: opened, its bones toggled and its severity moved."""
    with browser_page() as (page, _):
        first = opened(page, path.resolve().as_uri())
        page.locator("[data-scene=disc_herniation]").click()
        page.wait_for_function("() => window.lumbar.view.state().severity > 0")
        page.wait_for_function(REST)
        hidden = ["hidden", "shown"] * 6
        toggle = to_next_draw(page, [f"trame.state.set('layers', {{ bones: '{h}' }})" for h in hidden], REST)
        steps = [f"trame.state.set('severity', {k / 25})" for k in range(8, 20)]
        step = to_next_draw(page, steps, REST)
    return Shown(path.stat().st_size / 1e6, first, toggle, step)


def served() -> Shown:
    """Our page from its server, warm: what is received, and from the start of the server to the first picture."""
    answer = live()
    return Shown(answer.loaded / 1e6, answer.first, answer.toggle, answer.step)


def local_view() -> Shown:
    """``VtkLocalView`` from its server, likewise."""
    answer = usual.measure()
    return Shown(answer.loaded / 1e6, answer.first, answer.toggle, answer.step)


def row(name: str, shown: Shown | str) -> str:
    """One line of the table."""
    if isinstance(shown, str):
        return f"| {name} | {shown} | | | |"
    times = [f"{value:.0f} ms" if value is not None else "none" for value in (shown.toggle, shown.step)]
    return f"| {name} | {shown.size:.2f} MB | {shown.first:.1f} s | {' | '.join(times)} |"


def main() -> None:
    """Measure all of them, one after the other, and print each in Markdown as it is there."""
    print(f"Load before: {os.getloadavg()[2]:.1f} on {os.cpu_count()} cores\n")
    print("| way | bytes | first picture | bones toggled | severity moved |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        ways = {"lumbar, this case to take home": partial(take_home, Path(folder) / "take-home.html")}
        if len(sys.argv) > 1:
            ways["lumbar, the whole atlas"] = partial(ours, Path(sys.argv[1]))
        ways |= {"lumbar, from its server": served, "`VtkLocalView`, from its server": local_view}
        for name, way in ways.items():
            print(row(name, others.attempted(way)), flush=True)
        for name, shown in others.measure(Path(folder)):
            print(row(name, shown), flush=True)


if __name__ == "__main__":
    main()
