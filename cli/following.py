"""A scene's planes go with the back of its disc, where a case or a person has it elsewhere than the default adult."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..meshes.case import NORMAL
from ..scenes import AXES, height
from .spine import built

if TYPE_CHECKING:
    from ..meshes.spine import Spine


def following(cut: Mapping[str, Any], spine: Spine, level: str | None) -> Mapping[str, Any]:
    """The planes of a cut (mm, as scenes have them for the default adult) where they lie in this spine alike."""
    if level is None:
        return cut
    shift, tilt = (_back(spine, level) - _back(built(NORMAL), level)).tolist(), cut.get("tilt", 0.0)
    planes = {axis: round(cut[axis] + height(axis, shift, tilt), 1) for axis in AXES if axis in cut}
    return {**cut, **planes}


def _back(spine: Spine, level: str) -> NDArray[np.float64]:
    """Mid-way between the posterior rims of the end-plates at a level such as L4-L5, LPS mm (3,)."""
    above, below = level.split("-")
    rims = (spine.plate(above, "inferior_endplate"), spine.plate(below, "superior_endplate"))
    middle: NDArray[np.float64] = np.mean([rim.posterior for rim in rims], axis=0)
    return middle
