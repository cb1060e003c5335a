"""A whole spine from a case: bones posed, soft tissue laid between them in the order of its hardness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from . import carry, cauda, dura, growths, lesions, ligaments, nerves
from .building import LOOSE, Building
from .cache import kept
from .canal import Sac, resting_sac
from .case import NORMAL, Case, format_case, mirror_image, plan
from .chain import Landmarks, Plate, plate
from .contact import drawn_back
from .context import surround, vessels_beside
from .disc import Disc
from .facets import Joint
from .fat import epidural_fat
from .grid import Posed
from .leaving import fellows, rootlets, sleeves
from .levels import SEGMENTS, SIDES, lower, mirrored_id, upper
from .mirror import mirror, partners
from .nerves import Laid
from .obstacle import Obstacle, Shell
from .person import DEFAULT, PEOPLE, Person, format_person
from .plan import Plan
from .pose import Pose
from .proportions import sac_of
from .roots import Root, resting_roots
from .segments import (
    herniated_into_canal,
    lay_disc,
    lay_first_disc,
    lay_flavum,
    lay_grown_bone,
    lay_herniations,
    lay_joint,
    lay_ligaments,
)
from .skeleton import stand_bones
from .surface import Surface
from .sweep import joined

SOURCES = ("*.py", "data/*.csv")
CONUS_TIP = 0.55  # of the way from L1 to the L1-L2 disc (anatomy-facts B1: lower third of L1)
SAC_FINE = 3  # rings a station of the sac that what is laid before it sees
BEHIND = "L1-S1/posterior_longitudinal_ligament"
SAC, CONUS, CAUDA = "T12-S2/dural_sac", "T12-L1/conus_medullaris", "L1-S5/cauda_equina"


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
        spine = mirror(_one_side(other, person), case, model.spine, model.pairs)
    else:
        spine = _one_side(case, person)
    vessels = vessels_beside(spine.surfaces, spine.obstacles, spine.poses, model.building)
    return replace(spine, surfaces={**spine.surfaces, **vessels})


@lru_cache(maxsize=1)
def _one_side(case: Case, person: Person) -> Spine:
    """The spine of a case that is built itself, its vessels still as in the healthy one.

    The last one is kept, for who asks for the other side next.
    """
    return _built(case, person, _model(person))[1]


def _built(case: Case, person: Person, model: _Model | None) -> tuple[Building, Spine]:
    standing = stand_bones(case, person, model.building if model else None)
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
    lay_first_disc(standing)
    for level in SEGMENTS:
        lay_disc(standing, level, resting)
    for level in SEGMENTS:
        for side in SIDES:
            lay_joint(standing, level, side)
            lay_grown_bone(standing, level, side, sac)
    for level in SEGMENTS:
        for side in SIDES:
            lay_flavum(standing, level, side, sac)
    lay_herniations(standing, resting)
    lay_ligaments(standing)
    for asked in standing.plan.cysts:
        id_ = f"{asked.level}/facet_cyst/{asked.side}"
        joint = standing.joints[f"{asked.level}/{asked.side}"]
        standing.add(id_, partial(lesions.cyst, asked, joint, sac, standing.walls()), hard=True)
    growths.in_the_canal(standing, sac)
    resting = growths.on_roots(standing, resting)
    return standing, _nerves(case, standing, sac, resting, model)


def _nerves(case: Case, standing: Building, sac: Sac, resting: list[Root], model: _Model | None) -> Spine:
    walls = standing.walls()
    roots, laid_roots = _roots(standing, resting, model)
    carried = {root.id for root in roots if standing.root_motion(root.name) is not None}
    bare = {
        root.id: nerves.outside(standing.surfaces[root.id])
        if root.id in carried
        else standing.surfaces[root.id]
        for root in roots
    }
    outside: dict[str, Obstacle] = {id_: Shell(surface) for id_, surface in bare.items()}
    changed = _changed(standing, sac)
    laid_sac = dura.lay_sac(sac, walls, model.spine.laid_sac if model else None, changed, standing.even)
    fronts = standing.walls("vertebra", "sacrum", "arch", "annulus")
    lifting = standing.walls("herniation", "fragment", "osteophyte", "epidural_")
    soft = [Shell(dura.sac_filled(laid_sac, SAC_FINE)), *outside.values()]
    marks, poses = standing.landmarks, standing.poses
    standing.add(BEHIND, lambda: ligaments.posterior_longitudinal(marks, poses, fronts, lifting, soft))
    around = list({**standing.solid, **outside}.values())
    laid_sac = dura.given_way(laid_sac, around, changed, standing.even)
    fresh = [
        (root, laid)
        for root, laid in zip(roots, laid_roots, strict=True)
        if root.id not in carried or dura.passes(root, laid, laid_sac, changed)
    ]
    laid_sac = _leave(standing, fresh, laid_sac, bare)
    tip = int(sac.places["L1"] + CONUS_TIP * (sac.places["L1-L2"] - sac.places["L1"]))
    above = None if changed[: tip + 1].any() else standing.moved("L1")
    standing.add(CONUS, lambda: cauda.conus(laid_sac, tip), motion=above)
    exits = {
        f"{root.name}/{root.side}": int(np.argmin(np.abs(sac.course.centre[:, 2] - root.way.rest[0, 2])))
        for root in roots
    }
    ids = {root.id for root in roots}
    others = standing.solid.keys() - ids  # roots grow from it
    standing.add(SAC, lambda: dura.sac_surface(laid_sac), among=others)
    inside = {SAC, CONUS, *ids} if dura.holds(laid_sac) else None
    standing.add(CAUDA, lambda: cauda.cauda(laid_sac, tip, exits), gap=0.1, among=inside)
    standing.solid[SAC] = Shell(dura.sac_filled(laid_sac))
    still = {
        level: standing.motion(level)
        for level in SEGMENTS
        if not changed[sac.places[upper(level)] : sac.places[lower(level)]].any()
    }
    anew = [level for level in SEGMENTS if still.get(level) is None]
    fat = epidural_fat(anew, sac, laid_sac, list(standing.solid.values()), standing.even)
    for level in SEGMENTS:
        standing.add(
            f"{level}/epidural_fat", partial(fat.__getitem__, level), gap=LOOSE, motion=still.get(level)
        )
    surround(standing)
    return Spine(
        case, standing.plan, standing.poses, standing.landmarks, standing.bones, standing.discs, standing.joints,
        sac, laid_sac, roots, laid_roots, standing.surfaces, standing.hard, standing.person,
    )  # fmt: skip


def _leave(
    standing: Building, roots: Sequence[tuple[Root, Laid]], sac: Laid, outside: Mapping[str, Surface]
) -> Laid:
    """Let roots leave the sac through their sleeves, which press its wall; ``outside`` are the roots without them."""
    if standing.even:
        roots = [(root, laid) for root, laid in roots if root.side == "left"]
    if not roots:
        return sac
    walls = [thing for id_, thing in standing.solid.items() if id_.split("/")[1] not in ("root", "ganglion")]
    grown = sleeves(roots, sac, outside, walls)
    sac = dura.dented(sac, np.concatenate([sleeve.face() for sleeve in grown.values()]), standing.even)
    filled = Shell(dura.sac_filled(replace(sac, dented=sac.dented + nerves.GAP)))
    for id_, piece in rootlets(grown, sac).items():
        begun = grown[id_].on(outside[id_])
        begun = drawn_back(begun, begun.core, [filled])
        made = joined(piece, begun)
        whole = standing.drawn(id_, made, besides=grown[id_].root.ganglion_id)
        standing.replace(id_, made, grown[id_].settled(whole))
        if standing.even:
            standing.match(id_, fellows(grown[id_].root))
    return sac


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
    fresh = [root for root in fresh if root.side == "left"] if standing.even else fresh
    newly = nerves.lay_roots(fresh, standing.walls(), list(carried.values()), herniated_into_canal(standing))
    laid_fresh = dict(zip([root.id for root in fresh], newly, strict=True))
    if standing.even:
        laid_fresh |= {mirrored_id(id_): nerves.fellow(laid) for id_, laid in laid_fresh.items()}
    roots = tuple(carried[root.id][0] if root.id in carried else root for root in resting)
    laid_roots = tuple(carried[root.id][1] if root.id in carried else laid_fresh[root.id] for root in resting)
    for root, tube in sorted(zip(roots, laid_roots, strict=True), key=lambda pair: pair[0].id not in carried):
        for id_ in (root.id, root.ganglion_id):
            motion = standing.root_motion(root.name)
            besides = root.id if id_ != root.id else ""
            standing.add(id_, partial(nerves.root_surface, root, tube, id_), motion=motion, besides=besides)
    return roots, laid_roots
