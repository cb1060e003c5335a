"""What surrounds the spine, to be shown faded: built once in the healthy spine, then bent along with the bones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from . import carry
from .building import LOOSE, Building, spinous
from .contact import drawn_back
from .levels import SIDES
from .ligaments import ALL_THICK
from .muscles import drawn_in, middles, muscle
from .obstacle import Shell, trimmed, within
from .pelvis import ilium
from .pose import Pose
from .proportions import unlike
from .surface import Surface
from .sweep import mirrored
from .vessels import vessel

VESSELS = ("aorta", "inferior_vena_cava")
MUSCLES = ("psoas", "multifidus", "erector_spinae")
CONTEXT = (
    *(f"S1/ilium/{side}" for side in SIDES),
    *(f"T12-S1/{name}" for name in VESSELS),
    *(f"L1-S1/{name}/{side}" for name in MUSCLES for side in SIDES),
)
APART = 1.0  # mm a vessel or hip bone keeps from what has changed beside it
ENCLOSED = ("dural_sac", "conus_medullaris", "cauda_equina", "epidural_fat", "nucleus", "facet_cartilage")


def surround(standing: Building) -> None:
    """Add the vessels, muscles and iliac wings to a spine whose other parts all stand."""
    if standing.model is not None:
        for id_ in CONTEXT:
            _bent(standing, standing.model, id_)
        return
    poses, scale = standing.poses, standing.person.scale
    ahead = scale * unlike(standing.person, "L4").endplate_depth / 2
    for side in SIDES:
        standing.add(f"S1/ilium/{side}", partial(ilium, side, scale), gap=LOOSE)
    for name in VESSELS:
        standing.add(f"T12-S1/{name}", partial(vessel, name, poses, scale, ahead), gap=LOOSE)
    for name in MUSCLES:
        vessels = [standing.surfaces[f"T12-S1/{name}"] for name in VESSELS]
        walls = [
            *standing.solid.values(),
            *(Shell(mirrored(vessel)) for vessel in vessels),
        ]  # the same on both sides
        for side in SIDES:
            standing.add(f"L1-S1/{name}/{side}", partial(muscle, name, side, poses, walls, scale), gap=LOOSE)


def _bent(standing: Building, model: Building, id_: str) -> None:
    """A surrounding structure of the healthy spine, every point moved as the bones beside it have."""
    solid = _moved(model.surfaces[id_], _motions(standing, model, id_), model)
    new = [
        obstacle
        for other, obstacle in standing.solid.items()
        if standing.surfaces[other] is not model.surfaces.get(other) and other.split("/")[1] not in ENCLOSED
    ]
    new = within(new, solid.points, LOOSE)
    if new and any(name in id_ for name in MUSCLES):
        solid = drawn_back(drawn_in(solid, new), middles(solid), new, settle=False)
    elif new:
        firm = [obstacle for obstacle in new if any(obstacle is other for other in standing.hard.values())]
        solid = trimmed(trimmed(solid, firm, APART + ALL_THICK), new, APART)
    standing.surfaces[id_] = solid
    standing.solid[id_] = Shell(solid)


def _motions(standing: Building, model: Building, id_: str) -> dict[str, Pose]:
    """How the bones have moved that a structure follows: arches for what lies behind, bodies for what lies before."""
    poses = dict(standing.poses)
    if "multifidus" in id_ or "erector" in id_:
        poses = {name: arch.pose for name, arch in spinous(standing).items()}
    elif "ilium" not in id_:
        poses.pop("S1")  # vessels and psoas hang before L5
    return {name: pose.after(model.poses[name].inverse()) for name, pose in poses.items()}


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
