"""Cuts along a disc, as slices of an MRI are angled: through the middle of its back and the middle of its front."""

from collections.abc import Iterable

from ._scene import Cut

TILT = {  # degrees by which a disc of the default adult rises backward as that stands
    "L1-L2": -13.2,
    "L2-L3": -8.5,
    "L3-L4": 0.4,
    "L4-L5": 12.4,
    "L5-S1": 34.1,
}


def through_the_disc(levels: Iterable[str], above: float = 0.0) -> tuple[Cut, ...]:
    """The cuts of a scene at some levels, ``above`` mm over the middle of the disc's back."""
    return tuple(Cut("axial", above, keep="below", levels=(level,), tilt=TILT[level]) for level in levels)
