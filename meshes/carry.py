"""Carrying what was built once to where its bones stand now."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .disc import Disc
from .facets import Joint
from .grid import Posed
from .nerves import Laid
from .obstacle import Obstacle, Shell
from .pose import Pose
from .roots import Root
from .surface import Surface
from .sweep import Course


def still(motion: Pose) -> bool:
    """Whether a motion moves nothing."""
    return bool(np.abs(motion.shift).max() < 1e-9 and np.abs(motion.turn - np.eye(3)).max() < 1e-12)


def surface(solid: Surface, motion: Pose) -> Surface:
    """A surface carried along."""
    if still(motion):
        return solid
    core = None if solid.core is None else motion.out(solid.core)
    return Surface(motion.out(solid.points), solid.faces, core)


def obstacle(thing: Obstacle, motion: Pose) -> Obstacle:
    """An obstacle carried along."""
    if still(motion):
        return thing
    if isinstance(thing, Posed):
        return Posed(thing.grid, motion.after(thing.pose))
    if isinstance(thing, Shell):
        return Shell(surface(thing.surface, motion), (thing, motion))
    raise TypeError(f"{type(thing).__name__} cannot be carried")


def disc(shape: Disc, motion: Pose) -> Disc:
    """A disc carried along."""
    return replace(shape, frame=motion.after(shape.frame))


def joint(shape: Joint, motion: Pose, superior: Obstacle, inferior: Obstacle) -> Joint:
    """A facet joint carried along with its two bones."""
    normal, along, across = motion.turned_out(np.stack([shape.normal, shape.along, shape.across]))
    return Joint(motion.out(shape.centre[None])[0], normal, along, across, superior, inferior)


def course(line: Course, motion: Pose) -> Course:
    """A course carried along."""
    return Course(motion.out(line.centre), motion.turned_out(line.across), motion.turned_out(line.over))


def laid(tube: Laid, motion: Pose) -> Laid:
    """A laid tube carried along."""
    return (
        tube
        if still(motion)
        else replace(tube, course=course(tube.course, motion), rest=motion.out(tube.rest))
    )


def root(shape: Root, motion: Pose) -> Root:
    """A resting root carried along."""
    return shape if still(motion) else replace(shape, way=replace(shape.way, rest=motion.out(shape.way.rest)))
