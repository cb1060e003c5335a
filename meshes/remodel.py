"""Bone that has changed its shape: end-plates eaten away, a cortex pushed out, a hollow where a deposit lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from . import breach
from .bones import Bone, bone
from .breach import Held
from .deposit import Deposit, deposit
from .fields import Distances, Point, Points
from .grid import Grid
from .levels import SEGMENTS, lower, upper
from .person import Person
from .plan import BoneTumour, Plan
from .refine import refined
from .surface import Surface
from .sweep import joined

FINE = 1.6  # mm, the longest edge of a triangle where an end-plate is eaten away
EATEN_DEPTH = 15.0  # mm below an end-plate to which the change of shape fades
SPARED = (0.60, 0.93)  # share of the plate's radius: eaten in full up to the first, spared from the second on
BULGE_FADES = 7.0  # mm around a deposit over which the cortex returns to its place
BULGED = 2.2  # mm the cortex is pushed out at most, over a deposit that fills the body
PLATE_SPARED = 4.0  # mm from an end-plate within which the cortex is not pushed out
DEEPEST = 7.5  # mm from a bone's surface within which its distances are worked out anew
NEAR_WALL = 3.0  # mm of bone between deposit and cortex from which on nothing bulges

Shift = Callable[[Points], Points]  # points (n, 3) mm -> how far each goes (n, 3) mm


@dataclass(frozen=True)
class Change:
    """What a plan asks of one bone in its own frame; the default asks nothing."""

    above: float = 0.0  # mm eaten off the upper end-plate
    below: float = 0.0  # mm eaten off the lower end-plate
    tumour: BoneTumour | None = None


def change(name: str, plan: Plan) -> Change:
    """What a plan asks of a bone (``L1`` … ``L5``, ``S1``)."""
    above = max((plan.at(level).erosion for level in SEGMENTS if lower(level) == name), default=0.0)
    below = max((plan.at(level).erosion for level in SEGMENTS if upper(level) == name), default=0.0)
    return Change(above, below, next((t for t in plan.bone_tumours if t.bone == name), None))


def remodelled(name: str, healthy: Bone, plan: Plan, person: Person) -> Bone:
    """A person's bone as a plan has it, its hollow not taken out of its distances."""
    asked = change(name, plan)
    return healthy if asked == Change() else _changed(name, asked, person)


def held(name: str, plan: Plan, person: Person) -> Held | None:
    """The deposit in a person's bone and the hollow it lies in, in the bone's own frame."""
    tumour = change(name, plan).tumour
    return None if tumour is None else _held(name, tumour, person)


def receded(name: str, points: Points, plan: Plan, person: Person) -> Points:
    """Points (n, 3) in the own frame of a person's bone, gone along with the end-plates that a plan has eaten."""
    marks = bone(name, person=person).landmarks
    for plate, mm, up in _plates(change(name, plan)):
        points = _shifted(points, _eaten(marks, f"{plate}_endplate", mm, up))
    return points


def _plates(asked: Change) -> list[tuple[str, float, float]]:
    """Which end-plates are eaten, by how many mm, and which way is out of the bone there."""
    plates = (("superior", asked.above, 1.0), ("inferior", asked.below, -1.0))
    return [plate for plate in plates if plate[1] > 0.0]


def hollowed(surface: Surface, hollow: Surface) -> Surface:
    """A solid with a closed hollow (facing outwards) taken out of its inside."""
    return joined(surface, Surface(hollow.points, np.ascontiguousarray(hollow.faces[:, ::-1])))


@lru_cache(maxsize=64)
def _deposit(name: str, tumour: BoneTumour, person: Person) -> Deposit:
    return deposit(bone(name, person=person), tumour)


@lru_cache(maxsize=64)
def _held(name: str, tumour: BoneTumour, person: Person) -> Held:
    return breach.held(_deposit(name, tumour, person), _changed(name, Change(tumour=tumour), person), tumour)


@lru_cache(maxsize=64)
def _changed(name: str, asked: Change, person: Person) -> Bone:
    old = bone(name, person=person)
    shape = old.surface
    shifts: list[Shift] = []
    for plate, mm, up in _plates(asked):
        shape = refined(shape, _where(_eaten(old.landmarks, f"{plate}_endplate", 1.0, up)), FINE)
        shifts.append(_eaten(old.landmarks, f"{plate}_endplate", mm, up))
    if asked.tumour is not None and not asked.tumour.dense:
        shifts.append(_bulged(old, _deposit(name, asked.tumour, person), asked.tumour))
    grid = old.grid
    for shift in shifts:
        shape = Surface(_shifted(shape.points, shift), shape.faces)
        grid = _warped(grid, shift)
    return Bone(grid, shape, old.landmarks)


def _where(shift: Shift) -> Callable[[Points], NDArray[np.bool_]]:
    """Where something moves by more than a hair."""
    return lambda points: np.abs(shift(points)).max(axis=1) > 0.02


def _shifted(points: Points, shift: Shift) -> Points:
    """Points (n, 3) moved so that each has gone as far as the shift says where it arrives."""
    goes = np.flatnonzero(np.abs(shift(points)).max(axis=1) > 1e-6)
    moved, held_ = points.copy(), points[goes]
    for _ in range(6):
        moved[goes] = held_ + shift(moved[goes])
    return moved


def _warped(grid: Grid, shift: Shift) -> Grid:
    """The distances of a bone whose every place has moved as the shift says where it arrives."""
    close = np.argwhere(np.abs(grid.values) < DEEPEST)
    at = grid.low + close * grid.spacing
    far = shift(at)
    moved = np.einsum("nx,nx->n", far, far) > 1e-6
    values = grid.values.copy()
    values[tuple(close[moved].T)] = grid.distance(at[moved] - far[moved])
    return replace(grid, values=values, box=grid.box.grown(BULGED))


def _eaten(marks: Mapping[str, Point], plate: str, mm: float, up: float) -> Shift:
    """How an eaten end-plate recedes into its bone: most in the middle, unevenly, the rim spared."""
    front, back = (np.asarray(marks[f"{plate}_{end}"], float) for end in ("anterior", "posterior"))
    centre, half = (front + back) / 2, float(np.linalg.norm(back - front)) / 2
    wide = 1.3 * half if f"{plate}_left" not in marks else float(marks[f"{plate}_left"][0])
    slope = (back[2] - front[2]) / (back[1] - front[1])

    def shift(points: Points) -> Points:
        gone = np.zeros_like(points)
        below = up * (centre[2] + slope * (points[:, 1] - centre[1]) - points[:, 2]) - mm
        (here,) = (below < EATEN_DEPTH).nonzero()
        x, y = np.abs(points[here, 0]) / wide, (points[here, 1] - centre[1]) / half
        share = np.clip((SPARED[1] - np.hypot(x, y)) / (SPARED[1] - SPARED[0]), 0.0, 1.0)
        (inside,) = (share > 0.0).nonzero()
        here, x, y, share = here[inside], x[inside], y[inside], share[inside]
        deep = np.clip(1.0 - below[here] / EATEN_DEPTH, 0.0, 1.0)
        gone[here, 2] = -up * mm * _uneven(x, y, up) * _smooth(share) * _smooth(deep)
        return gone

    return shift


def _uneven(x: Distances, y: Distances, up: float) -> Distances:
    """From 0.45 to 1: how deep the erosion reaches over an end-plate, ragged and different above and below."""
    waves = (
        np.cos(5.2 * x + 0.8 * up)
        + np.cos(4.4 * y - 1.1 * up)
        + np.cos(8.3 * x - 6.1 * y + 0.6 * up)
        + np.cos(9.7 * y + 3.9 * x + 2.0 * up)
    )
    return 0.45 + 0.55 * _smooth(np.clip(0.5 + 0.3 * waves, 0.0, 1.0))


def _bulged(old: Bone, inside: Deposit, tumour: BoneTumour) -> Shift:
    """How the cortex over a deposit that takes bone away is pushed out, end-plates spared."""
    marks = old.landmarks
    top, low = marks["superior_endplate"][2], marks["inferior_endplate"][2]
    wall = marks["posterior_wall"][1]
    most = BULGED * min(tumour.body / 0.8, 1.0)

    def shift(points: Points) -> Points:
        spared = np.clip(np.minimum(top - points[:, 2], points[:, 2] - low) / PLATE_SPARED - 0.5, 0.0, 1.0)
        behind = np.clip((wall + 3.0 - points[:, 1]) / 4.0, 0.0, 1.0)
        gone, here = np.zeros_like(points), np.flatnonzero((spared > 0.0) & (behind > 0.0))
        room, way = inside.beside(points[here])
        share = _smooth(np.clip(1.0 - (room - NEAR_WALL) / BULGE_FADES, 0.0, 1.0))
        way[:, 2] = 0.0
        gone[here] = (most * share * behind[here] * _smooth(spared[here]))[:, None] * way
        return gone

    return shift


def _smooth(share: Distances) -> Distances:
    """A share from 0 to 1 with its ends eased."""
    eased: Distances = share * share * (3.0 - 2.0 * share)
    return eased
