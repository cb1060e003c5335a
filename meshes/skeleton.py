"""The bones of a case where they stand: remodelled, parted, and worn where one has slid onto another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from . import carry, growths
from .bones import BONES, Bone, bone
from .building import Building
from .case import Case, mirror_image, plan
from .chain import Landmarks, plate, stand
from .levels import SEGMENTS, upper
from .obstacle import Obstacle, trimmed, within
from .pars import parted
from .person import PEOPLE, Person
from .plan import Plan
from .pose import Pose
from .proportions import discs_of
from .remodel import remodelled
from .surface import Surface
from .wear import Roots, Worn, unworn

T12_DISC = 6.0  # mm between T12 and L1
BEFORE_CREST = np.array([0.0, -9.0, 2.0])  # mm from the sacrum's crest to the back of its canal
UNDER_FACET = np.array([0.0, 0.0, -26.0])  # mm from the sacrum's facet to what it stands on
PEDICLE_IN = 3.0  # mm behind its end-plates to which a body is looked for
SACRAL_MIDDLE = -15.0  # mm, the height of the middle of the sacrum's first body
WORN_GAP = 1.2  # mm between two bones that have worn each other
CLEFT = 0.3  # mm between a loose arch and its body where one has sunk onto the other
JOINT_GAP = 0.8  # mm that always remain between two bones
Piece = tuple[Surface, Obstacle]  # a bone, or its body or arch when they are parted


@lru_cache(maxsize=PEOPLE)
def _bones(person: Person) -> dict[str, Bone]:
    return {name: bone(name, person=person) for name in BONES}


def stand_bones(case: Case, person: Person, model: Building | None) -> Building:
    """A spine in the making of which only the bones stand, remodelled, parted and worn as the case asks."""
    asked = plan(case)
    bones = {name: remodelled(name, healthy, asked, person) for name, healthy in _bones(person).items()}
    landmarks = {name: b.landmarks for name, b in bones.items()}
    below_t12 = {name: marks for name, marks in landmarks.items() if name != "T12"}
    poses = stand(asked, below_t12, discs_of(person))
    first = plate(landmarks["L1"], "superior_endplate").posed(poses["L1"])
    last = plate(landmarks["T12"], "inferior_endplate")
    turn = Pose(poses["L1"].turn, np.zeros(3))
    up = poses["L1"].turn[:, 2]
    poses["T12"] = Pose(turn.turn, first.posterior + T12_DISC * up - turn.out(last.posterior[None])[0])
    standing = Building(
        asked,
        poses,
        landmarks,
        {n: b.posed(poses[n]) for n, b in bones.items()},
        model,
        case == mirror_image(case),
        person,
    )
    pieces: dict[str, Piece] = {}
    for name, b in reversed(bones.items()):
        if name in map(upper, SEGMENTS) and asked.at(_below(name)).lysis:
            pieces.update(parted(name, b, poses[name], asked.at(_below(name))))
        else:
            id_ = "S1/sacrum" if name == "S1" else f"{name}/vertebra"
            pieces[id_] = Surface(poses[name].out(b.surface.points), b.surface.faces), standing.bones[name]
    _wear(asked, landmarks, pieces)
    for id_, (surface, obstacle) in pieces.items():
        name = id_.split("/")[0]
        if (
            obstacle is standing.bones[name]
            and bones[name] is _bones(person)[name]
            and _stays(standing, name, id_)
        ):
            standing.keep(id_, hard=True)
            continue
        standing.surfaces[id_] = trimmed(surface, list(standing.solid.values()), JOINT_GAP)
        standing.solid[id_] = standing.hard[id_] = obstacle
    growths.hollow_bones(standing)
    return standing


def _stays(standing: Building, name: str, id_: str) -> bool:
    """Whether a bone stands where it does in the healthy spine, and so do those beside it that stand already."""
    motion = standing.moved(name)
    if standing.model is None or motion is None or not carry.still(motion):
        return False
    return not within(standing.changed(), standing.model.surfaces[id_].points, JOINT_GAP)


def _wear(
    asked: Plan,
    landmarks: Mapping[str, Landmarks],
    pieces: dict[str, Piece],
) -> None:
    """Wear the joints of every level that has slid or sunk, on both bones; and what a loose arch meets.

    That is what stands above it, and its own body where that has sunk onto it.
    """
    whole = {id_: obstacle for id_, (_, obstacle) in pieces.items()}
    for level in SEGMENTS:
        over, under = ([id_ for id_ in pieces if id_.split("/")[0] == bone] for bone in level.split("-"))
        if asked.at(level).slip < 0.1 and asked.at(level).disc_loss < 0.1:
            under = [id_ for id_ in under if id_.endswith("/neural_arch")]
        met = [(one, other, WORN_GAP) for a in over for b in under for one, other in ((a, b), (b, a))]
        met += [(one, other, CLEFT) for one in over for other in over if one != other]
        for one, other, gap in met:
            worn = Worn(pieces[one][1], whole[other], gap)
            roots = _roots_of(landmarks[one.split("/")[0]], pieces[one][1], one in over)
            pieces[one] = (worn.surface(pieces[one][0], roots), worn)


def _roots_of(marks: Landmarks, bone_: Obstacle, upper_bone: bool) -> Roots:
    """Where the body and the processes stand by which a bone meets the next one, below it or above."""
    high = np.asarray(marks["superior_facet/left"], float)
    low = np.asarray(marks.get("inferior_facet/left", high + UNDER_FACET), float)
    joint = low + 0.4 * (high - low) if upper_bone else 0.5 * (low + high)
    tip = np.asarray(marks.get("spinous_tip", marks.get("median_crest_s1")), float)
    root = np.asarray(marks.get("spinolaminar", tip + BEFORE_CREST), float)
    ends = (tuple((root + [0.0, 5.0, 0.0]).tolist()), tuple((0.2 * root + 0.8 * tip).tolist()))
    back = max(y for name, (_, y, _) in marks.items() if name.endswith("endplate_posterior")) + PEDICLE_IN
    middle = 0.0 if "inferior_endplate" in marks else SACRAL_MIDDLE
    return Roots((back, middle), tuple(joint.tolist()), ends, unworn(bone_).pose)


def _below(name: str) -> str:
    """The segment below a vertebra."""
    return next(level for level in SEGMENTS if upper(level) == name)
