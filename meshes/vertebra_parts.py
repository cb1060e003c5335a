"""The named parts of a vertebra as fields, and how they are joined."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .fields import Box, Distances, Field, Points, cut, ellipsoid, rotation, union
from .sizes import CanalSizes, Lobe, VertebraSizes
from .vertebra_body import body_field, posterior_wall

LOBES = (
    "pedicle", "isthmus", "lamina", "lamina_base", "superior_articular", "superior_facet", "mammillary",
    "inferior_articular", "transverse_root", "transverse_shaft", "transverse_tip", "accessory",
    "spinous_root", "spinous_blade", "spinous_tip",
)  # fmt: skip

PEDICLE_LEVEL = 3.0  # mm above the centre of the body, where the sizes of the canal hold
FACET_EDGE, CANAL_EDGE = 1.45, 2.0  # mm over which the edges of the cuts are rounded
CUTS = ("canal", "superior_facet")


def lobe(part: Lobe) -> Field:
    """The field of a rounded part, on the patient's left."""
    turned = rotation(part.pitch, part.roll, part.yaw)
    return ellipsoid(
        (part.lateral, part.posterior, part.superior),
        (part.half_width, part.half_depth, part.half_height),
        turned,
        part.squareness,
    )


def canal(sizes: CanalSizes, wall: float) -> Field:
    """The vertebral canal behind a posterior wall at y = ``wall`` mm, endless above and below."""
    ahead, behind = sizes.widest + 4.0, sizes.depth - sizes.widest
    lean = np.tan(np.radians(sizes.slope))

    def distance(points: Points) -> Distances:
        above = np.clip(points[:, 2] - PEDICLE_LEVEL, -30.0, 30.0)
        half = np.maximum(sizes.width / 2 - sizes.widening * above, 4.0)
        y = points[:, 1] - (wall + sizes.widest - lean * above)
        reach = np.where(y > 0.0, behind, ahead)
        u, v = np.abs(points[:, 0]) / half, y / reach
        back = np.maximum(v, 0.0)
        k = np.sqrt(u * u + v * v + sizes.triangularity * back * u + 1e-12)
        along_x = (u + sizes.triangularity * back / 2) / half
        along_y = (v + sizes.triangularity * np.where(v > 0, u, 0.0) / 2) / reach
        slope = np.hypot(along_x, along_y * np.hypot(1.0, lean)) / k
        away = (k - 1.0) / np.maximum(slope, 0.02)
        return np.where(k > 1e-3, away, -min(float(half.min()), behind))

    reach_x, top = sizes.width / 2 + abs(sizes.widening) * 30.0, PEDICLE_LEVEL + 40.0
    return Field(
        distance, Box((-reach_x, wall - 25.0, top - 80.0), (reach_x, wall + sizes.depth + 25.0, top))
    )


def parts(sizes: VertebraSizes) -> dict[str, Field]:
    """Every named part on the patient's left, and the two cuts: the canal and the superior facet."""
    built = {name: lobe(getattr(sizes, name)) for name in LOBES}
    built["body"] = body_field(sizes.body)
    built["canal"] = canal(sizes.canal, posterior_wall(sizes.body, PEDICLE_LEVEL))
    return built


def join(part: Mapping[str, Field], sizes: VertebraSizes) -> Field:
    """The left half of a vertebra from its parts."""
    blends = sizes.blends
    arch = union(*(part[n] for n in ("pedicle", "isthmus", "lamina", "lamina_base")), blend=blends.arch)
    spinous = union(
        *(part[n] for n in ("spinous_root", "spinous_blade", "spinous_tip")), blend=blends.spinous
    )
    arch = union(arch, spinous, blend=blends.spinous)
    side = ("transverse_root", "transverse_shaft", "transverse_tip", "accessory")
    arch = union(arch, *(part[n] for n in side), blend=blends.transverse)
    superior = union(part["superior_articular"], part["mammillary"], blend=blends.articular)
    arch = union(arch, superior, blend=blends.articular)
    arch = cut(arch, part["superior_facet"], blend=FACET_EDGE)
    arch = union(arch, part["inferior_articular"], blend=blends.articular)
    arch = cut(arch, part["canal"], blend=CANAL_EDGE)
    return union(part["body"], arch, blend=blends.body)
