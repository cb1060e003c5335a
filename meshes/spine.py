"""A whole spine from a case: bones posed, soft tissue laid between them in the order of its hardness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from . import facets, lesions, ligaments, nerves
from .bones import BONES, Bone, bone
from .canal import Sac, resting_sac
from .case import NORMAL, Case, plan
from .chain import Landmarks, Plate, disc_sizes, plate, stand
from .disc import Disc, disc
from .facets import Joint, facet_joint
from .fat import epidural_fat
from .grid import Posed
from .levels import SEGMENTS, SIDES, lower, upper
from .nerves import Laid
from .obstacle import Obstacle, Shell, trimmed
from .pars import parted
from .plan import Plan
from .pose import Pose
from .roots import Root, resting_roots
from .surface import Surface

T12_DISC = 6.0  # mm between T12 and L1
GAP = 0.12  # mm between solids that touch
LOOSE = 0.30  # mm between solids with fat or fluid between them
JOINT_GAP = 0.8  # mm that always remain between two bones
CONUS_TIP = 0.55  # of the way from L1 to the L1-L2 disc (anatomy-facts B1: lower third of L1)


@dataclass(frozen=True, eq=False)
class Spine:
    """Everything that was built for a case."""

    case: Case
    plan: Plan
    poses: Mapping[str, Pose]
    landmarks: Mapping[str, Landmarks]
    bones: Mapping[str, Posed]
    discs: Mapping[str, Disc]
    joints: Mapping[str, Joint]
    sac: Sac
    laid_sac: Laid
    roots: tuple[Root, ...]
    laid_roots: tuple[Laid, ...]
    surfaces: dict[str, Surface]
    obstacles: dict[str, Obstacle]  # what the nerves had to give way to, by structure id

    def plate(self, name: str, which: str) -> Plate:
        """The ``superior_endplate`` or ``inferior_endplate`` of a bone where it stands."""
        return plate(self.landmarks[name], which).posed(self.poses[name])


@dataclass(eq=False)
class _Building:
    """The parts of a spine that stand so far."""

    plan: Plan
    poses: dict[str, Pose]
    landmarks: dict[str, Landmarks]
    bones: dict[str, Posed]
    surfaces: dict[str, Surface] = field(default_factory=dict)
    hard: dict[str, Obstacle] = field(default_factory=dict)
    solid: dict[str, Obstacle] = field(default_factory=dict)
    discs: dict[str, Disc] = field(default_factory=dict)
    joints: dict[str, Joint] = field(default_factory=dict)

    def add(self, id_: str, surface: Surface, hard: bool = False, gap: float = GAP) -> None:
        """Add a solid, trimmed by all that stands already; ``hard`` solids are what nerves give way to."""
        kept = trimmed(surface, list(self.solid.values()), gap)
        self.surfaces[id_] = kept
        self.solid[id_] = Shell(kept)
        if hard:
            self.hard[id_] = self.solid[id_]

    def walls(self, *patterns: str) -> list[Obstacle]:
        """The hard things whose id holds one of the patterns; all of them when none is given."""
        return [o for id_, o in self.hard.items() if not patterns or any(p in id_ for p in patterns)]


@cache
def _bones() -> dict[str, Bone]:
    return {name: bone(name) for name in BONES}


def build(case: Case = NORMAL) -> Spine:
    """The spine of a case.

    The order is that of yielding: bone, disc and ligament, what findings add, roots, sac, fat.
    """
    asked = plan(case)
    standing = _stand(asked)
    _discs(standing)
    _joints(standing)
    sac = resting_sac(standing.landmarks, standing.poses)
    _grown_bone(standing, sac)
    _flava(standing, sac)
    _herniations(standing)
    _ligaments(standing)
    _cysts(standing, sac)
    return _nerves(case, standing, sac)


def _stand(asked: Plan) -> _Building:
    bones = _bones()
    landmarks = {name: b.landmarks for name, b in bones.items()}
    poses = stand(asked, {name: marks for name, marks in landmarks.items() if name != "T12"})
    first = plate(landmarks["L1"], "superior_endplate").posed(poses["L1"])
    last = plate(landmarks["T12"], "inferior_endplate")
    turn = Pose(poses["L1"].turn, np.zeros(3))
    up = poses["L1"].turn[:, 2]
    poses["T12"] = Pose(turn.turn, first.posterior + T12_DISC * up - turn.out(last.posterior[None])[0])
    standing = _Building(asked, poses, landmarks, {n: b.posed(poses[n]) for n, b in bones.items()})
    for name, b in bones.items():
        id_ = "S1/sacrum" if name == "S1" else f"{name}/vertebra"
        standing.surfaces[id_] = Surface(poses[name].out(b.surface.points), b.surface.faces)
        standing.hard[id_] = standing.bones[name]
    for level in SEGMENTS:
        segment = asked.at(level)
        if segment.lysis:
            parted(standing.surfaces, standing.hard, upper(level), bones[upper(level)], poses, segment)
    for name in (*reversed(BONES),):  # where joints have come too close, the bone above gives way
        for id_ in (f"{name}/vertebra", f"{name}/neural_arch", f"{name}/sacrum"):
            if id_ in standing.surfaces:
                standing.surfaces[id_] = trimmed(standing.surfaces[id_], list(standing.solid.values()), JOINT_GAP)
                standing.solid[id_] = standing.hard[id_]
    return standing


def _discs(standing: _Building) -> None:
    for level in SEGMENTS:
        over, under = upper(level), lower(level)
        made = disc(
            standing.bones[over],
            standing.bones[under],
            plate(standing.landmarks[over], "inferior_endplate").posed(standing.poses[over]),
            plate(standing.landmarks[under], "superior_endplate").posed(standing.poses[under]),
            standing.plan.at(level).bulge,
        )
        standing.discs[level] = made
        for structure, surface in made.surfaces().items():
            standing.add(f"{level}/{structure}", surface, hard=structure == "annulus")


def _joints(standing: _Building) -> None:
    for level in SEGMENTS:
        for side in SIDES:
            joint = facet_joint(level, side, standing.landmarks, standing.poses, standing.bones)
            standing.joints[f"{level}/{side}"] = joint
            standing.add(f"{level}/facet_cartilage/{side}", facets.cartilage(joint))


def _grown_bone(standing: _Building, sac: Sac) -> None:
    for level in SEGMENTS:
        segment = standing.plan.at(level)
        walls = standing.walls("vertebra", "sacrum", "annulus")
        for side in SIDES:
            joint = standing.joints[f"{level}/{side}"]
            if segment.facet_growth.of(side) > 0.1:
                grown = lesions.facet_overgrowth(joint, segment.facet_growth.of(side), sac, walls)
                standing.add(f"{level}/facet_overgrowth/{side}", grown, hard=True)
            if segment.sap_rise.of(side) > 0.1:
                grown = lesions.process_growth(
                    level, side, segment.sap_rise.of(side), standing.landmarks, standing.poses,
                    standing.bones[lower(level)], walls,
                )  # fmt: skip
                standing.add(f"{level}/process_overgrowth/{side}", grown, hard=True)
            if segment.osteophyte.of(side) > 0.1:
                ground = [standing.hard[f"{level}/annulus"], standing.bones[upper(level)]]
                ridge = lesions.rim_osteophyte(
                    segment.osteophyte.of(side), level, side, standing.discs[level], standing.landmarks,
                    ground, walls,
                )  # fmt: skip
                standing.add(f"{level}/osteophyte/{side}", ridge, hard=True)


def _flava(standing: _Building, sac: Sac) -> None:
    walls = standing.walls("vertebra", "sacrum", "arch", "overgrowth")
    for level in SEGMENTS:
        thick = disc_sizes()[level].flavum
        for side in SIDES:
            wanted = thick + standing.plan.at(level).flavum.of(side)
            made = ligaments.flavum(side, level, wanted, sac, walls)
            standing.add(f"{level}/ligamentum_flavum/{side}", made, hard=True)
    for level in SEGMENTS:
        walls = standing.walls("vertebra", "sacrum", "arch", "overgrowth", f"{level}/ligamentum_flavum")
        for side in SIDES:
            joint = standing.joints[f"{level}/{side}"]
            inward = sac.course.centre[int(np.argmin(np.abs(sac.course.centre[:, 2] - joint.centre[2])))] - joint.centre
            made = facets.capsule(joint, inward / np.linalg.norm(inward), walls)
            standing.add(f"{level}/facet_capsule/{side}", made)


def _herniations(standing: _Building) -> None:
    for asked in standing.plan.herniations:
        bones = standing.walls("vertebra", "sacrum", "arch")
        ground = [standing.hard[f"{asked.level}/annulus"], *bones]
        walls = [*ground, *standing.walls("overgrowth", "osteophyte", "flavum", "herniation")]
        made = lesions.herniation(asked, standing.discs[asked.level], standing.landmarks, ground, walls)
        standing.add(f"{asked.level}/herniation/{asked.side or 'central'}", made, hard=True)


def _ligaments(standing: _Building) -> None:
    bones = standing.walls("vertebra", "sacrum", "arch")
    fronts = [*bones, *standing.walls("annulus")]
    marks, poses = standing.landmarks, standing.poses
    standing.add("L1-S1/anterior_longitudinal_ligament", ligaments.anterior_longitudinal(marks, poses, fronts), gap=0.2)
    for level in SEGMENTS:
        between_ = ligaments.interspinous(level, marks, poses, _arches(standing))
        standing.add(f"{level}/interspinous_ligament", between_)
    between = [Shell(standing.surfaces[f"{level}/interspinous_ligament"]) for level in SEGMENTS]
    standing.add("L1-L5/supraspinous_ligament", ligaments.supraspinous(marks, poses, [*bones, *between]))


def _arches(standing: _Building) -> dict[str, Obstacle]:
    """The solid that bears the spinous process of each bone."""
    return {name: standing.hard.get(f"{name}/neural_arch", standing.bones[name]) for name in standing.bones}


def _cysts(standing: _Building, sac: Sac) -> None:
    for asked in standing.plan.cysts:
        made = lesions.cyst(asked, standing.joints[f"{asked.level}/{asked.side}"], sac, standing.walls())
        standing.add(f"{asked.level}/facet_cyst/{asked.side}", made, hard=True)


def _nerves(case: Case, standing: _Building, sac: Sac) -> Spine:
    walls = standing.walls()
    roots = resting_roots(standing.landmarks, standing.poses, sac)
    laid_roots = nerves.lay_roots(roots, walls)
    for root, laid in zip(roots, laid_roots, strict=True):
        for id_, surface in nerves.root_surfaces(root, laid).items():
            standing.add(id_, surface)
    beside = [Shell(standing.surfaces[root.id]) for root in roots]
    laid_sac = nerves.lay_sac(sac, walls, beside)
    tip = int(sac.places["L1"] + CONUS_TIP * (sac.places["L1-L2"] - sac.places["L1"]))
    standing.add("T12-L1/conus_medullaris", nerves.conus(laid_sac, tip))
    exits = {
        f"{root.name}/{root.side}": int(np.argmin(np.abs(sac.course.centre[:, 2] - root.way.rest[0, 2])))
        for root in roots
    }
    standing.add("L1-S5/cauda_equina", nerves.cauda(laid_sac, tip, exits), gap=0.2)
    standing.add("T12-S2/dural_sac", nerves.sac_surface(laid_sac), gap=LOOSE)
    standing.solid["T12-S2/dural_sac"] = Shell(nerves.sac_filled(laid_sac))
    fronts = standing.walls("vertebra", "sacrum", "arch", "annulus")
    lifting = standing.walls("herniation", "osteophyte")
    behind = ligaments.posterior_longitudinal(standing.landmarks, standing.poses, fronts, lifting)
    standing.add("L1-S1/posterior_longitudinal_ligament", behind)
    for level in SEGMENTS:
        made = epidural_fat(level, sac, laid_sac, list(standing.solid.values()))
        standing.add(f"{level}/epidural_fat", made, gap=LOOSE)
    return Spine(
        case, standing.plan, standing.poses, standing.landmarks, standing.bones, standing.discs, standing.joints,
        sac, laid_sac, tuple(roots), tuple(laid_roots), standing.surfaces, standing.hard,
    )  # fmt: skip


