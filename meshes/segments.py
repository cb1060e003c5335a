"""What lies in and between the segments: discs, joints, what has grown there, and the ligaments."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from . import carry, facets, herniated, lesions, ligaments, rim
from .building import GAP, LOOSE, SAME, Building, jointed, spinous
from .canal import Sac
from .chain import Plate, plate
from .contact import fitted, moved_off
from .disc import Disc, disc
from .facets import facet_joint
from .flavum import flavum
from .grid import Posed
from .levels import SEGMENTS, Side, bone_id, lower, upper
from .obstacle import Obstacle
from .plan import Herniated
from .pose import Pose
from .proportions import discs_of
from .roots import Root
from .surface import Surface

UNCOVERED = {
    False: 0.35,
    True: 0.1,
}  # of a slip that the disc stays behind, with a whole arch or a parted one
SLID_ROUNDS = 14  # in which an annulus is drawn out of the rims of bones that have slid
FIRST = "T12-L1"
FRONT = "L1-S1/anterior_longitudinal_ligament"


def lay_disc(standing: Building, level: str, resting: list[Root]) -> None:
    """A disc between two bones that stand, swollen where it bulges."""
    over, under = upper(level), lower(level)
    segment, motion = standing.plan.at(level), standing.motion(level)
    if motion is not None and standing.model is not None:
        made = carry.disc(standing.model.discs[level], motion)
    else:
        made = disc(
            *_between(standing, over, under),
            segment.bulge,
            segment.slip,
            UNCOVERED[segment.lysis] * segment.slip,
        )
    swelling = [asked for asked in standing.plan.herniations if asked.level == level and asked.bulge]
    for asked in swelling:
        made = herniated.swollen(made, asked, _herniation_start(standing, asked, made, resting))
    standing.discs[level] = made
    for structure in ("annulus", "nucleus", "endplate_cartilage"):
        outer = structure == "annulus"
        make, stays = partial(made.surface, structure), None if outer and swelling else motion
        if outer and segment.slip > 0.0:
            bones = [standing.bones[bone] for bone in (over, under)]  # patiently drawn out of their rims
            make = partial(fitted, made.surface(structure), bones, GAP, rounds=SLID_ROUNDS)
        eaten = segment.erosion > 0.0 and not outer  # such plates are no longer the ones it is made between
        standing.add(f"{level}/{structure}", make, hard=outer, motion=stays, settle=eaten)
    _tear(standing, level, resting)


def _tear(standing: Building, level: str, resting: list[Root]) -> None:
    """Open the annulus behind what has left a disc, and let the nucleus fill the fissure.

    Only what is seen is torn: to its neighbours a disc is as whole as its outer wall.
    """
    whole = torn = standing.discs[level]
    for asked in standing.plan.herniations:
        if asked.level == level:
            torn = herniated.fissured(torn, asked, _herniation_start(standing, asked, whole, resting))
    if not torn.torn.any():
        return
    for structure in ("annulus", "nucleus"):
        lies, opened = standing.surfaces[f"{level}/{structure}"], torn.surface(structure).points
        gone = (np.abs(opened - whole.surface(structure).points) > SAME).any(axis=1, keepdims=True)
        standing.surfaces[f"{level}/{structure}"] = replace(lies, points=np.where(gone, opened, lies.points))


def lay_first_disc(standing: Building) -> None:
    """The disc above the lumbar ones, which nothing befalls."""
    motion = standing.moved("L1")
    if motion is not None and standing.model is not None:
        made = carry.disc(standing.model.discs[FIRST], motion)
    else:
        made = disc(*_between(standing, "T12", "L1"), 0.0, 0.0, 0.0)
    standing.discs[FIRST] = made
    for structure in ("annulus", "nucleus", "endplate_cartilage"):
        make, outer = partial(made.surface, structure), structure == "annulus"
        standing.add(f"{FIRST}/{structure}", make, hard=outer, motion=motion)


def _between(standing: Building, over: str, under: str) -> tuple[Posed, Posed, Plate, Plate]:
    """What a disc lies between: the bone over it and the one under it, and the end-plates of both."""
    return (
        standing.bones[over],
        standing.bones[under],
        plate(standing.landmarks[over], "inferior_endplate").posed(standing.poses[over]),
        plate(standing.landmarks[under], "superior_endplate").posed(standing.poses[under]),
    )


def lay_joint(standing: Building, level: str, side: Side) -> None:
    """A facet joint and its cartilage; where the level has slid or sunk, the joint stays with the bone below."""
    place, motion = f"{level}/{side}", standing.motion(level)
    below, above = jointed(standing, level)
    slipped = standing.plan.at(level).slip > 0.0 or standing.plan.at(level).disc_loss > 0.0
    stays = standing.moved(lower(level)) if slipped else motion
    if stays is not None and standing.model is not None:
        made = carry.joint(standing.model.joints[place], stays, below, above)
        made = facets.settled(made) if slipped else made
    else:
        made = facet_joint(level, side, standing.landmarks, standing.poses, standing.bones)
    standing.joints[place] = made
    id_, make = f"{level}/facet_cartilage/{side}", partial(facets.cartilage, made)
    standing.add(id_, make, hard=True, motion=motion, settle=False)


def lay_grown_bone(standing: Building, level: str, side: Side, sac: Sac) -> None:
    """What has grown on the joint, the process and the rims of one side of a segment."""
    segment, joint = standing.plan.at(level), standing.joints[f"{level}/{side}"]
    walls = standing.walls("vertebra", "sacrum", "annulus", "arch")
    if (mm := segment.facet_growth.of(side)) > 0.1:
        standing.add(
            f"{level}/facet_overgrowth/{side}",
            lambda: lesions.facet_overgrowth(joint, mm, sac, walls),
            hard=True,
            among=standing.solid.keys() - {bone_id(lower(level))},
        )
    if (rise := segment.sap_rise.of(side)) > 0.1:
        marks, poses, bone_ = standing.landmarks, standing.poses, standing.bones[lower(level)]
        standing.add(
            f"{level}/process_overgrowth/{side}",
            lambda: lesions.process_growth(level, side, rise, marks, poses, bone_, walls),
            hard=True,
            among=standing.solid.keys() - {bone_id(lower(level))},
        )
    if (reach := segment.osteophyte.of(side)) > 0.1:
        above = standing.bones[upper(level)]
        standing.add(
            f"{level}/osteophyte/{side}",
            partial(rim.ridge, standing.discs[level], side, reach, above),
            hard=True,
            among=standing.solid.keys() - {bone_id(upper(level))},
        )
    if segment.rim > 0.1:
        ends = [standing.bones[name] for name in (lower(level), upper(level))]
        make = partial(rim.osteophytes, standing.discs[level], side, segment.rim, *ends)
        own = {f"{level}/rim_osteophyte/left", *map(bone_id, (lower(level), upper(level)))}
        others = (
            standing.solid.keys() - own
        )  # it grows from its bones, and is one with its fellow in the midline
        standing.add(f"{level}/rim_osteophyte/{side}", make, hard=True, among=others)


def lay_flavum(standing: Building, level: str, side: Side, sac: Sac) -> None:
    """One half of a ligamentum flavum, and the capsule that it lines."""
    grown = standing.plan.at(level).flavum.of(side)
    thick = discs_of(standing.person)[level].flavum + grown
    walls = standing.walls("vertebra", "sacrum", "arch", "overgrowth")
    id_ = f"{level}/ligamentum_flavum/{side}"
    motion = None if standing.loose_arch(lower(level)) else standing.motion(level)
    standing.add(id_, lambda: flavum(side, level, thick, grown, sac, walls), hard=True, motion=motion)
    joint = standing.joints[f"{level}/{side}"]
    station = int(np.argmin(np.abs(sac.course.centre[:, 2] - joint.centre[2])))
    inward = sac.course.centre[station] - joint.centre
    inward /= np.linalg.norm(inward)
    around = [*walls, standing.hard[id_]]
    standing.add(
        f"{level}/facet_capsule/{side}", lambda: facets.capsule(joint, inward, around), motion=motion
    )


def lay_herniations(standing: Building, resting: list[Root]) -> None:
    """What has left its disc, one after the other."""
    for asked in standing.plan.herniations:
        bones = standing.walls("vertebra", "sacrum", "arch")
        ground = [standing.hard[f"{asked.level}/annulus"], *bones]
        walls = [*ground, *standing.walls("overgrowth", "osteophyte", "flavum", "herniation", "fragment")]
        disc_ = standing.discs[asked.level]
        from_ = _herniation_start(standing, asked, disc_, resting)
        for kind, made in herniated.pieces(asked, disc_, from_, ground, walls).items():
            made = moved_off(made, ground[:1], 0.0, from_.way)
            standing.add(
                f"{asked.level}/{kind}/{asked.side or 'central'}",
                partial(Surface, made.points, made.faces),
                hard=True,
            )


def herniated_into_canal(standing: Building) -> list[Obstacle]:
    """What has left a disc into the canal, before the roots that pass: not what heads for the one that leaves."""
    into = [asked for asked in standing.plan.herniations if asked.zone not in herniated.AIMED]
    ids = [
        f"{asked.level}/{kind}/{asked.side or 'central'}"
        for asked in into
        for kind in ("herniation", "free_fragment")
    ]
    return [standing.hard[id_] for id_ in ids if id_ in standing.hard]


def _herniation_start(
    standing: Building, asked: Herniated, disc_: Disc, resting: list[Root]
) -> herniated.Start:
    """Where and which way a herniation leaves its disc."""
    place = (upper(asked.level), asked.side)
    exiting = next((root for root in resting if (root.name, root.side) == place), None)
    return herniated.start(asked, disc_, standing.landmarks, exiting)


def lay_ligaments(standing: Building) -> None:
    """The ligaments in front of the bodies and between and over the spinous processes."""
    bones = standing.walls("vertebra", "sacrum", "arch")
    fronts = [*bones, *standing.walls("annulus", "rim_osteophyte")]
    marks, poses = standing.landmarks, standing.poses
    swollen = any(
        asked.bulge and (asked.arc > 180.0 or asked.zone == "extraforaminal")
        for asked in standing.plan.herniations
    )
    flat = standing.unmoved() and not (swollen or standing.plan.bone_tumours)
    flat = flat and all(segment.bulge == 0.0 for segment in standing.plan.segments)
    front = partial(ligaments.anterior_longitudinal, marks, poses, fronts)
    standing.add(FRONT, front, gap=LOOSE, motion=Pose() if flat else None)
    arches = spinous(standing)
    tips = {name: arch.pose for name, arch in arches.items()}
    for level in SEGMENTS:
        standing.add(
            f"{level}/interspinous_ligament",
            partial(ligaments.interspinous, level, marks, tips, arches),
            motion=None if standing.loose_arch(lower(level)) else standing.motion(level),
        )
    between = [standing.solid[f"{level}/interspinous_ligament"] for level in SEGMENTS]
    over = partial(ligaments.supraspinous, marks, tips, [*bones, *between])
    standing.add("L1-L5/supraspinous_ligament", over, motion=Pose() if standing.unmoved() else None)
