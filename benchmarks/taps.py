"""From the tap on a finding that nobody has built to its picture, and to all its severities; ``--load 4``: busy beside.

Each finding on a server of its own with an empty cache, tapped as soon as the healthy spine is drawn.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chromium import browser_page
from ours import COMMAND, REST
from servers import serving

SCENES = ("disc_herniation", "facet_cyst", "spondylolisthesis", "infection", "central_stenosis")
SHOWN = "() => trame.state.get('measured') !== null"
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
WHOLE = "() => trame.state.get('measured') !== null && !trame.state.get('measured').first"


@dataclass(frozen=True)
class Tap:
    """Seconds of one finding."""

    opening: float  # from the start of the server to the healthy spine
    picture: float  # from the tap to its first picture
    landed: float  # from the tap to the end of the flight
    whole: float  # from the tap to all severities


def tapped(scene: str, pause: float) -> Tap:
    """A tap on a scene, ``pause`` s after the healthy spine is there."""
    with tempfile.TemporaryDirectory() as empty:
        os.environ["LUMBAR_CACHE"] = empty
        with serving(*COMMAND) as server, browser_page() as (page, _):
            page.goto(server.address)
            page.wait_for_function(REST, polling=50)
            opening = time.monotonic() - server.started
            time.sleep(pause)
            began = time.monotonic()
            page.locator(f"[data-scene={scene}]").click()
            page.wait_for_function(SHOWN, polling=50)
            page.evaluate(FRAMES)
            picture = time.monotonic() - began
            page.wait_for_function(REST, polling=50)
            landed = time.monotonic() - began
            page.wait_for_function(WHOLE, polling=50)
            return Tap(opening, picture, landed, time.monotonic() - began)


def spin() -> None:
    """Be busy for ever."""
    while True:
        pass


@contextmanager
def busy(number: int) -> Iterator[None]:
    """So many processes that do nothing but use a processor."""
    spinning = [multiprocessing.Process(target=spin, daemon=True) for _ in range(number)]
    for each in spinning:
        each.start()
    try:
        yield
    finally:
        for each in spinning:
            each.terminate()


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--load", type=int, default=0, help="processes that are busy beside (default: none)")
    parser.add_argument("--pause", type=float, default=0.0, help="s before the tap (default: none)")
    parser.add_argument("scenes", nargs="*", default=SCENES)
    options = parser.parse_args()
    print("| tapped | spine drawn | picture | landed | all severities | load |\n|---|---|---|---|---|---|")
    with busy(options.load):
        for scene in options.scenes:
            tap = tapped(scene, options.pause)
            times = f"{tap.opening:.1f} s | {tap.picture:.1f} s | {tap.landed:.1f} s | {tap.whole:.1f} s"
            print(f"| {scene} | {times} | {os.getloadavg()[0]:.1f} |", flush=True)
