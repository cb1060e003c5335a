"""What surrounds the spine, to be shown faded: built once in the healthy spine, then bent along with the bones."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import partial

import numpy as np

from . import carry
from .building import LOOSE, Building, spinous
from .contact import drawn_back, moved_off
from .fields import Points
from .levels import SIDES, mirrored_id
from .ligaments import ALL_THICK
from .mirror import image, partners
from .muscles import drawn_in, middles, muscle
from .obstacle import Obstacle, Shell, within
from .pelvis import ilium
from .pose import Pose
from .proportions import unlike
from .surface import Surface
from .sweep import mirrored
from .vessels import vessel

MUSCLES = ("psoas", "multifidus", "erector_spinae")
# they change no sides: one lies left, the other right
VESSELS = ("T12-S1/aorta", "T12-S1/inferior_vena_cava")
CONTEXT = (
    *(f"S1/ilium/{side}" for side in SIDES),
    *VESSELS,
    *(f"L1-S1/{name}/{side}" for name in MUSCLES for side in SIDES),
)
APART = 1.0  # mm a vessel or hip bone keeps from what has changed beside it
FORWARD = np.array([0.0, -1.0, 0.0])  # what lies before the spine leaves it
ENCLOSED = ("dural_sac", "conus_medullaris", "cauda_equina", "epidural_fat", "nucleus", "facet_cartilage")


def surround(standing: Building) -> None:
    """Add the vessels, muscles and iliac wings to a spine whose other parts all stand."""
    if standing.model is not None:
        for id_ in CONTEXT:
            if id_ in VESSELS:
                standing.keep(id_, hard=False)  # they give way last of all: see ``vessels_beside``
            else:
                _bent(standing, standing.model, id_)
        return
    poses, scale = standing.poses, standing.person.scale
    ahead = scale * unlike(standing.person, "L4").endplate_depth / 2
    for side in SIDES:
        standing.add(f"S1/ilium/{side}", partial(ilium, side, scale), gap=LOOSE)
    for id_ in VESSELS:
        standing.add(id_, partial(vessel, id_.partition("/")[2], poses, scale, ahead), gap=LOOSE)
    for name in MUSCLES:
        images = [Shell(mirrored(standing.surfaces[id_])) for id_ in VESSELS]  # the same on both sides
        walls = [*standing.solid.values(), *images]
        left, right = (f"L1-S1/{name}/{side}" for side in SIDES)
        standing.add(left, partial(muscle, name, "left", poses, walls, scale), gap=LOOSE)
        standing.add(right, partial(mirrored, standing.surfaces[left]), gap=LOOSE)


def _bent(standing: Building, model: Building, id_: str) -> None:
    """A surrounding structure of the healthy spine, every point moved as the bones beside it have."""
    solid = _fellow(standing, model, id_)
    if solid is None:
        solid = _moved(model.surfaces[id_], _motions(standing, model, id_), model)
        new = {
            other: o for other, o in standing.solid.items() if _is_new(other, standing.surfaces[other], model)
        }
        if any(name in id_ for name in MUSCLES):
            near = within(list(new.values()), solid.points, LOOSE)
            solid = drawn_back(drawn_in(solid, near), middles(solid), near, settle=False) if near else solid
        else:
            solid = _apart(solid, new, standing.hard, None)
    standing.surfaces[id_] = solid
    standing.solid[id_] = Shell(solid)


def _fellow(standing: Building, model: Building, id_: str) -> Surface | None:
    """A muscle or hip bone on the right as the image of the left one, where both sides are asked to be the same."""
    other = mirrored_id(id_)
    if not standing.even or other not in standing.surfaces:
        return None
    pairs = partners(model.surfaces[other], model.surfaces[id_])
    return None if pairs is None else image(standing.surfaces[other], model.surfaces[id_], pairs)


def vessels_beside(
    surfaces: Mapping[str, Surface], hard: Mapping[str, Obstacle], poses: Mapping[str, Pose], model: Building
) -> dict[str, Surface]:
    """The vessels of the healthy spine as they lie before bones and what is new there, by id.

    They give way when a spine is finished, for one that is the mirror image of another has its aorta on the left
    all the same.  ``hard`` are the obstacles of it that are known.
    """
    firm, rest, muscles = (dict[str, Obstacle]() for _ in range(3))
    for id_, solid in surfaces.items():
        if id_ in VESSELS or not _is_new(id_, solid, model):
            continue
        kind = muscles if any(name in id_ for name in MUSCLES) else firm if id_ in hard else rest
        kind[id_] = hard.get(id_) or Shell(solid)
    bodies, laid = _bodies(poses, model), dict[str, Surface]()
    for id_ in VESSELS:
        moved = _apart(_moved(model.surfaces[id_], bodies, model), firm | rest, firm, FORWARD)
        beside = [Shell(other) for other in laid.values()]
        laid[id_] = moved_off(moved_off(moved, list(muscles.values()), LOOSE), beside, APART)
    return laid


def _apart(solid: Surface, new: Mapping[str, Obstacle], hard: Container[str], away: Points | None) -> Surface:
    """A vessel or hip bone that keeps from what is new beside it, and from what is hard of that by a strap more."""
    firm = [obstacle for id_, obstacle in new.items() if id_ in hard]
    return moved_off(moved_off(solid, firm, APART + ALL_THICK, away), list(new.values()), APART, away)


def _is_new(id_: str, solid: Surface, model: Building) -> bool:
    """Whether a solid is not as in the healthy spine, and can stand in the way of what surrounds it."""
    return solid is not model.surfaces.get(id_) and id_.split("/")[1] not in ENCLOSED


def _motions(standing: Building, model: Building, id_: str) -> dict[str, Pose]:
    """How the bones have moved that a structure follows: arches for what lies behind, bodies for what lies before."""
    if "multifidus" in id_ or "erector" in id_:
        poses = {name: arch.pose for name, arch in spinous(standing).items()}
    elif "ilium" in id_:
        poses = dict(standing.poses)
    else:
        return _bodies(standing.poses, model)
    return {name: pose.after(model.poses[name].inverse()) for name, pose in poses.items()}


def _bodies(poses: Mapping[str, Pose], model: Building) -> dict[str, Pose]:
    """How the bodies have moved that vessels and psoas hang before: all but the sacrum's."""
    return {name: pose.after(model.poses[name].inverse()) for name, pose in poses.items() if name != "S1"}


def _moved(solid: Surface, motions: Mapping[str, Pose], model: Building) -> Surface:
    """A surface whose points are each moved between the motions of the two bones next in height."""
    if all(carry.still(motion) for motion in motions.values()):
        return solid
    names = sorted(motions, key=lambda name: float(model.poses[name].shift[2]))
    heights = [model.poses[name].shift[2] for name in names]
    place = np.interp(solid.points[:, 2], heights, np.arange(len(names)))
    points = np.zeros_like(solid.points)
    for number, name in enumerate(names):
        points += np.clip(1.0 - np.abs(place - number), 0.0, 1.0)[:, None] * motions[name].out(solid.points)
    return Surface(points, solid.faces)
