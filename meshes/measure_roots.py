"""What becomes of the roots: room, displacement, compression and what presses."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .case import NORMAL, mirror_image
from .levels import ROOTS, mirrored, mirrored_id
from .nerves import GAP, Laid
from .obstacle import clearance, nearest
from .person import PEOPLE, Person
from .roots import Root
from .spine import Spine, build

LOST = 0.08  # share of a root's section or thickness that must be lost, beyond the healthy loss, to call it compressed
TOUCH = 0.35  # mm of room below which a root counts as touched
NAMED = 12.0  # mm within which something is named as what presses
MOVED = 0.5  # mm below which a root counts as not displaced


def roots(spine: Spine, names: tuple[str, ...] = ROOTS) -> dict[str, dict[str, Any]]:
    """Clearance, displacement and compression of the roots by ``L5/left``.

    ``clearance`` (mm) is the least distance from the root to what narrows its way, 0 when
    touching.  ``displacement`` (mm) is how far the root has been moved from where it would
    lie in the same bones without findings pressing on it.  ``compressed`` means that it is
    touched and, having moved as far as it could, has lost more than 8 % of its section or of its
    thickness there, beyond what it has lost in the healthy spine: room that it could not get
    back by moving.  ``by`` is the
    structure that leaves it the least room there.
    """
    even = spine.case == mirror_image(spine.case)  # both sides are the same then, to the last digit
    found: dict[str, dict[str, Any]] = {}
    for root, laid in zip(spine.roots, spine.laid_roots, strict=True):
        if root.name in names:
            other = found.get(f"{root.name}/{mirrored(root.side)}") if even else None
            found[f"{root.name}/{root.side}"] = (
                _root(spine, root, laid) if other is None else {**other, "by": _opposite(other["by"])}
            )
    return found


def _opposite(id_: str | None) -> str | None:
    """The structure on the other side."""
    return None if id_ is None else mirrored_id(id_)


@lru_cache(maxsize=PEOPLE)
def _healthy(person: Person) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """The kept shares (2, m) of every root's sections, and its displacement, in the healthy spine."""
    spine = build(NORMAL, person)
    return {
        root.id: (_kept(laid), laid.course.centre - root.way.rest)
        for root, laid in zip(spine.roots, spine.laid_roots, strict=True)
    }


def _kept(laid: Laid) -> NDArray[np.float64]:
    """The shares (2, m) of its resting area and of its resting thickness that each section has kept."""
    half = laid.radii.shape[1] // 2
    now, before = (radii[:, :half] + radii[:, half:] for radii in (laid.radii, laid.resting))
    return np.stack([laid.kept, (now / before).min(axis=1)])


def _root(spine: Spine, root: Root, laid: Laid) -> dict[str, Any]:
    kept, shift = _healthy(spine.person)[root.id]
    way = slice(root.begins, root.foramen_end + 4)
    lost = np.clip(kept - _kept(laid), 0.0, None).max(axis=0)[way]
    moved = np.linalg.norm(laid.course.centre - root.way.rest - shift, axis=1)[way]
    room, at_station = _clearances(spine, laid, way)
    touched = room < TOUCH
    compressed = bool((lost[touched] > LOST).any())
    displacement = float(moved.max())
    at = int(np.where(touched, lost, 0.0).argmax()) if compressed else int(moved.argmax())
    pressed = compressed or displacement > MOVED
    return {
        "clearance": round(max(float(room.min()), 0.0), 2),
        "displacement": round(displacement, 2) if displacement > MOVED else 0.0,
        "compressed": compressed,
        "by": at_station(at, compressed) if pressed else None,
    }


def _clearances(
    spine: Spine, laid: Laid, way: slice
) -> tuple[NDArray[np.float64], Callable[[int, bool], str | None]]:
    """The least room (m,) mm beside a root at each station, and what is nearest there.

    What a finding has brought is named before what it has changed; beside a root that is compressed these are
    named before what stands there anyway.
    """
    healthy = build(NORMAL, spine.person).obstacles
    ids = list(spine.obstacles)
    brought = [i for i in ids if i not in healthy]
    changed = [i for i in ids if i in healthy and spine.obstacles[i] is not healthy[i]]
    rings = laid.course.rings(laid.radii)[way]
    value = clearance([spine.obstacles[i] for i in ids], rings.reshape(-1, 3)).reshape(rings.shape[:2])

    def at_station(station: int, compressed: bool) -> str | None:
        for some in (brought, changed, ids) if compressed else (brought or changed or ids,):
            room, _, which = nearest([spine.obstacles[i] for i in some], rings[station], NAMED)
            first = int(which[room.argmin()])
            if first >= 0:
                return some[first]
        return None

    return value.min(axis=1) - GAP, at_station
