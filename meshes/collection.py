"""A collection in front of the sac, behind the bodies and the disc of an infected segment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import gaussian_filter, median_filter

from .building import Building
from .canal import Sac
from .levels import lower, upper
from .obstacle import Obstacle, cast
from .sheath import between
from .surface import Surface
from .sweep import slab

ROWS, COLUMNS = 41, 25
FILM = 0.2  # mm to the wall it lies on
HALF_WIDTH = 8.5  # mm
BLUNT, NARROWEST = 2.4, 0.01  # power of the ellipse that is its outline; its least share, at its two tips
LENGTH = (
    (0.0, 18.0),
    (3.0, 34.0),
    (8.0, 62.0),
)  # mm thick -> mm long: one to three levels (anatomy-facts C8)
OFF_AXIS = 4.0  # mm behind the sac's axis from where the front of the canal is looked for


def collection(level: str, thick: float, standing: Building, sac: Sac, walls: Sequence[Obstacle]) -> Surface:
    """Fluid ``thick`` mm deep behind a disc, tapering up and down the bodies and to the sides."""
    axis = sac.course.centre
    middle = standing.discs[level].frame.shift[2]
    half = between(LENGTH, thick) / 2
    order = np.argsort(axis[:, 2])
    height = middle + np.linspace(-half, half, ROWS)
    centre = np.stack([np.interp(height, axis[order, 2], axis[order, k]) for k in range(3)], axis=1)
    tilt = standing.poses[upper(level)].turn[:, 1] + standing.poses[lower(level)].turn[:, 1]
    back = tilt / np.linalg.norm(tilt)
    along, aside = np.linspace(-1.0, 1.0, ROWS), np.linspace(-1.0, 1.0, COLUMNS)
    broad = HALF_WIDTH * np.maximum(1.0 - np.abs(along) ** BLUNT, NARROWEST) ** (1.0 / BLUNT)
    starts = centre[:, None] + (broad[:, None] * aside)[..., None] * [1.0, 0.0, 0.0]
    ahead = np.repeat(-back[None], ROWS * COLUMNS, axis=0)
    far = cast(walls, starts.reshape(-1, 3), ahead, 24.0).reshape(ROWS, COLUMNS)
    far = np.minimum(far, median_filter(far, (9, 1), mode="nearest") + 0.3)  # no finger into the disc space
    far = np.minimum(far, gaussian_filter(far, (1.2, 1.0), mode="nearest")) - FILM
    swell = np.sqrt(np.clip(1.0 - along**2, 0.0, 1.0))[:, None] * np.sqrt(
        np.clip(1.0 - np.abs(aside) ** 2.5, 0.0, 1.0)
    )
    deep = np.minimum(np.maximum(thick * swell, 0.08), np.maximum(far + OFF_AXIS, 0.1))
    front = starts - far[..., None] * back
    return slab(front, front + deep[..., None] * back)
