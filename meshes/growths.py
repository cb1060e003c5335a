"""Growths and collections put into a spine in the making, and what gives way to them."""

from __future__ import annotations

from functools import partial

import numpy as np

from . import nerves, sheath
from .blister import Mound, mound
from .breach import LEAST as BROKEN
from .breach import Breach
from .building import GAP, Building
from .canal import Sac
from .collection import collection
from .contact import drawn_back
from .levels import SEGMENTS, bone_id, lower, upper
from .obstacle import Obstacle, Shell, cast, pushed_out, trimmed
from .plan import BoneTumour, NerveTumour
from .refine import refined
from .remodel import held, hollowed, receded
from .roots import Root
from .surface import Surface
from .sweep import tube

SOFT = (
    "annulus",
    "flavum",
    "herniation",
    "cyst",
    "overgrowth",
    "osteophyte",
    "epidural",
    "collection",
    "neuro",
    "schwann",
)
BONE = ("vertebra", "sacrum", "arch")
FINE = 1.7  # mm, the longest edge of a triangle of bone beside a growth that has moved it
BED = 0.4  # mm between a growth and bone that has given way to it
FLATTEST = 0.3  # mm by which a bone's distance changes over 1 mm, at least
DOMED, LOBES = (
    0.8,
    0.12,
)  # how wide it is half-way up, over its foot, and how far it stands back between its lobes
SUNK = 3.0  # mm that tissue in the canal follows the hollow of a back wall, where the basivertebral vein leaves it
RECEDING_ROUNDS = 3  # of drawing bone back from a growth, and into itself


def hollow_bones(standing: Building) -> None:
    """Deposits in bones: the hollow taken out of the bone, and the tissue in it."""
    for asked in standing.plan.bone_tumours:
        inside = held(asked.bone, standing.plan, standing.person)
        if inside is not None:
            pose, bone = standing.poses[asked.bone], f"{asked.bone}/vertebra"
            tissue, hollow = (
                Surface(
                    pose.out(receded(asked.bone, solid.points, standing.plan, standing.person)), solid.faces
                )
                for solid in (inside.tissue, inside.hollow)
            )
            standing.surfaces[bone] = hollowed(standing.surfaces[bone], hollow)
            standing.surfaces[f"{asked.bone}/metastasis"] = tissue


def in_the_canal(standing: Building, sac: Sac) -> None:
    """Deposits that stand out of a body's back wall, and collections in front of the sac: fluid yields to tissue."""
    for asked in standing.plan.bone_tumours:
        if asked.epidural > BROKEN:
            id_ = f"{asked.bone}/epidural_tumour"
            standing.add(id_, partial(_epidural, standing, asked, sac), hard=True)
    for level in SEGMENTS:
        thick = standing.plan.at(level).collection
        if thick > 0.1:
            walls = standing.walls()
            id_ = f"{level}/epidural_collection"
            standing.add(id_, partial(collection, level, thick, standing, sac, walls), hard=True)


def _epidural(standing: Building, asked: BoneTumour, sac: Sac) -> Surface:
    """Tissue that stands off the back wall of a body, beside the midline on the side of the pedicle."""
    pose, marks = standing.poses[asked.bone], standing.landmarks[asked.bone]
    breach = Breach.of(asked, marks)
    half = breach.half
    wall = np.array([breach.x, marks["posterior_wall"][1] + 9.0, breach.z])
    way, across = pose.turn[:, 1], pose.turn[:, 0]
    ground = [standing.hard[f"{asked.bone}/vertebra"]]
    start = pose.out(wall[None])
    far = cast(ground, start, -way[None], 20.0)[0]
    base = start[0] - far * way
    shape = Mound(
        base, way, across, asked.epidural, half, (DOMED * half[0], DOMED * half[1]), np.zeros(3), LOBES, SUNK
    )
    return mound(shape, ground, standing.walls())


def on_roots(standing: Building, resting: list[Root]) -> list[Root]:
    """Growths on roots; the roots as they want to lie then."""
    roots = {(root.name, root.side): root for root in resting}
    for asked in standing.plan.nerve_tumours:
        place = (asked.root, asked.side)
        level = next(level for level in SEGMENTS if upper(level) == asked.root)
        word = "neurofibroma" if asked.encasing else "schwannoma"
        id_ = f"{asked.root}/{word}/{asked.side}"
        bones, soft = standing.walls(*BONE), standing.walls(*SOFT)
        pose, marks = standing.poses[asked.root], standing.landmarks[asked.root]
        if asked.encasing:
            roots[place] = sheath.straightened(asked, roots[place])
            give, near = sheath.widened(asked), sheath.doorway(marks, pose, asked.side)
            around = [*(sheath.Receded(bone, give, near) for bone in bones), *soft]
            (laid,) = nerves.lay_roots([roots[place]], around)
            standing.settled[roots[place].id] = roots[place], laid
            made, filled = sheath.around(asked, roots[place], laid, around)
        else:
            swelling = sheath.beside(asked, roots[place], marks, pose, bones, soft)
            held = sheath.grooved(asked, swelling.surface)
            roots[place] = sheath.over(held, roots[place], pose)
            (laid,) = nerves.lay_roots([roots[place]], [*bones, *soft, held])
            standing.settled[roots[place].id] = roots[place], laid
            borne = Shell(tube(laid.course.rings(laid.radii)))
            swelling = swelling.pressed([borne, *standing.walls(*SOFT)], GAP)
            made = filled = swelling.surface
        _widen(standing, level, filled, asked)
        bony = {
            bone: sheath.Eaten(Shell(standing.surfaces[bone]), standing.solid[bone])
            for bone in (bone_id(upper(level)), bone_id(lower(level)))
        }
        beside = list({**standing.solid, **bony}.values())
        made = trimmed(made, beside, GAP)
        if not asked.encasing:
            made = swelling.within(drawn_back(made, made.core, beside, rounds=2)).surface
        made = drawn_back(made, made.core, beside)
        standing.surfaces[id_], standing.solid[id_] = made, Shell(made)
        standing.hard[id_] = Shell(filled)
    for deposit in standing.plan.bone_tumours:
        growth = standing.hard.get(f"{deposit.bone}/epidural_tumour")
        if growth is not None:
            back = standing.poses[deposit.bone].turn[:, 1]
            for place, root in roots.items():
                pushed = sheath.pushed(growth, root, np.repeat(back[None], len(root.way.rest), axis=0))
                roots[place] = root if pushed is root else sheath.as_long(pushed, root)
    return list(roots.values())


def _widen(standing: Building, level: str, made: Surface, asked: NerveTumour) -> None:
    """Bone around a growth drawn back from it."""
    shell, name = Shell(made), upper(level)
    near = sheath.doorway(standing.landmarks[name], standing.poses[name], asked.side)
    for id_ in (bone_id(name), bone_id(lower(level))):
        fine = refined(standing.surfaces[id_], lambda points: near(points) > 0.0, FINE)
        standing.surfaces[id_] = _receding(fine, shell, standing.solid[id_])


def _receding(bone: Surface, growth: Obstacle, before: Obstacle) -> Surface:
    """Bone that has drawn back from a growth, into what was bone ``before`` and nowhere out of that."""
    points = pushed_out(bone.points, [growth], BED)
    (moved,) = (points != bone.points).any(axis=1).nonzero()
    if not len(moved):
        return bone
    was = np.maximum(before.distance(bone.points[moved]), 0.0)
    for _ in range(RECEDING_ROUNDS):
        here = pushed_out(points[moved], [growth], BED)
        outside, slope = before.look_up(here)
        steep = np.maximum(np.einsum("nk,nk->n", slope, slope), FLATTEST**2)
        points[moved] = here - (np.maximum(outside - was, 0.0) / steep)[:, None] * slope
    return Surface(points, bone.faces)
