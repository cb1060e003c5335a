"""Which way is left and which is up, recovered from a file or a picture itself, whatever it says of itself.

A cyst of one joint grows on one side only, and the sacrum is the widest bone: a mirrored or a turned file gives
itself away.  ``python tests/orientation.py FILE...`` says it of files of ``facet_cyst@L4-L5/left``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyvista as pv
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Points = NDArray[np.float64]
FAR = 0.5  # mm: further from any mirrored point, a point has no other half
FRAME = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])  # rows of glTF's axes to LPS: x, behind is -Z, up is Y


def points_of(path: Path) -> Points:
    """The points (n, 3) of a file as another program reads them: LPS mm; of GLB glTF's metres with Y up."""
    if path.suffix == ".glb":
        blocks = pv.read(path).combine()
        return np.asarray(blocks.points, float) * 1000 @ FRAME
    return np.asarray(pv.read(path).points, float)


def left_of(points: Points) -> float:
    """How far to +x what has no other half stands, mm: positive where the cyst of the left joint is."""
    alone = cKDTree(points * (-1, 1, 1)).query(points)[0] > FAR
    return float(points[alone, 0].mean())


def up_of(points: Points) -> float:
    """How much wider the lowest fifth is than the highest, mm: positive where +z is up and the sacrum below."""
    low, high = np.quantile(points[:, 2], (0.2, 0.8))
    return float(np.ptp(points[points[:, 2] < low, 0]) - np.ptp(points[points[:, 2] > high, 0]))


def left_in(picture: NDArray[np.uint8], healthy: NDArray[np.uint8]) -> float:
    """How far to the left of the middle of a picture from behind it differs from a healthy one, in widths."""
    across = np.abs(picture[..., :3].astype(int) - healthy[..., :3]).sum(axis=(0, 2)).astype(float)
    middle = (across * np.arange(len(across))).sum() / across.sum()
    return float(0.5 - middle / len(across))


def up_in(picture: NDArray[np.uint8]) -> float:
    """How much wider what is drawn is in its lower fifth than in its upper, in pixels, of a transparent picture."""
    drawn = picture[..., 3] > 128
    rows = np.flatnonzero(drawn.any(axis=1))
    fifth = max(1, len(rows) // 5)
    width = drawn[rows].sum(axis=1)
    return float(width[-fifth:].max() - width[:fifth].max())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        found = points_of(Path(name))
        side, end = ("left" if left_of(found) > 0 else "right"), ("up" if up_of(found) > 0 else "down")
        print(f"{name}: +x is the patient's {side}, +z is {end}")
