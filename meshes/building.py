"""A spine in the making: the solids that stand so far, and what can be carried over from the healthy spine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from . import carry
from .chain import Landmarks
from .contact import drawn_back, fitted
from .disc import Disc
from .facets import Joint
from .grid import Posed
from .levels import SEGMENTS, lower, mirrored_id, upper
from .mirror import ACROSS, evened, image, partners
from .nerves import Laid
from .obstacle import Obstacle, Shell, within
from .person import DEFAULT, Person
from .plan import Plan, Segment
from .pose import Pose
from .roots import Root
from .surface import Surface
from .wear import unworn

GAP = 0.12  # mm between solids that touch
SAME = 1e-9  # mm up to which two points are one
UNFELT = 0.01  # mm that a point may move without coming nearer to anything
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
    even: bool  # whether both sides are asked to be the same
    person: Person = DEFAULT
    surfaces: dict[str, Surface] = field(default_factory=dict)
    made: dict[str, Surface] = field(default_factory=dict)  # as they were before they were trimmed
    paired: dict[str, NDArray[np.intp] | None] = field(
        default_factory=dict
    )  # points with their images, once asked
    hard: dict[str, Obstacle] = field(default_factory=dict)
    solid: dict[str, Obstacle] = field(default_factory=dict)
    discs: dict[str, Disc] = field(default_factory=dict)
    joints: dict[str, Joint] = field(default_factory=dict)
    roots: dict[str, Root] = field(default_factory=dict)
    settled: dict[str, tuple[Root, Laid]] = field(default_factory=dict)  # roots that lie already

    def add(
        self,
        id_: str,
        make: Callable[[], Surface],
        *,
        hard: bool = False,
        gap: float = GAP,
        motion: Pose | None = None,
        besides: str = "",
        among: Collection[str] | None = None,
        settle: bool = True,
    ) -> None:
        """Add a solid, trimmed by all that stands already.

        Parameters
        ----------
        hard:
            Whether nerves give way to it.
        motion:
            How it has moved as a whole since the healthy spine: it is then carried over from
            there instead of made.
        besides:
            Another solid that it has been cut out of already.
        among:
            The only solids that it can meet, where these keep all others from it.
        settle:
            Whether its core may have to come out of what stands already, or lies between others by its making.
        """
        if motion is not None and self.model is not None and id_ in self.model.surfaces:
            self.solid[id_] = thing = carry.obstacle(self.model.solid[id_], motion)
            if isinstance(thing, Shell):
                self.surfaces[id_] = thing.surface
            else:
                self.surfaces[id_] = carry.surface(self.model.surfaces[id_], motion)
        elif self._fellow_stays(id_):
            self.keep(id_, hard)
            return
        else:
            fellow, other = self._fellow(id_), mirrored_id(id_)
            self.made[id_] = made = make() if fellow is None else fellow
            if self._as_before(id_, made, gap):
                self.keep(id_, hard)
                return
            pairs, seen = self._pairs(id_, len(made.points)), None
            if pairs is not None and other != id_:
                solid, seen = image(self.surfaces[other], made, pairs), self.solid[other]
            else:
                names = self.solid.keys() if among is None else [name for name in self.solid if name in among]
                around = [self.solid[name] for name in names if name != besides]
                solid = fitted(made, around, gap, settle)
                if gap > GAP and solid.volume() <= 0.0:  # too thin to be pushed off by such a gap
                    solid = drawn_back(made, made.core, around, settle)
                solid = solid if pairs is None else _alike(solid, pairs, around)
            self.surfaces[id_] = solid
            self.solid[id_] = Shell(solid, (seen, ACROSS)) if isinstance(seen, Shell) else Shell(solid)
        if hard:
            self.hard[id_] = self.solid[id_]

    def drawn(self, id_: str, solid: Surface, besides: str) -> Surface:
        """A solid in the place of one that stands, drawn back from all others but ``besides``."""
        around = [thing for name, thing in self.solid.items() if name not in (id_, besides)]
        return drawn_back(solid, solid.core, around)

    def replace(self, id_: str, made: Surface, solid: Surface) -> None:
        """Put a solid, and what it was ``made`` as, in the place of one that stands."""
        self.made[id_], self.surfaces[id_], self.solid[id_] = made, solid, Shell(solid)

    def match(self, left: str, pairs: NDArray[np.intp]) -> None:
        """Put the image of a solid in the place of its fellow on the right.

        It has the same faces; its points are those of the left one in the order ``pairs``.
        """
        made, solid = (image(one, one, pairs) for one in (self.made[left], self.surfaces[left]))
        self.replace(mirrored_id(left), made, solid)

    def keep(self, id_: str, hard: bool) -> None:
        """Add a solid of the healthy spine as it is there."""
        if self.model is None:
            raise ValueError(f"{id_} stands nowhere yet")
        self.surfaces[id_], self.solid[id_] = self.model.surfaces[id_], self.model.solid[id_]
        if hard:
            self.hard[id_] = self.solid[id_]

    def _as_before(self, id_: str, made: Surface, gap: float) -> bool:
        """Whether a solid is made as in the healthy spine, and what is beside it is the same."""
        model = self.model
        if model is None or id_ not in model.made or not same(made, model.made[id_]):
            return False
        points = np.concatenate([made.points, model.surfaces[id_].points])
        return not within(self.changed(), points, gap)

    def changed(self) -> list[Obstacle]:
        """What stands otherwise than in the healthy spine, and what has stood there instead."""
        before = {} if self.model is None else self.model.solid
        now = [(o, before.get(id_)) for id_, o in self.solid.items() if o is not before.get(id_)]
        return [o for pair in now for o in pair if o is not None]

    def _fellow_stays(self, id_: str) -> bool:
        """Whether both sides are the same and a solid's fellow, which could be made otherwise, is as before."""
        other, model = mirrored_id(id_), self.model
        if other == id_ or not self.even or model is None or id_ not in model.made:
            return False
        return other in self.made and self.surfaces[other] is model.surfaces[other]

    def _fellow(self, id_: str) -> Surface | None:
        """A solid as it is made, seen in its fellow, where both sides are the same and it has points as before."""
        other, model = mirrored_id(id_), self.model
        if other == id_ or model is None or id_ not in model.made or other not in self.made:
            return None
        like, made = model.made[id_], self.made[other]
        if len(like.points) != len(made.points) or not np.array_equal(made.faces, model.made[other].faces):
            return None
        pairs = self._pairs(id_, len(like.points))
        return None if pairs is None else image(made, like, pairs)

    def _pairs(self, id_: str, count: int) -> NDArray[np.intp] | None:
        """Which point of a solid is the image of which of its fellow, or of itself, where both sides are the same.

        As in the healthy spine, where it stood there; None where its fellow does not stand yet, or they do not pair.
        """
        other, healthy = mirrored_id(id_), self.model
        if not self.even or other not in self.made:
            return None
        if healthy is not None and id_ in healthy.made and len(healthy.made[id_].points) == count:
            if id_ not in healthy.paired:
                healthy.paired[id_] = partners(healthy.made[other], healthy.made[id_])
            return healthy.paired[id_]
        return partners(self.made[other], self.made[id_])

    def walls(self, *patterns: str) -> list[Obstacle]:
        """The hard things whose id holds one of the patterns; all of them when none is given."""
        return [o for id_, o in self.hard.items() if not patterns or any(p in id_ for p in patterns)]

    def untouched(self, level: str) -> bool:
        """Whether the plan leaves a segment as it is, and nothing is added there."""
        return self.plan.at(level) == Segment() and level not in self.plan.visited

    def motion(self, level: str) -> Pose | None:
        """How a segment has moved as a whole, or None where it has changed."""
        if self.model is None or self.plan.at(level) != Segment():
            return None
        return self.moved(lower(level))

    def root_motion(self, name: str) -> Pose | None:
        """How a bone and the segments its root passes have moved as a whole, or None where they have changed."""
        last = [index for index, level in enumerate(SEGMENTS) if name in (upper(level), lower(level))]
        passed = SEGMENTS[max(min(last) - 1, 0) : max(last) + 1]
        if self.model is None or not all(self.untouched(level) for level in passed):
            return None
        return self.moved(name)

    def moved(self, name: str) -> Pose | None:
        """How a bone has moved since the healthy spine."""
        return None if self.model is None else self.poses[name].after(self.model.poses[name].inverse())

    def loose_arch(self, name: str) -> bool:
        """Whether the arch of a bone has come off its body."""
        return any(self.plan.at(level).lysis for level in SEGMENTS if upper(level) == name)

    def unmoved(self) -> bool:
        """Whether every bone stands as in the healthy spine."""
        return self.model is not None and all(
            carry.still(self.poses[name].after(self.model.poses[name].inverse())) for name in self.poses
        )


def _alike(solid: Surface, pairs: NDArray[np.intp], around: Sequence[Obstacle]) -> Surface:
    """A solid in the midline that is the same on both sides, also where what is around it has pressed these apart.

    Half-way between the two it would lie in a neighbour there: it is drawn back once more.
    """
    even = evened(solid, pairs)
    moved = np.abs(even.points - solid.points).max(axis=1)
    if moved.max() <= GAP:
        return even
    return evened(drawn_back(even, even.core, around, settle=False, anew=moved > UNFELT), pairs)


def same(one: Surface, other: Surface) -> bool:
    """Whether two surfaces are one, but for rounding."""
    return one.points.shape == other.points.shape and bool(np.abs(one.points - other.points).max() < SAME)


def spinous(standing: Building) -> dict[str, Posed]:
    """The solid that bears the spinous process of each bone, without what has been worn off it."""
    arches = {name: standing.hard.get(f"{name}/neural_arch", whole) for name, whole in standing.bones.items()}
    return {name: unworn(arch) for name, arch in arches.items()}


def jointed(standing: Building, level: str) -> tuple[Obstacle, Obstacle]:
    """The bone below with its superior articular processes, and the solid above with the inferior ones."""
    over, under = upper(level), lower(level)
    below = standing.hard["S1/sacrum" if under == "S1" else f"{under}/vertebra"]
    return below, standing.hard.get(f"{over}/neural_arch", standing.hard[f"{over}/vertebra"])
