"""Print the table of docs/benchmarks.md; it needs the package with its extra ``bench``."""

from __future__ import annotations

import building
import ours
import usual

MB = 1e6


def main() -> None:
    """Measure everything, one thing at a time, and print it in Markdown."""
    cold, warm = building.cold_and_warm()
    page, local = ours.measure(), usual.measure()
    start = "`lumbar` to the first picture, warm"
    rows = [
        ("healthy spine from nothing", "≤ 20 s", f"{cold['spine']:.1f} s", ""),
        ("memory of that", "≤ 1.5 GB", f"{cold['memory'] / 1024:.2f} GB", ""),
        ("healthy spine from the cache", "≤ 1 s", f"{warm['spine']:.2f} s", ""),
        ("a finding changed", "≤ 1 s", f"{warm['finding']:.2f} s", ""),
        (start, "≤ 3 s", f"{page.first:.1f} s", f"{local.first:.1f} s"),
        ("base anatomy on the wire", "≤ 1.5 MB", f"{(page.base or 0) / MB:.2f} MB", ""),
        ("everything received until then", "", f"{page.loaded / MB:.2f} MB", f"{local.loaded / MB:.2f} MB"),
        ("triangles", "≤ 300,000", f"{page.triangles:,}", ""),
        ("draw calls", "≤ 80", f"{page.calls}", ""),
        ("bones toggled, to the draw call", "≤ 16 ms", f"{page.toggle:.1f} ms", f"{local.toggle:.0f} ms"),
        ("severity moved, to the draw call", "≤ 16 ms", f"{page.step:.1f} ms", f"{local.step:.0f} ms"),
        ("received a severity step", "0", f"{page.per_step:.0f} B", f"{local.per_step / 1e3:.0f} kB"),
        ("memory of the server", "", f"{page.memory:.0f} MB", f"{local.memory:.0f} MB"),
    ]
    print("| what | budget | lumbar | VtkLocalView |\n|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
