"""Print how long a case takes once the healthy spine is there: CPU seconds, best of three, on one thread."""

from __future__ import annotations

import time

from lumbar.meshes.case import parse_case
from lumbar.meshes.spine import build

CODES = (
    "herniation@L4-L5/left/subarticular:severity=0.8",
    "degeneration@L5-S1:severity=1",
    "central_stenosis@L4-L5:severity=1",
    "lateral_recess@L4-L5/left:severity=1",
    "foraminal_stenosis@L5-S1/left:severity=1",
    "slip@L4-L5:kind=degenerative,severity=1",
    "slip@L5-S1:kind=isthmic,severity=0.9",
    "facet_cyst@L4-L5/left:severity=1",
    "infection@L3-L4:severity=1",
    "schwannoma@L3/left:severity=1",
    "neurofibroma@L4/left:severity=1",
    "metastasis@L4/left:severity=1",
    "facet_cyst@L3-L4/right:severity=0.67 + slip@L4-L5:severity=0.6 + foraminal_stenosis@L5-S1/left:severity=0.67",
)


def seconds(code: str) -> float:
    """The CPU time of one build of a case."""
    case, began = parse_case(code), time.process_time()
    build(case)
    return time.process_time() - began


def main() -> None:
    """Build the healthy spine, then every case in three rounds (the last one built is kept), and print the table."""
    build(())
    rounds = [[seconds(code) for code in CODES] for _ in range(3)]
    print("| case | CPU s |\n|---|---|")
    for code, taken in zip(CODES, zip(*rounds, strict=True), strict=True):
        print(f"| `{code}` | {min(taken):.2f} |", flush=True)


if __name__ == "__main__":
    main()
