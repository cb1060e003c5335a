"""What becomes of the roots: room, displacement, compression and what presses."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .case import NORMAL
from .levels import ROOTS
from .nerves import Laid
from .obstacle import nearest
from .roots import Root
from .spine import Spine, build

LOST = 0.08  # share of a root's section that must be lost, beyond the healthy loss, to call it compressed
TOUCH = 0.35  # mm of room below which a root counts as touched
MOVED = 0.5  # mm below which a root counts as not displaced


def roots(spine: Spine, names: tuple[str, ...] = ROOTS) -> dict[str, dict[str, Any]]:
    """Clearance, displacement and compression of the roots by ``L5/left``.

    ``clearance`` (mm) is the least distance from the root to what narrows its way, 0 when
    touching.  ``displacement`` (mm) is how far the root has been moved from where it would
    lie in the same bones without findings pressing on it.  ``compressed`` means that it is
    touched and has lost more than 8 % of its section at some place, beyond what it has lost
    there in the healthy spine: room that it could not get back by moving.  ``by`` is the
    structure that leaves it the least room there.
    """
    return {
        f"{root.name}/{root.side}": _root(spine, root, laid)
        for root, laid in zip(spine.roots, spine.laid_roots, strict=True)
        if root.name in names
    }


@cache
def _healthy() -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """The kept share of every root's sections, and its displacement, in the healthy spine."""
    spine = build(NORMAL)
    return {
        root.id: (laid.kept, laid.course.centre - root.way.rest)
        for root, laid in zip(spine.roots, spine.laid_roots, strict=True)
    }


def _root(spine: Spine, root: Root, laid: Laid) -> dict[str, Any]:
    kept, shift = _healthy()[root.id]
    way = slice(1, root.foramen_end + 4)
    lost = np.clip(kept - laid.kept, 0.0, None)[way]
    moved = np.linalg.norm(laid.course.centre - root.way.rest - shift, axis=1)[way]
    clearance, worst, by = _narrowest(spine, laid, way)
    compressed = bool(lost.max() > LOST and clearance < TOUCH)
    at = int(lost.argmax()) if compressed else worst
    displacement = float(moved.max())
    return {
        "clearance": round(max(clearance, 0.0), 2),
        "displacement": round(displacement, 2) if displacement > MOVED else 0.0,
        "compressed": compressed,
        "by": by[at] if compressed or displacement > MOVED else None,
    }


def _narrowest(spine: Spine, laid: Laid, way: slice) -> tuple[float, int, list[str]]:
    """The least room beside a root, the station where it is, and what is nearest at each station."""
    ids = list(spine.obstacles)
    rings = laid.course.rings(laid.radii)[way]
    value, _, which = nearest([spine.obstacles[i] for i in ids], rings.reshape(-1, 3), 12.0)
    value, which = value.reshape(rings.shape[:2]), which.reshape(rings.shape[:2])
    around = value.argmin(axis=1)
    rows = np.arange(len(value))
    least = value[rows, around] - 0.1
    by = [ids[which[r, around[r]]] if which[r, around[r]] >= 0 else "" for r in rows]
    return float(least.min()), int(least.argmin()), by
