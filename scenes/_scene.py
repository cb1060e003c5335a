"""What a scene is: one pathology, where it may stand, its stages, and how to look at it.

Structure patterns hold the placeholders of `places` and ``*``.  Directions are LPS: x left, y behind, z up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ._structures import LEVELS, TUMOUR_LEVELS

PLACES = (*LEVELS, *TUMOUR_LEVELS)
"""Every level a scene may stand at."""


@dataclass(frozen=True)
class Stage:
    """A named point along severity: a tap goes to ``severity``; the name holds from ``begins`` on."""

    id: str
    severity: float
    begins: float
    levels: tuple[str, ...] = PLACES


@dataclass(frozen=True)
class Option:
    """A parameter of the finding that the scene fixes at some levels: ``key=value`` in the case code."""

    key: str
    value: str
    levels: tuple[str, ...] = PLACES


@dataclass(frozen=True)
class View:
    """Where to look from: direction from focus to camera for the left side, mirrored for the right."""

    from_: tuple[float, float, float]
    focus: tuple[str, ...]
    span: float | None  # mm across the picture; None frames all of the focus


@dataclass(frozen=True)
class Cut:
    """A plane with which a scene opens; for the right side it is mirrored.

    ``at``: mm from the back of the disc of the scene's level, to the patient's left, behind it or above it.
    ``keep`` is the side that is drawn.  ``tilt``: degrees by which an axial plane rises backward from there.
    """

    axis: Literal["axial", "sagittal", "coronal"]
    at: float
    keep: Literal["above", "below", "left", "right", "front", "back"]
    levels: tuple[str, ...] = PLACES
    tilt: float = 0.0


@dataclass(frozen=True)
class Fade:
    """Structures shown at an opacity, 1 solid, 0 hidden; where several name one, the last holds."""

    parts: tuple[str, ...]
    opacity: float


@dataclass(frozen=True)
class Label:
    """A label's text key and the structure it points at, which is there from a severity on."""

    id: str
    part: str
    begins: float = 0.0


@dataclass(frozen=True)
class Scene:
    """One condition as data; its words have the same id in `annotations`."""

    id: str
    order: int
    view: View
    cuts: tuple[Cut, ...] = ()  # planes that are cut when it opens
    group: str = "rare"  # where menus list it; its title is in annotations, under `groups`
    finding: str | None = None  # kind in the case code
    zone: str | None = None
    options: tuple[Option, ...] = ()
    levels: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    level: str | None = None  # the default one
    side: str | None = None  # the default one
    severity: float = 0.0
    stages: tuple[Stage, ...] = ()
    fades: tuple[Fade, ...] = ()
    labels: tuple[Label, ...] = ()
    measures: tuple[str, ...] = ()  # paths into the JSON of `measure`, dots between keys
    terms: tuple[str, ...] = ()  # term ids that the words of this scene link

    def __post_init__(self) -> None:
        """Refuse defaults that the scene itself does not offer."""
        if self.levels and self.level not in self.levels:
            raise ValueError(f"{self.id}: level {self.level!r} is not one of {', '.join(self.levels)}")
        if self.sides and self.side not in self.sides:
            raise ValueError(f"{self.id}: side {self.side!r} is not one of {', '.join(self.sides)}")
        if not 0 <= self.severity <= 1:
            raise ValueError(f"{self.id}: severity {self.severity} is not within 0…1")
