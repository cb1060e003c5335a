"""The plane that opens the canal lengthwise."""

from collections.abc import Iterable

from ._scene import PLACES, Cut

BESIDE = 1.4  # mm left of the midline: there run strands and flava, and in it only the filum and clefts


def along_the_canal(levels: Iterable[str] = PLACES) -> tuple[Cut, ...]:
    """The cut of a scene, at some levels or at all, just beside the midline."""
    return (Cut("sagittal", BESIDE, keep="right", levels=tuple(levels)),)
