"""Print the second table of docs/benchmarks.md: one case in one file, beside the usual ways of showing surfaces.

An argument names a whole atlas, built before, to be measured too.

It needs the package with its extra ``bench``, Chromium, npm and OpenGL.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import others
from chromium import browser_page, to_next_draw
from others import Shown, opened
from ours import REST


def take_home(path: Path) -> Shown:
    """Our page of the same case as one file, with its words, all layers and every severity."""
    case = others.CASE.format(others.SEVERITIES[-1])
    command = [sys.executable, "-m", "lumbar", "atlas", "--case", case, "-o", str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return ours(path)


def ours(path: Path) -> Shown:
    """One of our files: opened, its bones toggled and its severity moved."""
    with browser_page() as (page, _):
        first = opened(page, path.as_uri())
        page.locator("[data-scene=disc_herniation]").click()
        page.wait_for_function("() => window.lumbar.view.state().severity > 0")
        page.wait_for_function(REST)
        hidden = ["hidden", "shown"] * 6
        toggle = to_next_draw(page, [f"trame.state.set('layers', {{ bones: '{h}' }})" for h in hidden], REST)
        steps = [f"trame.state.set('severity', {k / 25})" for k in range(8, 20)]
        step = to_next_draw(page, steps, REST)
    return Shown(path.stat().st_size / 1e6, first, toggle, step)


def row(name: str, shown: Shown) -> str:
    """One line of the table."""
    times = [f"{value:.0f} ms" if value is not None else "none" for value in (shown.toggle, shown.step)]
    return f"| {name} | {shown.size:.2f} MB | {shown.first:.1f} s | {' | '.join(times)} |"


def main() -> None:
    """Measure all of them, one after the other, and print them in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        found = {"lumbar, this case to take home": take_home(Path(folder) / "take-home.html")}
        if len(sys.argv) > 1:
            found["lumbar, the whole atlas"] = ours(Path(sys.argv[1]))
        found |= others.measure(Path(folder))
    print(f"Load before: {os.getloadavg()[2]:.1f} on {os.cpu_count()} cores\n")
    print("| in one file | size | opened, to the whole picture | bones toggled | severity moved |")
    print("|---|---|---|---|---|")
    for name, shown in found.items():
        print(row(name, shown))


if __name__ == "__main__":
    main()
