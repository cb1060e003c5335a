"""How far the numbers between two keys of severity lie from those of the spine built there; each scene where it opens.

Live keys stand a tenth of the severity apart, those of a file a fifth; in between the page says "about".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lumbar.annotations import grades
from lumbar.meshes.case import parse_case
from lumbar.meshes.levels import segment_of
from lumbar.meshes.measure import measure_level
from lumbar.meshes.spine import build
from lumbar.scenes import Scene, all_scenes, resolve

STEPS = 20
KEYS = {"live": 2, "file": 4}  # steps from key to key
SHARE, LEAST = 0.02, 0.1  # what lies farther off, by both, is counted

Row = Mapping[str, Any]


@dataclass
class Count:
    """How many there were, and how many lay off."""

    all: int = 0
    off: int = 0

    def add(self, off: bool) -> None:
        """One more, off or not."""
        self.all += 1
        self.off += off


def rows(scene: Scene, code: str) -> list[Row]:
    """What is measured at every step, with its grades."""
    found = []
    for k in range(STEPS + 1):
        measured = measure_level(build(parse_case(f"{code}{k / STEPS}")), segment_of(scene.level or ""))
        found.append({**measured, "grades": grades(measured)})
    return found


def number(row: Row, path: Sequence[str]) -> float | None:
    """A number of a row."""
    value: Any = row
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, float | int) and not isinstance(value, bool) else None


def between(found: Sequence[Row], apart: int) -> Iterator[tuple[Row, Row, Row, float]]:
    """Each row that is no key: itself, the keys around it, and the way from the one to the other."""
    for k in range(STEPS):
        if k % apart:
            first = k - k % apart
            yield found[k], found[first], found[first + apart], (k % apart) / apart


def graded(row: Row) -> dict[tuple[str, str, str | None], str]:
    """The grades of a row by scale, level and side."""
    return {(one["scale"], one["level"], one["side"]): one["value"] for one in row["grades"]}


def main() -> None:
    """Print the table."""
    numbers, nearer = ({name: Count() for name in KEYS} for _ in range(2))
    worst: dict[str, tuple[float, str]] = dict.fromkeys(KEYS, (0.0, ""))
    for scene in all_scenes().values():
        if not scene.finding:
            continue
        place = resolve(scene, scene.level, scene.side)
        found = rows(scene, place["code"])
        for name, apart in KEYS.items():
            for here, before, after, share in between(found, apart):
                for path in (each["path"] for each in place["measures"]):
                    exact, one, other = (number(row, path) for row in (here, before, after))
                    if exact is None or one is None or other is None:
                        continue
                    off = abs(one + share * (other - one) - exact)
                    far = off > LEAST and off > SHARE * abs(exact)
                    numbers[name].add(far)
                    if far and exact and off / abs(exact) > worst[name][0]:
                        worst[name] = (
                            off / abs(exact),
                            f"{scene.id} {'.'.join(path)}: {exact:.1f}, {off:.1f} off",
                        )
                own, near = graded(here), graded(after if share > 0.5 else before)
                for key in own.keys() | near.keys():
                    nearer[name].add(own.get(key) != near.get(key))
    print(
        "| keys | numbers between | over 2 % and 0.1 off | grades | other than that of the nearer key | farthest |"
    )
    print("|---|---|---|---|---|---|")
    for name in KEYS:
        n, g, (share, what) = numbers[name], nearer[name], worst[name]
        print(f"| {name} | {n.all} | {n.off} | {g.all} | {g.off} | {100 * share:.0f} %, {what} |")


if __name__ == "__main__":
    main()
