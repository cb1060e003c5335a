"""A lumbar vertebra in its own frame: its field, and its landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from .fields import Box, Field, Point, cut, near, rotation, symmetric, union
from .sizes import Lobe, VertebraSizes
from .vertebra_body import EndPlate, end_plates, posterior_wall
from .vertebra_parts import CUTS, PEDICLE_LEVEL, join, parts

FAR = 6.0  # mm from its box beyond which a part cannot touch the surface
T12_TOP = 2.0  # mm above the centre of T12 where the atlas cuts it off
STEP = 0.1  # mm between samples along a ray
BEFORE_ARCH = 0.635  # share of the canal's depth beside which there is pedicle and no arch yet


@dataclass(frozen=True)
class Edit:
    """A change of one bone: a field in the bone's frame that is added to it or removed from it."""

    op: Literal["add", "remove"]
    field: Field
    blend: float = 1.0  # mm


def vertebra(level: str, sizes: VertebraSizes, edits: tuple[Edit, ...] = ()) -> Field:
    """A vertebra in its own frame, mirror-symmetric in x until edited; T12 is its lower half."""
    built = {name: field if name in CUTS else near(field, FAR) for name, field in parts(sizes).items()}
    bone = symmetric(join(built, sizes))
    if level == "T12":
        bone = cut(bone, _above(T12_TOP), 1.0)
    for edit in edits:
        act = union if edit.op == "add" else cut
        bone = act(bone, edit.field, blend=edit.blend)
    return bone


def _above(z: float) -> Field:
    """Everything above a height z in mm."""
    return Field(lambda points: z - points[:, 2], Box((-100.0, -100.0, z), (100.0, 100.0, z + 100.0)))


@cache
def landmarks(level: str, sizes: VertebraSizes) -> dict[str, Point]:
    """Named points of a vertebra on the patient's left and in the midline, mm in its own frame.

    End-plate points lie on the rim; the end-plate's centre is mid-way between the front and
    the back of the rim, its floor on the bone below.  The right side is the mirror image.
    """
    bone = symmetric(join(parts(sizes), sizes))
    found: dict[str, Point] = {}
    for end, plate, up in zip(("superior", "inferior"), end_plates(sizes.body), (1.0, -1.0), strict=True):
        width = sizes.body.width_superior if up > 0 else sizes.body.width_inferior
        found |= {f"{end}_endplate{name}": p for name, p in _rim(bone, plate, width, up).items()}
    wall = posterior_wall(sizes.body, PEDICLE_LEVEL)
    middle = (0.0, wall + sizes.canal.depth / 2, PEDICLE_LEVEL)
    found["posterior_wall"] = _leaving(bone, middle, (0, -1, 0))
    found["spinolaminar"] = _lamina_front(bone, middle)
    found["spinous_tip"] = _extreme(bone, sizes.spinous_tip, (0, 1, 0))
    found["pedicle/left"] = _isthmus(bone, sizes, wall)
    for name, part, towards in (
        ("transverse_tip", sizes.transverse_tip, (1, 0, 0)),
        ("mammillary", sizes.mammillary, (0.2, 1, 0.3)),
        ("accessory", sizes.accessory, (0.2, 1, -0.6)),
        ("superior_articular_tip", sizes.superior_articular, (0, 0, 1)),
        ("inferior_articular_tip", sizes.inferior_articular, (0, 0, -1)),
    ):
        found[f"{name}/left"] = _extreme(bone, part, towards)
    return found | _facets(bone, sizes)


def _lamina_front(bone: Field, middle: Point) -> Point:
    """The foremost point of the arch in the midline, at or below the height of the pedicles."""
    y = np.arange(middle[1], middle[1] + 25.0, STEP)
    best = (0.0, np.inf, 0.0)
    for z in np.arange(middle[2], middle[2] - 20.0, -0.5):
        inside = bone(np.stack([np.zeros_like(y), y, np.full_like(y, z)], axis=1)) < 0
        if inside.any() and y[int(np.argmax(inside))] < best[1]:
            best = (0.0, float(y[int(np.argmax(inside))]), float(z))
    return best


def _facets(bone: Field, sizes: VertebraSizes) -> dict[str, Point]:
    """Centres of the two articular surfaces of the left side."""
    socket, knob = sizes.superior_facet, sizes.superior_articular
    start = (socket.lateral, socket.posterior, knob.superior)
    towards = (knob.lateral - socket.lateral, knob.posterior - socket.posterior, 0.0)
    turn = np.radians(sizes.inferior_facet.angle)
    pin = sizes.inferior_articular
    outside = (pin.lateral + 15 * np.cos(turn), pin.posterior - 15 * np.sin(turn), pin.superior - 2.0)
    return {
        "superior_facet/left": _leaving(bone, start, towards),
        "inferior_facet/left": _leaving(bone, outside, (-np.cos(turn), np.sin(turn), 0.0)),
    }


def _rim(bone: Field, plate: EndPlate, width: float, up: float) -> dict[str, Point]:
    """Front, back, left and centre of an end-plate's rim, and the floor below its centre."""

    def corner(x: float, y: float, out: tuple[float, float, float]) -> Point:
        away = (x + 4 * out[0], y + 4 * out[1], plate.z + plate.slope * (y - plate.y) + 4 * out[2])
        return _leaving(bone, away, (-out[0], -out[1], -out[2]))

    front = corner(0.0, plate.y - plate.depth / 2, (0.0, -1.0, up))
    back = corner(0.0, plate.y + plate.depth / 2, (0.0, 1.0, up))
    left = corner(width / 2, plate.y, (1.0, 0.0, up))
    centre = (0.0, (front[1] + back[1]) / 2, (front[2] + back[2]) / 2)
    floor = _leaving(bone, (0.0, centre[1], centre[2] + 6 * up), (0.0, 0.0, -up))
    return {"": centre, "_anterior": front, "_posterior": back, "_left": left, "_floor": floor}


def _isthmus(bone: Field, sizes: VertebraSizes, wall: float) -> Point:
    """Centre of the pedicle where it is narrowest from side to side."""
    x = np.arange(sizes.canal.width / 2 - 3.0, 45.0, STEP)
    best, centre = np.inf, (0.0, 0.0, 0.0)
    for y in np.arange(wall + 1.0, wall + min(10.0, BEFORE_ARCH * sizes.canal.depth), 0.5):
        row = bone(np.stack([x, np.full_like(x, y), np.full_like(x, sizes.pedicle.superior)], axis=1)) < 0
        start = int(np.argmax(row))
        width = int(np.argmin(row[start:])) * STEP
        if row.any() and sizes.pedicle.half_width < width < best:  # less is the edge of the arch
            best, centre = width, (float(x[start] + width / 2), float(y), 0.0)
    top = _leaving(bone, (centre[0], centre[1], 25.0), (0, 0, -1))
    bottom = _leaving(bone, (centre[0], centre[1], -25.0), (0, 0, 1))
    return (centre[0], centre[1], (top[2] + bottom[2]) / 2)


def _leaving(bone: Field, start: tuple[float, ...], towards: tuple[float, ...]) -> Point:
    """The first point of a ray, up to 60 mm long, where it crosses the surface."""
    along = np.asarray(towards, float) / np.linalg.norm(towards)
    points = np.asarray(start, float) + np.arange(0.0, 60.0, STEP)[:, None] * along
    value = bone(points)
    crossed = np.flatnonzero(value[:-1] * value[1:] <= 0.0)
    if len(crossed) == 0:
        raise ValueError(f"no surface from {start} towards {towards}: the sizes do not make a vertebra")
    k = crossed[0]
    x, y, z = points[k] + value[k] / (value[k] - value[k + 1]) * (points[k + 1] - points[k])
    return (float(x), float(y), float(z))


def _extreme(bone: Field, part: Lobe, towards: tuple[float, ...]) -> Point:
    """Where the surface lies over the farthest point of a part in a direction."""
    along = np.asarray(towards, float) / np.linalg.norm(towards)
    turned = rotation(part.pitch, part.roll, part.yaw)
    radii = np.array([part.half_width, part.half_depth, part.half_height])
    reach = turned @ (radii**2 * (turned.T @ along))
    farthest = np.array([part.lateral, part.posterior, part.superior]) + reach / np.sqrt(along @ reach)
    return _leaving(bone, tuple(farthest + 12.0 * along), tuple(-along))
