"""A spine in the making: the solids that stand so far, and what can be carried over from the healthy spine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


from . import carry
from .chain import Landmarks
from .disc import Disc
from .facets import Joint
from .grid import Posed
from .levels import SEGMENTS, lower, upper
from .obstacle import Obstacle, Shell, trimmed
from .plan import Plan, Segment
from .pose import Pose
from .roots import Root
from .surface import Surface

GAP = 0.12  # mm between solids that touch
LOOSE = 0.30  # mm between solids with fat or fluid between them


@dataclass(eq=False)
class Building:
    """The parts of a spine that stand so far.

    ``model`` is the finished healthy spine: segments that a plan leaves alone are carried
    over from it with their bones, the same whatever else the plan asks.
    """

    plan: Plan
    poses: dict[str, Pose]
    landmarks: dict[str, Landmarks]
    bones: dict[str, Posed]
    model: Building | None
    surfaces: dict[str, Surface] = field(default_factory=dict)
    hard: dict[str, Obstacle] = field(default_factory=dict)
    solid: dict[str, Obstacle] = field(default_factory=dict)
    discs: dict[str, Disc] = field(default_factory=dict)
    joints: dict[str, Joint] = field(default_factory=dict)
    roots: dict[str, Root] = field(default_factory=dict)

    def add(
        self,
        id_: str,
        make: Callable[[], Surface],
        *,
        hard: bool = False,
        gap: float = GAP,
        on: str = "",
        keep: bool = False,
    ) -> None:
        """Add a solid, trimmed by all that stands already.

        Parameters
        ----------
        hard:
            Whether nerves give way to it.
        on:
            The segment or bone it belongs to: where that is as in the healthy spine, the
            solid is carried over instead of made.
        keep:
            Whether it is the healthy spine's own, unmoved.
        """
        motion = self.motion(on) if on else Pose() if keep else None
        if motion is not None and self.model is not None and id_ in self.model.surfaces:
            self.surfaces[id_] = carry.surface(self.model.surfaces[id_], motion)
            self.solid[id_] = carry.obstacle(self.model.solid[id_], motion)
        else:
            self.surfaces[id_] = trimmed(make(), list(self.solid.values()), gap)
            self.solid[id_] = Shell(self.surfaces[id_])
        if hard:
            self.hard[id_] = self.solid[id_]

    def walls(self, *patterns: str) -> list[Obstacle]:
        """The hard things whose id holds one of the patterns; all of them when none is given."""
        return [o for id_, o in self.hard.items() if not patterns or any(p in id_ for p in patterns)]

    def untouched(self, level: str) -> bool:
        """Whether the plan leaves a segment as it is, and nothing is added there."""
        added = (*self.plan.herniations, *self.plan.cysts)
        return self.plan.at(level) == Segment() and all(lesion.level != level for lesion in added)

    def around(self, name: str) -> tuple[str, ...]:
        """The segments above and below a bone."""
        return tuple(level for level in SEGMENTS if name in (upper(level), lower(level)))

    def motion(self, on: str) -> Pose | None:
        """How a segment (or a bone with the segments around it) has moved as a whole, or None where it has changed."""
        if self.model is None:
            return None
        levels = (on,) if on in SEGMENTS else self.around(on)
        if on in SEGMENTS:
            if self.plan.at(on) != Segment():
                return None
        elif not all(self.untouched(level) for level in levels):
            return None
        name = lower(on) if on in SEGMENTS else on
        return self.poses[name].after(self.model.poses[name].inverse())

    def loose_arch(self, name: str) -> bool:
        """Whether the arch of a bone has come off its body."""
        return any(self.plan.at(level).lysis for level in SEGMENTS if upper(level) == name)

    def unmoved(self) -> bool:
        """Whether every bone stands as in the healthy spine."""
        return self.model is not None and all(
            carry.still(self.poses[name].after(self.model.poses[name].inverse())) for name in self.poses
        )


def spinous(standing: Building) -> dict[str, Posed]:
    """The solid that bears the spinous process of each bone."""
    arches = {name: standing.hard.get(f"{name}/neural_arch") for name in standing.bones}
    return {name: arch if isinstance(arch, Posed) else standing.bones[name] for name, arch in arches.items()}


