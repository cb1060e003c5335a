"""Build random pairs and triples of findings and count what does not hold of them.

    python tools/mixes.py [--count N] [--first SEED] [--jobs N] [--table FILE]

Each mix is looked at as tests/mixes.py says: surfaces closed, no two named solids in the
same place, roots of their length and joined from sac to exit, the mirrored case the mirror
image, built within a second.  ``--table`` writes the result as Markdown (docs/mixes.md).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE / "tests"))

from mixes import Failure, Looked, any_mix, looked  # noqa: E402

from lumbar.meshes.findings import all_findings  # noqa: E402


def one(seed: int) -> tuple[int, Looked | str]:
    """The mix of a seed, looked at, or why it is refused."""
    case, refused = any_mix(seed)
    return seed, refused if case is None else looked(case)


def tried(first: int, count: int, jobs: int) -> Iterator[tuple[int, Looked | str]]:
    """Mixes of successive seeds until ``count`` have been built."""
    built, seed = 0, first
    with ProcessPoolExecutor(jobs) as workers:
        while built < count:
            batch = range(seed, seed + min(8 * jobs, count - built))
            seed = batch.stop
            for result in workers.map(one, batch):
                built += isinstance(result[1], Looked)
                yield result


def kind_of(failure: Failure) -> str:
    """A failure without levels and sides, so that like counts with like."""
    bare = re.sub(r"\b[TLS]\d+(-[LS]\d)?/", "", failure.what)
    bare = re.sub(r"/(left|right|central)\b", "", bare)
    return f"{failure.kind}: {' | '.join(sorted(bare.split(' | ')))}"


def report(seen: Sequence[Looked], refusals: Sequence[str]) -> str:
    """The table of docs/mixes.md."""
    classes: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for mix in seen:
        worst: dict[str, float] = {}
        for failure in mix.failures:
            name = kind_of(failure)
            worst[name] = max(worst.get(name, 0.0), abs(failure.size))
        for name, size in worst.items():
            classes[name].append((size, mix.code))
    sound = sum(not mix.failures for mix in seen)
    times = sorted(mix.seconds for mix in seen)
    lines = [
        f"{len(seen)} mixes built, {len(refusals)} refused; nothing to complain of in {sound}.",
        f"CPU seconds a build: median {times[len(times) // 2]:.2f}, most {times[-1]:.2f}.",
        "",
        "| what does not hold | mixes | median | most | for example |",
        "|---|---|---|---|---|",
    ]
    for name, found in sorted(classes.items(), key=lambda item: -len(item[1])):
        sizes = sorted(size for size, _ in found)
        example = max(found)[1]
        shown = name.replace("|", "and")
        lines.append(f"| {shown} | {len(found)} | {sizes[len(sizes) // 2]:g} | {sizes[-1]:g} | `{example}` |")
    return "\n".join(lines) + "\n"


def written(file: Path | None, seen: Sequence[Looked], refusals: Sequence[str]) -> None:
    """Put what has been seen so far into a Markdown file in place of its table."""
    if file:
        head, _, _ = file.read_text(encoding="utf-8").partition("<!-- table -->")
        file.write_text(f"{head}<!-- table -->\n\n{report(seen, refusals)}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1500, help="mixes to build (1500)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument("--table", type=Path, help="a Markdown file whose table is replaced")
    asked = parser.parse_args()
    print(f"findings: {', '.join(all_findings())}", file=sys.stderr)
    seen: list[Looked] = []
    refusals: list[str] = []
    try:
        for seed, result in tried(asked.first, asked.count, asked.jobs):
            if isinstance(result, str):
                refusals.append(result)
            else:
                seen.append(result)
                if len(seen) % 50 == 0:
                    written(asked.table, seen, refusals)
                print(f"\r{len(seen)} of {asked.count} (seed {seed})", end="", file=sys.stderr, flush=True)
    except KeyboardInterrupt:  # what has been looked at until then is still worth a table
        print(f"\nstopped after {len(seen)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(report(seen, refusals), end="")
    written(asked.table, seen, refusals)


if __name__ == "__main__":
    main()
