"""Write the tables at the end of docs/measurements.md: the healthy default, and other people, beside published sizes.

python tools/measurement_table.py
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lumbar.meshes.levels import SEGMENTS
from lumbar.meshes.measure import measure
from lumbar.meshes.person import DEFAULT, measures, parse_person
from lumbar.meshes.spine import build

PAGE = Path(__file__).parent.parent / "docs" / "measurements.md"
MARK = "## The healthy default beside published sizes\n"
BONES = {  # what is usual in adults: mean ± 2 SD of a CT series, or the range of several; and where it stands
    "endplate_width_superior": ("32-50, 34-51, 33-56, 39-55, 38-62", "Yadav 2020, Tang 2016, 802 CT"),
    "endplate_depth_superior": ("29-40 everywhere", "Panjabi 1992, NZ CT 35.7 ± 3.5"),
    "body_height_anterior": ("21-30, 23-31, 24-32, 23-32, 24-33", "Gilad 1985, Bonczar 2024"),
    "body_height_posterior": ("26-27.5 at L1; 23-31, 24-32, 23-32, 21-31", "Gilad 1985, Bonczar 2024"),
    "pedicle_width": ("5-11.5, 4.5-13.3, 5.1-15.5, 8.7-17.1, 9-22", "13 series; Zindrick 1987, Lien 2007"),
    "transverse_span": ("55-91, 65-98, 72-109, 69-105, 76-110", "802 CT"),
    "canal_width": ("16-30, 16-30, 17-31, 18-35, 20-43", "Griffith 2016, Abbas 2021"),
    "canal_depth": ("11-22, 10-21, 9-20, 9-21, 12-27; least at L3", "Griffith 2016, Abbas 2021"),
}
DISCS = {
    "disc_height_anterior": ("more than behind", "Onishi 2019, Iran MRI"),
    "disc_height_centre": ("4-12, 5-14, 6-14, 6-15, 4-14", "Shin 2024, Yadav 2020, 802 CT"),
    "disc_height_posterior": ("over 4", "Hasegawa 1995"),
    "segment_angle": ("1±7, 6±8, 9±8, 13±10, 22±15", "Sci Rep 2022, 324 standing adults"),
    "canal_depth": ("13 or more", "Verbiest 1977"),
    "canal_area": ("more than the sac's", "Bolender 1985"),
    "sac_area": ("200, 190, 175, 160, 130, each ± 35", "Nakashima 2021; 100 and less is narrow"),
    "sac_depth": ("13-16, less at L5-S1; under 10 is narrow", "Steurer 2011"),
    "flavum_thickness": ("2.6-3.8, 3.2-3.6, 3.1-4.3, 3.2-4.1 from L2-L3", "Khasawneh 2023"),
    "recess_depth": ("5 or more", "Steurer 2011"),
    "foramen_height": ("over 15; 15-22 at L4-L5", "Hasegawa 1995, mean mesh of 87 patients"),
    "foramen_width": ("over 4", "Lee 2010"),
    "foramen_area": ("90-170 at L4-L5", "mean mesh of 87 patients"),
}
MEASURED = {
    "endplate_width": "endplate_width_superior", "endplate_depth": "endplate_depth_superior",
    "body_height": "body_height_posterior", "disc_height": "disc_height_centre",
}  # fmt: skip


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def number(value: Any) -> str:
    """A number, or that of the left side where there are two."""
    return f"{value['left'] if isinstance(value, Mapping) else value:.1f}"


def beside(places: Mapping[str, Any], rules: Mapping[str, tuple[str, str]]) -> str:
    """A table of measured sizes, place by place, beside what is usual."""
    rows = [
        [name.replace("_", " "), *(number(values[name]) for values in places.values()), *rule]
        for name, rule in rules.items()
    ]
    return table(["", *places, "usual", "source"], rows)


def people() -> str:
    """What is measured where a size is asked for at two standard deviations from the mean."""
    rows = []
    for name, size in measures().items():
        row = [name, size.place, f"{DEFAULT.mean(name):.1f}"]
        for value in DEFAULT.limits(name):
            found = measure(build((), parse_person(f"{name}={value}")))
            group = found["levels" if size.place in SEGMENTS else "vertebrae"][size.place]
            row += [f"{value:.1f}", number(group[MEASURED.get(name, name)])]
        rows.append(row)
    return table(["size", "at", "mean", "mean − 2 SD", "measured", "mean + 2 SD", "measured"], rows)


def text() -> str:
    """The part of the page that is written."""
    found = measure(build())
    return f"""{MARK}
Written by `python tools/measurement_table.py`: mm, mm² and degrees on the built surfaces, the left side where there
are two.

{beside(found["vertebrae"], BONES)}
{beside(found["levels"], DISCS)}
## Other people
`--person` of `lumbar measure`, `picture` and `export`: `sex=female,stature=160,canal_depth=14`.  Bones and discs go
with sex (0.95 and 1.05 of the default) and, by our own choice, in proportion to stature; the depth of the canal and the
flavum go with neither (Griffith 2016, Abbas 2021).  A size is that of L4 or of the L4-L5 disc; the other levels differ
from their means by as many standard deviations.  It may lie up to two of them from the mean of such people;
`meshes/data/person.csv` has them, with sources.  The sac goes with its canal.  `body_height` and `disc_height` keep the
wedge: the height behind and the height at the centre are what is asked for.

{people()}"""


def main() -> None:
    """Write the page anew from the mark on."""
    kept = PAGE.read_text(encoding="utf-8").split(MARK)[0].rstrip()
    PAGE.write_text(f"{kept}\n\n{text()}", encoding="utf-8")


if __name__ == "__main__":
    main()
