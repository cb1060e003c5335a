"""What surrounds the spine, to be shown faded: built once in the healthy spine, then bent along with the bones."""

from __future__ import annotations

from functools import partial

import numpy as np

from . import carry
from .building import LOOSE, Building
from .levels import SIDES
from .muscles import muscle
from .obstacle import Shell, trimmed
from .pelvis import ilium
from .pose import Pose
from .surface import Surface
from .vessels import vessel

CONTEXT = (
    *(f"S1/ilium/{side}" for side in SIDES),
    "T12-S1/aorta",
    "T12-S1/inferior_vena_cava",
    *(f"L1-S1/{name}/{side}" for name in ("psoas", "multifidus", "erector_spinae") for side in SIDES),
)


def surround(standing: Building) -> None:
    """Add the vessels, muscles and iliac wings to a spine whose other parts all stand."""
    if standing.model is not None:
        for id_ in CONTEXT:
            _bent(standing, standing.model, id_)
        return
    poses = standing.poses
    for side in SIDES:
        standing.add(f"S1/ilium/{side}", partial(ilium, side), gap=LOOSE)
    for name in ("aorta", "inferior_vena_cava"):
        standing.add(f"T12-S1/{name}", partial(vessel, name, poses), gap=LOOSE)
    for name in ("psoas", "multifidus", "erector_spinae"):
        walls = list(standing.solid.values())
        for side in SIDES:
            standing.add(f"L1-S1/{name}/{side}", partial(muscle, name, side, poses, walls), gap=LOOSE)


def _bent(standing: Building, model: Building, id_: str) -> None:
    """A surrounding structure of the healthy spine, every point moved as the bones beside it have."""
    solid = _moved(model.surfaces[id_], standing, model)
    new = [o for other, o in standing.solid.items() if standing.surfaces.get(other) is not model.surfaces.get(other)]
    standing.surfaces[id_] = trimmed(solid, new, LOOSE) if new else solid
    standing.solid[id_] = Shell(standing.surfaces[id_])


def _moved(solid: Surface, standing: Building, model: Building) -> Surface:
    motions = {name: pose.after(model.poses[name].inverse()) for name, pose in standing.poses.items()}
    if all(carry.still(motion) for motion in motions.values()):
        return solid
    names = sorted(motions, key=lambda name: model.poses[name].shift[2])
    heights = [model.poses[name].shift[2] for name in names]
    place = np.interp(solid.points[:, 2], heights, np.arange(len(names)))
    points = np.zeros_like(solid.points)
    for number, name in enumerate(names):
        share = np.clip(1.0 - np.abs(place - number), 0.0, 1.0)[:, None]
        points += share * (_carried(motions[name], solid) if share.any() else 0.0)
    return Surface(points, solid.faces)


def _carried(motion: Pose, solid: Surface) -> np.ndarray:
    return motion.out(solid.points)
