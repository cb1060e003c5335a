"""Growths and collections measured: how large they are, and what they leave the sac and their root."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .case import NORMAL
from .levels import upper
from .obstacle import Shell
from .person import PEOPLE, Person
from .remodel import held
from .spine import SAC, Spine, build
from .surface import Surface
from .sweep import areas

KINDS = ("schwannoma", "neurofibroma", "metastasis", "epidural_collection")


def growths(spine: Spine) -> dict[str, dict[str, float]]:
    """Sizes of growths and collections by structure id.

    ``volume`` (mm³); ``length`` and ``width`` (mm), along and across its own longest axis; ``sac_loss``, how much
    (%) of the healthy sac's section is lost there at most; ``sac_gap``, the least distance (mm) to the sac.
    Of a growth on a root, ``root_inside`` is the share (%) of the root's way past it that runs within it.  Of a
    deposit in a bone, ``body_share`` is the share (%) of the body that it fills, and ``epidural`` says how far
    (mm) it stands into the canal.
    """
    return {
        id_: {name: round(float(value), 2) for name, value in _sizes(spine, id_, solid).items()}
        for id_, solid in spine.surfaces.items()
        if id_.split("/")[1] in KINDS
    }


def epidural_loss(spine: Spine, level: str) -> dict[str, float]:
    """What a deposit in the vertebra above a segment takes from the sac behind its body, in percent of its section.

    Nothing where there is no deposit; exactly 0 where it does not stand out of the bone.
    """
    name = upper(level)
    if f"{name}/metastasis" not in spine.surfaces:
        return {}
    tissue = spine.surfaces.get(f"{name}/epidural_tumour")
    return {"epidural_loss": 0.0 if tissue is None else max(_lost(spine, *_heights(tissue)), 0.1)}


def _sizes(spine: Spine, id_: str, solid: Surface) -> dict[str, float]:
    place, kind = id_.split("/")[:2]
    points = solid.points - solid.points.mean(axis=0)
    along, across, _ = np.linalg.svd(points, full_matrices=False)[2]
    in_canal = spine.surfaces.get(f"{place}/epidural_tumour")
    pressing = in_canal or solid
    sizes = {
        "volume": solid.volume(),
        "length": float(np.ptp(points @ along)),
        "width": float(np.ptp(points @ across)),
        "sac_loss": _lost(spine, *_heights(pressing)),
        "sac_gap": max(float(Shell(spine.surfaces[SAC]).distance(pressing.points).min()), 0.0),
    }
    if kind == "metastasis":
        inside = held(place, spine.plan, spine.person)
        sizes["body_share"] = 100.0 * inside.share if inside else 0.0
        sizes["epidural"] = _standing_out(spine, place, in_canal)
    if kind in ("schwannoma", "neurofibroma"):
        sizes["root_inside"] = 100.0 * _within(spine, id_)
    return sizes


@lru_cache(maxsize=PEOPLE)
def _healthy_areas(person: Person) -> NDArray[np.float64]:
    return areas(build(NORMAL, person).laid_sac.dented)


def _heights(solid: Surface) -> tuple[float, float]:
    """From where to where (mm) a solid reaches, 2 mm more at both ends."""
    return float(solid.points[:, 2].min()) - 2.0, float(solid.points[:, 2].max()) + 2.0


def _lost(spine: Spine, low: float, high: float) -> float:
    """The greatest share (%) of the healthy sac's section that is lost between two heights."""
    height = spine.laid_sac.course.centre[:, 2]
    there = (height > low) & (height < high)
    share = areas(spine.laid_sac.dented)[there] / _healthy_areas(spine.person)[there]
    return 100.0 * max(1.0 - float(share.min(initial=1.0)), 0.0)


def _standing_out(spine: Spine, name: str, solid: Surface | None) -> float:
    """How far (mm) tissue stands behind the back wall of a body."""
    if solid is None:
        return 0.0
    behind = spine.poses[name].into(solid.points)[:, 1]
    return float(np.ptp(behind))


def _within(spine: Spine, id_: str) -> float:
    """The share of a root's stations beside its growth that lie within its outer surface."""
    place, _, side = id_.split("/")
    growth = spine.obstacles[id_]
    for root, laid in zip(spine.roots, spine.laid_roots, strict=True):
        if (root.name, root.side) == (place, side):
            distance = growth.distance(laid.course.centre)
            beside = distance < 1.5 * float(root.radius.max()) + 1.0
            return float((distance[beside] < 0.0).mean()) if beside.any() else 0.0
    return 0.0
