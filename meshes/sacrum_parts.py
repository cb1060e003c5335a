"""The named parts of the sacrum as fields, on the patient's left where they are paired."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .fields import Box, Field, Matrix, Point, both, capsule, ellipsoid, rotation
from .loft import Curve, Ends, edges, loft, plane, polygon, superellipse
from .sacrum_sizes import (
    AlaTop,
    BodySection,
    CanalSection,
    Facet,
    Foramen,
    LateralSection,
    SacrumSizes,
    WallSection,
)
from .sizes import Lobe

BEYOND = 70.0  # mm by which outlines reach past the midplane, where their mirror image takes over
ALA_TOP = 6.0  # mm above the end-plate, higher than any ala
INLET_ABOVE = 4.0  # mm by which a root enters its foramen's channel above the chamber
INLET_INSIDE = 8.0  # mm from the canal's side wall to that entrance
HOLLOW_TALL = 1.3  # height of a facet's hollow over its width
ABOVE = 15.0  # mm above the end-plate, where the canal's cut ends


def curve(sections: Sequence[BodySection | LateralSection | WallSection | CanalSection]) -> Curve:
    """The quantities of a family of sections along their heights."""
    rows = [list(vars(section).values()) for section in sections]
    return Curve.through([row[0] for row in rows], [row[1:] for row in rows])


def bodies(sizes: SacrumSizes) -> Field:
    """The fused bodies of S1 to S5, flat at the end-plate."""
    shape, heights = sizes.shape, curve(sizes.bodies)
    middle, wide, deep = heights.table.T[:3]
    extent = (float(wide.max()), float((middle - deep).min()), float((middle + deep).max()))
    return loft(superellipse, heights, Ends(shape.apex, 0.0, shape.apex_rim, shape.rim), extent)


def disc_space(sizes: SacrumSizes) -> Field:
    """What must stay free above the end-plate."""
    top = sizes.bodies[0]
    outline = list(vars(top).values())[1:]
    extent = (top.half_width, top.posterior - top.half_depth, top.posterior + top.half_depth)
    return loft(superellipse, Curve(0.0, np.array([outline])), Ends(0.0, ABOVE, 0.0, 0.0), extent)


def laterals(sizes: SacrumSizes) -> Field:
    """The alae and lateral parts, with the auricular surface at their side."""
    shape, heights = sizes.shape, curve(sizes.laterals)
    ends = Ends(heights.low, ALA_TOP, shape.lateral, shape.lateral)
    mass = loft(polygon(shape.lateral), _edged(heights), ends, _extent(heights))
    return both(mass, ala_top(sizes.ala_top, mass.box), shape.ala)


def _extent(heights: Curve) -> tuple[float, float, float]:
    """How far the corners of a polygon reach: sideways, forwards and backwards."""
    xs, ys = heights.table[:, 0::2], heights.table[:, 1::2]
    return float(xs.max()), float(ys.min()), float(ys.max())


def _edged(outline: Curve) -> Curve:
    """The edges of an outline given by its corners."""
    return Curve(outline.low, edges(outline.table))


def ala_top(top: AlaTop, box: Box) -> Field:
    """The slanting plane that bounds the alae above."""
    forward, outward = np.tan(np.radians([top.pitch, top.roll]))
    normal = np.array([outward, -forward, 1.0]) / np.sqrt(1.0 + forward**2 + outward**2)
    return plane((top.lateral, top.posterior, top.superior), tuple(normal.tolist()), box)


def walls(sizes: SacrumSizes) -> Field:
    """The fused laminae behind the canal."""
    shape, heights = sizes.shape, curve(sizes.walls)
    front, side, side_front, thickness, back = heights.table.T
    middle, beyond = np.zeros(len(front)), np.full(len(front), -BEYOND)
    side_back = side_front + thickness
    corners = (beyond, front, middle, front, side, side_front, side, side_back, middle, back, beyond, back)
    outline = Curve(heights.low, np.column_stack(corners))
    ends = Ends(shape.wall_bottom, shape.wall_top, shape.wall, shape.wall_rim)
    return loft(polygon(shape.wall), _edged(outline), ends, _extent(outline))


def canal(sizes: SacrumSizes) -> Field:
    """The sacral canal, open above and at the hiatus."""
    shape, heights = sizes.shape, curve(sizes.canals)
    front, wide, side, back = heights.table.T
    middle, beyond = np.zeros(len(front)), np.full(len(front), -BEYOND)
    corners = (beyond, front, wide, front, wide, front + side, middle, back, beyond, back)
    outline = Curve(heights.low, np.column_stack(corners))
    ends = Ends(shape.canal_bottom, ABOVE, shape.canal, shape.canal)
    return loft(polygon(shape.canal), _edged(outline), ends, _extent(outline))


def inlet(hole: Foramen, sizes: SacrumSizes) -> Point:
    """Where the canal leads into a foramen, a little above it."""
    height = hole.height + INLET_ABOVE
    front, wide, side, _ = curve(sizes.canals).at(height)
    return (max(wide - INLET_INSIDE, 0.0), front + side / 2, height)


def foramen(hole: Foramen, sizes: SacrumSizes) -> list[Field]:
    """The three channels of a foramen: into the canal, forwards and backwards."""
    chamber = (hole.lateral, hole.posterior, hole.height)
    front = (hole.front_lateral, hole.front_posterior, hole.front_height)
    back = (hole.back_lateral, hole.back_posterior, hole.back_height)
    return [
        capsule(chamber, inlet(hole, sizes), hole.radius, 0.7 * hole.radius),
        capsule(chamber, front, hole.radius, hole.front_radius),
        capsule(chamber, back, hole.radius, hole.back_radius),
    ]


def lobe(part: Lobe) -> Field:
    """The field of a crest or another rounded part."""
    turned = rotation(part.pitch, part.roll, part.yaw)
    centre = (part.lateral, part.posterior, part.superior)
    return ellipsoid(centre, (part.half_width, part.half_depth, part.half_height), turned, part.squareness)


def facet_frame(facet: Facet) -> Matrix:
    """Columns: across the face outwards, out of the face (backwards and inwards), up the face."""
    return rotation(z=90.0 - facet.angle) @ rotation(x=-facet.lean)


def process(facet: Facet) -> Field:
    """The superior articular process of S1, a plate behind which the joint's face lies."""
    frame = facet_frame(facet)
    face = np.array([facet.lateral, facet.posterior, facet.superior])
    centre = face - facet.half_thickness * frame[:, 1]
    radii = (facet.half_width, facet.half_thickness, facet.half_height)
    return ellipsoid(tuple(centre.tolist()), radii, frame, 2.5)


def hollow(facet: Facet) -> Field:
    """What the joint's face is hollowed by."""
    frame = facet_frame(facet)
    radius = facet.hollow_radius
    face = np.array([facet.lateral, facet.posterior, facet.superior])
    centre = face + radius * frame[:, 1]
    return ellipsoid(tuple(centre.tolist()), (radius, radius, HOLLOW_TALL * radius), frame)


def middle(sizes: SacrumSizes, height: float) -> Point:
    """The middle of the canal at a height."""
    front, _, _, back = curve(sizes.canals).at(height)
    return (0.0, (front + back) / 2, height)
