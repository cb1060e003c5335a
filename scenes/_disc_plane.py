"""Level cuts that stay in a disc: an oblique disc is met behind, where the canal is, and as far forward as it goes."""

from collections.abc import Iterable

from ._scene import Cut

ABOVE_ITS_BACK = {  # mm from the middle of a disc's posterior rims; L1 to L3 dip backward, L4 to S1 forward
    "L1-L2": 2.4,
    "L2-L3": 1.5,
    "L3-L4": 0.0,
    "L4-L5": -2.0,
    "L5-S1": 2.0,  # no level plane stays in it; here its sac is narrowest
}


def through_the_disc(levels: Iterable[str]) -> tuple[Cut, ...]:
    """The cuts of a scene at some levels."""
    return tuple(Cut("axial", ABOVE_ITS_BACK[level], keep="below", levels=(level,)) for level in levels)
