"""A whole spine from a case: bones posed, soft tissue laid between them in the order of its hardness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from . import carry, facets, growths, herniated, lesions, ligaments, nerves, rim
from .bones import BONES, Bone, bone
from .building import LOOSE, Building, jointed, spinous
from .cache import kept
from .canal import Sac, resting_sac
from .case import NORMAL, Case, format_case, mirror_image, plan
from .chain import Landmarks, Plate, plate, stand
from .context import surround
from .disc import Disc, disc
from .facets import Joint, facet_joint
from .fat import epidural_fat
from .grid import Posed
from .levels import SEGMENTS, SIDES, Side, lower, mirrored_id, upper
from .mirror import mirror, partners
from .nerves import Laid
from .obstacle import Obstacle, Shell, trimmed
from .pars import parted
from .person import DEFAULT, Person, format_person
from .plan import Herniated, Plan
from .pose import Pose
from .proportions import discs_of, sac_of
from .remodel import remodelled
from .roots import Root, resting_roots
from .surface import Surface
from .wear import Roots, Worn, unworn

SOURCES = ("*.py", "data/*.csv")
PEOPLE = 4  # whose healthy spines are held in memory
T12_DISC = 6.0  # mm between T12 and L1
UNCOVERED = {
    False: 0.35,
    True: 0.1,
}  # of a slip that the disc stays behind, with a whole arch or a parted one
BEFORE_CREST = np.array([0.0, -9.0, 2.0])  # mm from the sacrum's crest to the back of its canal
UNDER_FACET = np.array([0.0, 0.0, -26.0])  # mm from the sacrum's facet to what it stands on
WORN_GAP = 1.2  # mm between two bones that have worn each other
JOINT_GAP = 0.8  # mm that always remain between two bones
CONUS_TIP = 0.55  # of the way from L1 to the L1-L2 disc (anatomy-facts B1: lower third of L1)
FRONT, BEHIND = "L1-S1/anterior_longitudinal_ligament", "L1-S1/posterior_longitudinal_ligament"
SAC = "T12-S2/dural_sac"
Piece = tuple[Surface, Obstacle]  # a bone, or its body or arch when they are parted


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
    obstacles: Mapping[str, Obstacle]  # what the nerves had to give way to, by structure id
    person: Person = DEFAULT

    def plate(self, name: str, which: str) -> Plate:
        """The ``superior_endplate`` or ``inferior_endplate`` of a bone where it stands."""
        return plate(self.landmarks[name], which).posed(self.poses[name])


@dataclass(frozen=True, eq=False)
class _Model:
    """The healthy spine and how it was built: what every case is carried over from."""

    spine: Spine
    building: Building
    pairs: Mapping[str, NDArray[np.intp] | None]  # by structure, which point is the mirror image of which


@lru_cache(maxsize=PEOPLE)
def _bones(person: Person) -> dict[str, Bone]:
    return {name: bone(name, person=person) for name in BONES}


@lru_cache(maxsize=PEOPLE)
def _model(person: Person) -> _Model:
    return kept("healthy", SOURCES, partial(_healthy, person), format_person(person))


def _healthy(person: Person) -> _Model:
    standing, spine = _built(NORMAL, person, None)
    solids = {**spine.surfaces, **standing.made}  # as they were made, where that is known: they pair better
    return _Model(
        spine, standing, {id_: partners(solids[id_], solids[mirrored_id(id_)]) for id_ in spine.surfaces}
    )


def build(case: Case = NORMAL, person: Person = DEFAULT) -> Spine:
    """The spine of a case in a person.

    The order is that of yielding: bone, disc and ligament, what findings add, roots, sac, fat.  Of a case and
    its mirror image one is built, and the other is its image.
    """
    model = _model(person)
    if plan(case) == plan(NORMAL):
        return replace(model.spine, case=case)
    other = mirror_image(case)
    if format_case(other) < format_case(case):
        return mirror(_built(other, person, model)[1], case, model.spine, model.pairs)
    return _built(case, person, model)[1]


def _built(case: Case, person: Person, model: _Model | None) -> tuple[Building, Spine]:
    standing = _stand(case, person, model.building if model else None)
    sac = resting_sac(standing.landmarks, standing.poses, sac_of(person))
    healthy = model.spine.roots if model else ()
    carried = {
        root.id: carry.root(root, motion)
        for root in healthy
        if (motion := standing.root_motion(root.name)) is not None
    }
    resting = resting_roots(
        standing.landmarks, standing.poses, standing.bones, sac, healthy, person.scale, carried
    )
    standing.add("T12-L1/annulus", partial(_first_disc, standing), hard=True, motion=standing.moved("L1"))
    for level in SEGMENTS:
        _disc(standing, level, resting)
    for level in SEGMENTS:
        for side in SIDES:
            _joint(standing, level, side)
            _grown_bone(standing, level, side, sac)
    for level in SEGMENTS:
        for side in SIDES:
            _flavum(standing, level, side, sac)
    _herniations(standing, resting)
    _ligaments(standing)
    for asked in standing.plan.cysts:
        id_ = f"{asked.level}/facet_cyst/{asked.side}"
        joint = standing.joints[f"{asked.level}/{asked.side}"]
        standing.add(id_, partial(lesions.cyst, asked, joint, sac, standing.walls()), hard=True)
    growths.in_the_canal(standing, sac)
    resting = growths.on_roots(standing, resting)
    return standing, _nerves(case, standing, sac, resting, model)


def _stand(case: Case, person: Person, model: Building | None) -> Building:
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
        standing.surfaces[id_] = trimmed(surface, list(standing.solid.values()), JOINT_GAP)
        standing.solid[id_] = standing.hard[id_] = obstacle
    growths.hollow_bones(standing)
    return standing


def _wear(
    asked: Plan,
    landmarks: Mapping[str, Landmarks],
    pieces: dict[str, Piece],
) -> None:
    """Wear the joints of every level that has slid or sunk, on both bones."""
    whole = {id_: obstacle for id_, (_, obstacle) in pieces.items()}
    for level in SEGMENTS:
        if asked.at(level).slip < 0.1 and asked.at(level).disc_loss < 0.1:
            continue
        over, under = ([id_ for id_ in pieces if id_.split("/")[0] == bone] for bone in level.split("-"))
        for one, other in [pair for a in over for b in under for pair in ((a, b), (b, a))]:
            worn = Worn(pieces[one][1], whole[other], WORN_GAP)
            roots = _process_roots(landmarks[one.split("/")[0]], pieces[one][1], one in over)
            pieces[one] = (worn.surface(pieces[one][0], roots), worn)


def _process_roots(marks: Landmarks, bone_: Obstacle, upper_bone: bool) -> Roots:
    """Where the processes stand by which a bone meets the next one, below it or above."""
    high = np.asarray(marks["superior_facet/left"], float)
    low = np.asarray(marks.get("inferior_facet/left", high + UNDER_FACET), float)
    joint = low + 0.4 * (high - low) if upper_bone else 0.5 * (low + high)
    tip = np.asarray(marks.get("spinous_tip", marks.get("median_crest_s1")), float)
    root = np.asarray(marks.get("spinolaminar", tip + BEFORE_CREST), float)
    ends = (tuple((root + [0.0, 5.0, 0.0]).tolist()), tuple((0.2 * root + 0.8 * tip).tolist()))
    return Roots(tuple(joint.tolist()), ends, unworn(bone_).pose)


def _below(name: str) -> str:
    """The segment below a vertebra."""
    return next(level for level in SEGMENTS if upper(level) == name)


def _disc(standing: Building, level: str, resting: list[Root]) -> None:
    over, under = upper(level), lower(level)
    segment, motion = standing.plan.at(level), standing.motion(level)
    if motion is not None and standing.model is not None:
        made = carry.disc(standing.model.discs[level], motion)
    else:
        made = disc(
            standing.bones[over],
            standing.bones[under],
            plate(standing.landmarks[over], "inferior_endplate").posed(standing.poses[over]),
            plate(standing.landmarks[under], "superior_endplate").posed(standing.poses[under]),
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
        standing.add(f"{level}/{structure}", make, hard=outer, motion=stays, settle=False)


def _first_disc(standing: Building) -> Surface:
    """The disc above the lumbar ones: context, without a nucleus of its own."""
    over = plate(standing.landmarks["T12"], "inferior_endplate").posed(standing.poses["T12"])
    under = plate(standing.landmarks["L1"], "superior_endplate").posed(standing.poses["L1"])
    return disc(standing.bones["T12"], standing.bones["L1"], over, under, 0.0, 0.0, 0.0).surface("annulus")


def _joint(standing: Building, level: str, side: Side) -> None:
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


def _grown_bone(standing: Building, level: str, side: Side, sac: Sac) -> None:
    segment, joint = standing.plan.at(level), standing.joints[f"{level}/{side}"]
    walls = standing.walls("vertebra", "sacrum", "annulus", "arch")
    if (mm := segment.facet_growth.of(side)) > 0.1:
        standing.add(
            f"{level}/facet_overgrowth/{side}",
            lambda: lesions.facet_overgrowth(joint, mm, sac, walls),
            hard=True,
        )
    if (rise := segment.sap_rise.of(side)) > 0.1:
        marks, poses, bone_ = standing.landmarks, standing.poses, standing.bones[lower(level)]
        standing.add(
            f"{level}/process_overgrowth/{side}",
            lambda: lesions.process_growth(level, side, rise, marks, poses, bone_, walls),
            hard=True,
        )
    if (ridge := segment.osteophyte.of(side)) > 0.1:
        ground = [standing.hard[f"{level}/annulus"], standing.bones[upper(level)]]
        shape, marks = standing.discs[level], standing.landmarks
        standing.add(
            f"{level}/osteophyte/{side}",
            lambda: lesions.rim_osteophyte(ridge, level, side, shape, marks, ground, walls),
            hard=True,
        )
    if segment.rim > 0.1:
        make = partial(rim.osteophytes, standing.discs[level], side, segment.rim)
        standing.add(f"{level}/rim_osteophyte/{side}", make, hard=True)


def _flavum(standing: Building, level: str, side: Side, sac: Sac) -> None:
    thick = discs_of(standing.person)[level].flavum + standing.plan.at(level).flavum.of(side)
    walls = standing.walls("vertebra", "sacrum", "arch", "overgrowth")
    id_ = f"{level}/ligamentum_flavum/{side}"
    motion = None if standing.loose_arch(lower(level)) else standing.motion(level)
    standing.add(id_, lambda: ligaments.flavum(side, level, thick, sac, walls), hard=True, motion=motion)
    joint = standing.joints[f"{level}/{side}"]
    station = int(np.argmin(np.abs(sac.course.centre[:, 2] - joint.centre[2])))
    inward = sac.course.centre[station] - joint.centre
    inward /= np.linalg.norm(inward)
    around = [*walls, standing.hard[id_]]
    standing.add(
        f"{level}/facet_capsule/{side}", lambda: facets.capsule(joint, inward, around), motion=motion
    )


def _herniations(standing: Building, resting: list[Root]) -> None:
    for asked in standing.plan.herniations:
        bones = standing.walls("vertebra", "sacrum", "arch")
        ground = [standing.hard[f"{asked.level}/annulus"], *bones]
        walls = [*ground, *standing.walls("overgrowth", "osteophyte", "flavum", "herniation", "fragment")]
        disc_ = standing.discs[asked.level]
        from_ = _herniation_start(standing, asked, disc_, resting)
        for kind, made in herniated.pieces(asked, disc_, from_, ground, walls).items():
            standing.add(
                f"{asked.level}/{kind}/{asked.side or 'central'}",
                partial(Surface, made.points, made.faces),
                hard=True,
            )


def _herniation_start(
    standing: Building, asked: Herniated, disc_: Disc, resting: list[Root]
) -> herniated.Start:
    """Where and which way a herniation leaves its disc."""
    place = (upper(asked.level), asked.side)
    exiting = next((root for root in resting if (root.name, root.side) == place), None)
    return herniated.start(asked, disc_, standing.landmarks, exiting)


def _ligaments(standing: Building) -> None:
    bones = standing.walls("vertebra", "sacrum", "arch")
    fronts = [*bones, *standing.walls("annulus", "rim_osteophyte")]
    marks, poses = standing.landmarks, standing.poses
    swollen = any(asked.bulge and asked.arc > 180.0 for asked in standing.plan.herniations)
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


def _nerves(case: Case, standing: Building, sac: Sac, resting: list[Root], model: _Model | None) -> Spine:
    walls = standing.walls()
    roots, laid_roots = _roots(standing, resting, model)
    beside = [Shell(standing.surfaces[root.id]) for root in roots]
    changed = _changed(standing, sac)
    laid_sac = nerves.lay_sac(
        sac, walls, beside, model.spine.laid_sac if model else None, changed, standing.even
    )
    fronts = standing.walls("vertebra", "sacrum", "arch", "annulus")
    lifting = standing.walls("herniation", "fragment", "osteophyte", "epidural_")
    soft = [Shell(nerves.sac_filled(laid_sac)), *beside]
    marks, poses = standing.landmarks, standing.poses
    standing.add(BEHIND, lambda: ligaments.posterior_longitudinal(marks, poses, fronts, lifting, soft))
    laid_sac = nerves.given_way(laid_sac, list(standing.solid.values()), standing.even)
    tip = int(sac.places["L1"] + CONUS_TIP * (sac.places["L1-L2"] - sac.places["L1"]))
    above = None if changed[: tip + 1].any() else standing.moved("L1")
    standing.add("T12-L1/conus_medullaris", lambda: nerves.conus(laid_sac, tip), motion=above)
    exits = {
        f"{root.name}/{root.side}": int(np.argmin(np.abs(sac.course.centre[:, 2] - root.way.rest[0, 2])))
        for root in roots
    }
    standing.add(SAC, lambda: nerves.sac_surface(laid_sac), gap=LOOSE)
    standing.add("L1-S5/cauda_equina", lambda: nerves.cauda(laid_sac, tip, exits), gap=0.1)
    standing.solid[SAC] = Shell(nerves.sac_filled(laid_sac))
    for level in SEGMENTS:
        around = list(standing.solid.values())
        near = changed[sac.places[upper(level)] : sac.places[lower(level)]].any()
        standing.add(
            f"{level}/epidural_fat",
            partial(epidural_fat, level, sac, laid_sac, around, standing.even),
            gap=LOOSE,
            motion=None if near else standing.motion(level),
        )
    surround(standing)
    return Spine(
        case, standing.plan, standing.poses, standing.landmarks, standing.bones, standing.discs, standing.joints,
        sac, laid_sac, roots, laid_roots, standing.surfaces, standing.hard, standing.person,
    )  # fmt: skip


def _changed(standing: Building, sac: Sac) -> NDArray[np.bool_]:
    """At which stations (m,) of the sac the plan differs from the healthy spine."""
    changed = np.zeros(len(sac.resting), bool)
    for level in SEGMENTS:
        if standing.model is None or not standing.untouched(level):
            changed[max(sac.places[upper(level)] - 3, 0) : sac.places[lower(level)] + 4] = True
    return np.ones_like(changed) if standing.model is None else changed


def _roots(
    standing: Building, resting: list[Root], model: _Model | None
) -> tuple[tuple[Root, ...], tuple[Laid, ...]]:
    """The roots at rest and as they come to lie; those far from any change are carried over."""
    carried: dict[str, tuple[Root, Laid]] = dict(standing.settled)
    if model is not None:
        for root, laid in zip(model.spine.roots, model.spine.laid_roots, strict=True):
            if (motion := standing.root_motion(root.name)) is not None:
                carried[root.id] = carry.root(root, motion), carry.laid(laid, motion)
    fresh = [root for root in resting if root.id not in carried]
    newly = nerves.lay_roots(fresh, standing.walls(), list(carried.values()))
    laid_fresh = dict(zip([root.id for root in fresh], newly, strict=True))
    roots = tuple(carried[root.id][0] if root.id in carried else root for root in resting)
    laid_roots = tuple(carried[root.id][1] if root.id in carried else laid_fresh[root.id] for root in resting)
    for root, tube in sorted(zip(roots, laid_roots, strict=True), key=lambda pair: pair[0].id not in carried):
        for id_ in (root.id, f"{root.name}/ganglion/{root.side}"):
            motion = standing.root_motion(root.name)
            besides = root.id if id_ != root.id else ""
            standing.add(id_, partial(nerves.root_surface, root, tube, id_), motion=motion, besides=besides)
    return roots, laid_roots
