"""What closes narrow gaps on the face of a cut, as in the viewer (web/src/filling.js).

A disc closes the corners beside its end-plates, a ligament the slit between it and bone; and a deposit is one with what
has grown out of it through a wall of bone thinner than that.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from .closing import narrowness
from .cutting import Mask
from .tissue import NERVES, Tissue

NARROW = 1.8  # mm: half the width of a gap that is closed,
SLIT = 0.7  # between bone and bone: a joint stays open
REACH = 4.0  # mm beside what fills it: as far as it is drawn
KINDS = ("hard", "bone", "discs", "nerves")  # of gaps
HARD = ("bones", "discs", "ligaments")  # layers
SAGITTAL = 0  # the axis of a plane lengthwise, in which a disc has an end-plate on both sides


def _closes(kind: str, look: Tissue, axis: int) -> bool:
    """Whether a tissue closes gaps of a kind, in a plane across an axis."""
    return look.fills == kind or (kind == "hard" and look.fills == "endplates" and axis == SAGITTAL)


def _bounds(kind: str, look: Tissue) -> bool:
    """Whether a tissue may bound gaps of a kind."""
    if kind == "hard":
        return look.layer in HARD
    within = {"bone": "marrow", "discs": "lamellae"}.get(kind)
    return look.fills == kind or (look.layer == kind if within is None else look.within == within)


def filled(masks: Mapping[str, Mask], looks: Mapping[str, Tissue], axis: int, dots: float) -> dict[str, Mask]:
    """The dots of gaps in a plane across an axis by what fills them: its own colour shows there."""
    found: dict[str, Mask] = {}
    for kind in KINDS:
        fillers = [name for name in masks if _closes(kind, looks[name], axis) and masks[name].any()]
        if fillers:
            around = [name for name in masks if _bounds(kind, looks[name])]
            found |= _filled(masks, fillers, around, dots, SLIT if kind == "bone" else NARROW)
    return found


def _filled(
    masks: Mapping[str, Mask], fillers: list[str], around: list[str], dots: float, half: float
) -> dict[str, Mask]:
    """The dots of gaps between the masks ``around`` by which of the fillers is nearest, where nothing is cut."""
    box = _around([masks[name] for name in fillers], REACH + 2 * NARROW, dots)
    held = np.logical_or.reduce([mask[box] for mask in masks.values()])
    gaps = (narrowness(np.logical_or.reduce([masks[name][box] for name in around]), half, dots) > 0.0) & ~held
    far, nearest = _nearest([masks[name][box] for name in fillers], dots)
    found = {}
    for number, name in enumerate(fillers):
        whole = np.zeros_like(masks[name])
        whole[box] = gaps & (nearest == number) & (far < REACH)
        found[name] = whole
    return found


def melted(masks: Mapping[str, Mask], looks: Mapping[str, Tissue], dots: float) -> Mask | None:
    """The dots of all that melts into one another, what is thin between it included; None where less than two do."""
    melting = [masks[name] for name in masks if looks[name].melts and masks[name].any()]
    if len(melting) < 2:
        return None
    nerves = [mask for name, mask in masks.items() if looks[name].rank <= NERVES]
    box = _around(melting, 2 * NARROW, dots)
    own = np.logical_or.reduce(melting)
    whole = own.copy()
    whole[box] |= narrowness(own[box], NARROW, dots) > 0.0
    return np.asarray(own | (whole & ~np.logical_or.reduce([np.zeros_like(own), *nerves])))


def _around(masks: list[Mask], margin: float, dots: float) -> tuple[slice, slice]:
    """The rows and columns that hold masks, and ``margin`` mm around them."""
    whole, beyond = np.logical_or.reduce(masks), int(np.ceil(margin * dots))
    rows, columns = np.flatnonzero(whole.any(axis=1)), np.flatnonzero(whole.any(axis=0))
    return (
        slice(max(rows[0] - beyond, 0), rows[-1] + 1 + beyond),
        slice(max(columns[0] - beyond, 0), columns[-1] + 1 + beyond),
    )


def _nearest(masks: list[Mask], dots: float) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """How far (mm) each dot lies from the nearest of some masks, and which one that is."""
    number = np.zeros(masks[0].shape, int)
    for k, mask in enumerate(masks):
        number[mask] = k
    far, at = distance_transform_edt(~np.logical_or.reduce(masks), return_indices=True)
    return np.asarray(far / dots), number[tuple(at)]
