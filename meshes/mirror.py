"""Left and right exchanged: what was built for one side as it is on the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from .canal import Sac
from .case import Case, plan
from .disc import Disc
from .facets import Joint
from .fields import Box, Points
from .grid import Grid, Posed
from .levels import mirrored, mirrored_id
from .nerves import Laid
from .obstacle import Obstacle, Shell
from .pose import Pose
from .roots import Root
from .surface import Surface
from .sweep import Course
from .sweep import mirrored as flipped
from .wear import Worn

if TYPE_CHECKING:
    from .spine import Spine

SWAP = np.array([-1.0, 1.0, 1.0])
ACROSS = Pose(np.diag(SWAP))  # no motion, but the midplane as one
NEAR = 0.9  # mm within which a point counts as the mirror image of another
MOST_SHARED = 400  # points that may have the same nearest image and are then told apart


def partners(one: Surface, other: Surface) -> NDArray[np.intp] | None:
    """For each point of a surface the index (n,) of its mirror image in another; None where not each has its own."""
    if len(one.points) != len(other.points):
        return None
    seen = one.points * SWAP
    index = np.asarray(cKDTree(other.points).query(seen)[1])
    shared = np.bincount(index, minlength=len(index))
    left, free = np.flatnonzero(shared[index] > 1), np.flatnonzero(shared != 1)
    if len(left) > MOST_SHARED:
        return None
    far = np.linalg.norm(seen[left][:, None] - other.points[free][None], axis=2)
    rows, columns = linear_sum_assignment(far)
    index[left[rows]] = free[columns]
    return index if np.linalg.norm(seen - other.points[index], axis=1).max() < NEAR else None


def image(solid: Surface, like: Surface | None, pairs: NDArray[np.intp] | None) -> Surface:
    """The mirror image of a surface, its points and faces in the order of the one it is ``like``."""
    if like is None or pairs is None or len(solid.points) != len(like.points):
        return flipped(solid)
    points = np.empty_like(solid.points)
    points[pairs] = solid.points * SWAP
    core = None if solid.core is None else np.empty_like(solid.core)
    if core is not None and solid.core is not None:
        core[pairs] = solid.core * SWAP
    return Surface(points, like.faces, core)


def evened(solid: Surface, pairs: NDArray[np.intp]) -> Surface:
    """A surface in the midline half-way between itself and its mirror image."""
    core = None if solid.core is None else (solid.core + solid.core[pairs] * SWAP) / 2
    return Surface((solid.points + solid.points[pairs] * SWAP) / 2, solid.faces, core)


def mirror(spine: Spine, case: Case, healthy: Spine, pairs: Mapping[str, NDArray[np.intp] | None]) -> Spine:
    """The spine of the mirrored ``case``; what is as in the healthy spine is the healthy spine's own."""
    surfaces, obstacles = {}, {}
    for id_, solid in spine.surfaces.items():
        now = mirrored_id(id_)
        like = healthy.surfaces.get(now)
        same = solid is healthy.surfaces.get(id_) and like is not None
        surfaces[now] = like if same and like is not None else image(solid, like, pairs.get(id_))
    for id_, thing in spine.obstacles.items():
        now = mirrored_id(id_)
        same = thing is healthy.obstacles.get(id_)
        own = isinstance(thing, Shell) and thing.surface is spine.surfaces.get(id_)
        obstacles[now] = healthy.obstacles[now] if same else _obstacle(thing, surfaces[now] if own else None)
    return replace(
        spine,
        case=case,
        plan=plan(case),
        poses={name: _pose(pose) for name, pose in spine.poses.items()},
        bones={name: _posed(bone) for name, bone in spine.bones.items()},
        discs={level: _disc(disc) for level, disc in spine.discs.items()},
        joints={mirrored_id(place): _joint(joint) for place, joint in spine.joints.items()},
        sac=_sac(spine.sac),
        laid_sac=_laid(spine.laid_sac),
        roots=_in_order([_root(root) for root in spine.roots], healthy),
        laid_roots=_laid_in_order(spine, healthy),
        surfaces=surfaces,
        obstacles=obstacles,
    )


def _in_order(roots: list[Root], healthy: Spine) -> tuple[Root, ...]:
    by_id = {root.id: root for root in roots}
    return tuple(by_id[root.id] for root in healthy.roots)


def _laid_in_order(spine: Spine, healthy: Spine) -> tuple[Laid, ...]:
    by_id = {
        mirrored_id(root.id): _laid(laid) for root, laid in zip(spine.roots, spine.laid_roots, strict=True)
    }
    return tuple(by_id[root.id] for root in healthy.roots)


def _pose(pose: Pose) -> Pose:
    return Pose(pose.turn * np.outer(SWAP, SWAP), pose.shift * SWAP)


def _posed(bone: Posed) -> Posed:
    return Posed(_grid(bone.grid), _pose(bone.pose))


def _grid(grid: Grid) -> Grid:
    last = grid.low[0] + (grid.values.shape[0] - 1) * grid.spacing
    (x, *low), (right, *high) = grid.box.low, grid.box.high
    return Grid(
        np.array([-last, *grid.low[1:]]),
        grid.spacing,
        grid.values[::-1],
        Box((-right, low[0], low[1]), (-x, high[0], high[1])),
    )


def _obstacle(thing: Obstacle, surface: Surface | None) -> Obstacle:
    if isinstance(thing, Posed):
        return _posed(thing)
    if isinstance(thing, Worn):
        return Worn(_obstacle(thing.bone, None), _obstacle(thing.other, None), thing.gap)
    if isinstance(thing, Shell):
        return Shell(surface if surface is not None else flipped(thing.surface), (thing, ACROSS))
    raise TypeError(f"{type(thing).__name__} cannot be seen in a mirror")


def _disc(shape: Disc) -> Disc:
    return replace(shape, frame=_pose(shape.frame), ways=shape.ways * SWAP[:2])


def _joint(joint: Joint) -> Joint:
    return Joint(
        centre=_points(joint.centre),
        normal=_points(joint.normal),
        along=_points(joint.along),
        across=_points(joint.across),
        superior=_obstacle(joint.superior, None),
        inferior=_obstacle(joint.inferior, None),
    )


def _points(points: Points) -> Points:
    image: Points = points * SWAP
    return image


def _course(course: Course) -> Course:
    return Course(_points(course.centre), _points(course.across), _points(course.over))


def _sac(sac: Sac) -> Sac:
    return replace(sac, course=_course(sac.course))


def _laid(tube: Laid) -> Laid:
    return replace(tube, course=_course(tube.course), rest=_points(tube.rest))


def _root(root: Root) -> Root:
    return replace(root, side=mirrored(root.side), way=replace(root.way, rest=_points(root.way.rest)))
