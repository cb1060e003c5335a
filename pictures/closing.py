"""Which gaps between what a plane cuts are narrow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from .cutting import Mask


def narrowness(held: Mask, half: float, dots: float) -> NDArray[np.float64]:
    """How far (rows, columns) in mm each dot lies within what is held or a gap up to twice ``half`` mm wide in it.

    Below 0 where a circle of that radius fits between what is held; ``dots`` a mm.
    """
    margin = int(np.ceil((2 * half + 1) * dots))
    open_ = distance_transform_edt(~np.pad(held, margin)) > half * dots
    return np.asarray(distance_transform_edt(~open_)[margin:-margin, margin:-margin] / dots - half)
