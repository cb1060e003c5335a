"""Draw docs/gallery.md: every bone from six sides, the spine from four, sections, and its sizes beside published ones.

    python tools/gallery_page.py

Pictures go to docs/gallery/.  The fidelity table is docs/gallery/fidelity.csv, measured apart.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyvista as pv
from PIL import Image

from lumbar.meshes.bones import BONES, bone
from lumbar.meshes.levels import SEGMENTS, VERTEBRAE
from lumbar.meshes.measure import measure
from lumbar.meshes.pose import Pose
from lumbar.meshes.spine import Spine, build
from lumbar.meshes.surface import Surface
from lumbar.pictures.cutting import Cut
from lumbar.pictures.drawing import draw
from lumbar.render import Shot, direction, picture
from lumbar.scenes import layer_of
from lumbar.scenes._sagittal_plane import BESIDE

OUT = Path(__file__).parent.parent / "docs" / "gallery"
Vector = tuple[float, float, float]
SIDES: dict[str, tuple[Vector, Vector]] = {
    "front": ((0, -1, 0), (0, 0, 1)), "back": ((0, 1, 0), (0, 0, 1)), "left": ((1, 0, 0), (0, 0, 1)),
    "above": ((0, 0, 1), (0, -1, 0)), "below": ((0, 0, -1), (0, -1, 0)), "oblique": ((0.7, 0.8, 0.6), (0, 0, 1)),
    "right": ((-1, 0, 0), (0, 0, 1)),
}  # fmt: skip
PAPER, INK = "#f7f5f0", "#1f2a33"
PUBLISHED = {  # mean ± 2 SD, or the rule: anatomy of healthy adults
    "endplate_width_superior": ("32-50", "34-51", "33-56", "34-59", "33-69"),
    "body_height_posterior": ("26-27.5", "23-31", "24-32", "22.5-31.7", "20.7-30.7"),
    "pedicle_width": ("5-11.5", "4.5-13.3", "5.1-15.5", "8.7-17.1", "9-22"),
    "transverse_span": ("55-91", "65-98", "72-109", "69-105", "76-110"),
    "canal_width": ("18.4-29.6", "18.4-30", "19.3-30.9", "19.8-33", "20-37"),
    "canal_depth": ("13-20", "13-20", "13-18", "13-20", "13-23"),
}
LEVEL = {
    "disc_height_anterior": "more than behind",
    "disc_height_posterior": "> 4",
    "segment_angle": "1.2±7, 5.9±8, 9.1±8, 12.7±10, 21.6±15",
    "sac_area": "falls downwards, 110-220 at L4-L5",
    "flavum_thickness": "3.1-4.3 at L4-L5",
}


def sheet(name: str, columns: int, size: int, cells: Mapping[str, Callable[[pv.Plotter], None]]) -> None:
    """Save pictures, each drawn by a function of the plotter, as one small JPEG."""
    rows = -(-len(cells) // columns)
    plotter = pv.Plotter(
        shape=(rows, columns), off_screen=True, window_size=(columns * size, rows * size), border=False
    )
    for place, (title, paint) in enumerate(cells.items()):
        plotter.subplot(place // columns, place % columns)
        plotter.background_color = PAPER
        paint(plotter)
        plotter.add_text(title, font_size=8, color=INK)
    Image.fromarray(plotter.screenshot(return_img=True)).save(OUT / f"{name}.jpg", quality=80, optimize=True)
    plotter.close()


def view(
    parts: Mapping[str, Surface], side: str, centre: Vector, half: float
) -> Callable[[pv.Plotter], None]:
    """Parts seen from a side, ``half`` mm from the middle of the picture to its upper edge."""

    def paint(plotter: pv.Plotter) -> None:
        draw(plotter, parts, {})
        way, up = SIDES[side]
        plotter.camera.focal_point = centre
        plotter.camera.position = np.array(centre) + 500.0 * np.array(way)
        plotter.camera.up = up
        plotter.camera.parallel_projection = True
        plotter.camera.parallel_scale = half
        plotter.reset_camera_clipping_range()

    return paint


def section(spine: Spine, name: str, pose: Pose, cut: Cut, shot: Shot) -> Image.Image:
    """Everything cut open along the planes of a frame, filled as the viewer fills it."""
    parts = {id_: Surface(pose.into(s.points), s.faces) for id_, s in spine.surfaces.items()}
    return Image.fromarray(picture(parts, replace(shot, cut=cut, stamp=name)))


def sections(spine: Spine) -> None:
    """The sagittal cut seen from the left, and axial ones through every disc and every pedicle seen from above."""
    long = Shot((760, 1320), direction("left"), ("T12/vertebra", "S1/sacrum", "T12-S1/aorta"), 200.0)
    name = f"sagittal, {BESIDE} mm left"
    middle = section(spine, name, Pose(), {"sagittal": BESIDE, "keep": {"sagittal": "right"}}, long)
    middle.save(OUT / "sagittal.jpg", quality=82, optimize=True)
    axial = Shot((560, 480), direction("above"), span=125.0)
    discs = [
        section(
            spine, f"disc {s}", spine.discs[s].frame, {"axial": 0.0},
            replace(axial, frame=(f"{s}/annulus", f"{s}/interspinous_ligament")),
        )
        for s in SEGMENTS
    ]  # fmt: skip
    pedicles = [
        section(
            spine, f"pedicles {v}", spine.poses[v], {"axial": spine.landmarks[v]["pedicle/left"][2]},
            replace(axial, frame=(f"{v}/vertebra",)),
        )
        for v in VERTEBRAE
    ]  # fmt: skip
    for file, made in (("discs", discs), ("pedicles", pedicles)):
        strip = Image.new("RGB", (3 * made[0].width, 2 * made[0].height), PAPER)
        for k, one in enumerate(made):
            strip.paste(one, (k % 3 * one.width, k // 3 * one.height))
        strip.save(OUT / f"{file}.jpg", quality=80, optimize=True)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def page(spine: Spine) -> str:
    """The text of docs/gallery.md."""
    found = measure(spine)
    with (OUT / "fidelity.csv").open(encoding="utf-8") as file:
        head, *fidelity = list(csv.reader(file))
    bones = [
        [
            name.replace("_", " "),
            *(f"{found['vertebrae'][v][name]:.1f} ({r})" for v, r in zip(VERTEBRAE, ranges, strict=True)),
        ]
        for name, ranges in PUBLISHED.items()
    ]
    levels = [
        [name.replace("_", " "), *(f"{found['levels'][s][name]:.1f}" for s in SEGMENTS), rule]
        for name, rule in LEVEL.items()
    ]
    pictures = "\n\n".join(f"### {n}\n![{n} from six sides](gallery/{n}.jpg)" for n in BONES)
    return f"""# Gallery

Made by `python tools/gallery_page.py`; everything on it is generated from the size tables.

## How near real bones
Mean, 95th percentile and greatest distance in mm after rotation, translation and one uniform scale, both ways.
The fit saw the population mean (L2-L5) and the male sacrum; L1 and the other bones are held against what it did not
see.  The Visible Human reference is shrink-wrapped, about 5 % too large and narrow in the canal.

{table(head, fidelity)}
## Sizes beside published ones
Measured on the built surfaces, mm; in brackets what is usual (mean ± 2 SD or the published rule).

{table(["", *VERTEBRAE], bones)}
{table(["", *SEGMENTS, "usual"], levels)}
What a fresh reader found amiss stands in [looked_at.md](looked_at.md).

## The spine from four sides
![Bones and discs](gallery/spine.jpg)

With what surrounds it:

![Muscles, vessels and hip bones](gallery/context.jpg)

## Sections
Sagittal, {BESIDE} mm left of the midline: in it run the filum and a cleft between the flava only.

![Sagittal](gallery/sagittal.jpg)

![Axial through the discs](gallery/discs.jpg)

![Axial through the pedicles](gallery/pedicles.jpg)

## Bones from six sides
{pictures}
"""


def main() -> None:
    """Draw every picture and write the page."""
    OUT.mkdir(exist_ok=True)
    spine = build()
    (OUT.parent / "gallery.md").write_text(page(spine), encoding="utf-8")
    sections(spine)
    for name in BONES:
        part = {f"{name}/vertebra": bone(name).surface}
        points = bone(name).surface.points
        centre = tuple(((points.min(axis=0) + points.max(axis=0)) / 2).tolist())
        half = 0.54 * float(np.ptp(points, axis=0).max())
        sheet(name, 3, 330, {side: view(part, side, centre, half) for side in list(SIDES)[:6]})
    for file, layers in (
        ("spine", ("bones", "discs", "nerves")),
        ("context", ("bones", "discs", "nerves", "context")),
    ):
        parts = {id_: s for id_, s in spine.surfaces.items() if layer_of(id_) in layers}
        around = ("front", "left", "back", "right")
        sheet(file, 4, 520, {side: view(parts, side, (0.0, 10.0, 40.0), 175.0) for side in around})


if __name__ == "__main__":
    main()
