"""Coronal cuts along a root: through its ganglion and its way out of the sac, and so through what grows on it."""

from ._scene import Cut

GANGLION = {  # mm that the middle of a ganglion of the default adult lies behind the back of its level's disc
    "L1": 7.2,
    "L2": 6.3,
    "L3": 4.6,
    "L4": 1.6,
    "L5": -0.1,
}
BEHIND = 1.4  # mm behind that middle, where the root leaves the sac


def along_the_root() -> tuple[Cut, ...]:
    """The cuts of a scene of a root, one a level."""
    return tuple(
        Cut("coronal", round(middle + BEHIND, 1), keep="front", levels=(level,))
        for level, middle in GANGLION.items()
    )
