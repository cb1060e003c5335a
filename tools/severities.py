"""Whether severity moves each number that a scene shows one way only: builds it step by step and says where it turns.

    python tools/severities.py [scene ...] [--steps 100]

Prints a line a number: from where to where it goes, and how far it ever goes back.  With 10 steps these are the key
severities of the page, between which it blends.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np

from lumbar.meshes.case import parse_case
from lumbar.meshes.measure import measure
from lumbar.meshes.spine import build
from lumbar.scenes import Scene, all_scenes, case, resolve


def shown(scene: Scene, level: str, side: str | None, severity: float) -> dict[str, float]:
    """The numbers that a scene shows at a severity, by their path in the JSON of ``lumbar measure``."""
    found = measure(build(parse_case(case(scene, level, side, severity))))
    paths = [tuple(measure["path"]) for measure in resolve(scene, level, side)["measures"]]
    values = {".".join(path): _at(found, path) for path in paths}
    return {path: float(value) for path, value in values.items() if value is not None}


def _at(found: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    def step(value: Any, word: str) -> Any:
        return value.get(word) if isinstance(value, Mapping) else None

    return reduce(step, path, found)


def turned_back(values: list[float]) -> float:
    """How far numbers in a row ever go back against the way from the first to the last."""
    way = np.sign(values[-1] - values[0]) or 1.0
    high = np.maximum.accumulate(way * np.array(values))
    return float((high - way * np.array(values)).max())


def main() -> None:
    """Build the scenes and print the table."""
    scenes = {name: scene for name, scene in all_scenes().items() if scene.finding is not None}
    parser = ArgumentParser(description="Does severity move each number one way only?")
    parser.add_argument("scenes", nargs="*", default=list(scenes), metavar="SCENE", help=", ".join(scenes))
    parser.add_argument("--steps", type=int, default=10)
    options = parser.parse_args()
    for name in options.scenes:
        scene = scenes[name]
        steps = [k / options.steps for k in range(options.steps + 1)]
        rows = [shown(scene, scene.level or scene.levels[0], scene.side, s) for s in steps]
        for path in rows[-1]:
            values = [row[path] for row in rows if path in row]
            worst = max((abs(b - a) for a, b in pairwise(values)), default=0.0)
            print(
                f"{name:<24} {path:<44} {values[0]:8.2f} to {values[-1]:8.2f}   "
                f"goes back {turned_back(values):6.2f}   largest step {worst:6.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
