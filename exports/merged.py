"""Many surfaces as one list of points and faces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..annotations import codes
from ..meshes.surface import Surface

FRAME = "mm, SPACE=LPS: +x left, +y posterior, +z superior"


@dataclass(frozen=True)
class Merged:
    """Surfaces laid end to end."""

    points: NDArray[np.float64]  # (n, 3) mm, LPS
    faces: NDArray[np.int32]  # (m, 3) into points
    part: NDArray[np.int32]  # (m,) which surface a face came from


def merged(surfaces: Iterable[Surface]) -> Merged:
    """Lay surfaces end to end, their faces renumbered."""
    surfaces = list(surfaces)
    starts = np.cumsum([0, *(len(s.points) for s in surfaces)])
    return Merged(
        np.concatenate([s.points for s in surfaces]),
        np.concatenate([s.faces + start for s, start in zip(surfaces, starts, strict=False)]).astype(
            np.int32
        ),
        np.repeat(np.arange(len(surfaces), dtype=np.int32), [len(s.faces) for s in surfaces]),
    )


def code_lines(part: str) -> list[str]:
    """The standard codes of a part, one text a system: ``FMA 13075``."""
    return [f"{system} {code}" for system, code in codes(part).items()]
