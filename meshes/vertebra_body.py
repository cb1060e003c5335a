"""The vertebral body: a waisted kidney between two hollowed end-plates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .fields import Box, Distances, Field, Points, cut, ellipsoid, smooth_max
from .sizes import BodySizes

FLARE = 1.3  # exponent of the curve in which the walls draw in to the waist, 2 = parabola
INDENT_WIDTH = 7.8  # mm from the midline over which the back of the outline is notched
ROUND_IN_FRONT = 2.12  # superellipse exponent of the outline in front, 2 = ellipse


@dataclass(frozen=True)
class EndPlate:
    """An end-plate's rim in the midsagittal plane, mm: centre (y, z) and slope dz/dy."""

    y: float
    z: float
    slope: float
    depth: float

    def height(self, y: Distances) -> Distances:
        """Height of the rim plane at y."""
        return self.z + self.slope * (y - self.y)


def end_plates(body: BodySizes) -> tuple[EndPlate, EndPlate]:
    """The superior and the inferior end-plate; their slopes are opposite by choice of the frame."""
    half = (body.height_anterior + body.height_posterior) / 4 + body.rim / 4
    slope = (body.height_posterior - body.height_anterior) / (body.depth_superior + body.depth_inferior)
    shift = body.offset / 2
    return (
        EndPlate(shift, half, slope, body.depth_superior),
        EndPlate(-shift, -half, -slope, body.depth_inferior),
    )


def posterior_wall(body: BodySizes, z: float) -> float:
    """How far behind the centre the posterior wall lies in the midline at height z, mm."""
    outline = _outline(body, _fraction(body, np.array([0.0]), np.array([z])))
    return float((outline.back - outline.indent)[0])


@dataclass(frozen=True)
class Outline:
    """The outline of the body at a height: one value a point, mm."""

    half_width: Distances
    front: Distances
    back: Distances
    middle: Distances
    indent: Distances
    roundness: Distances


def _fraction(body: BodySizes, y: Distances, z: Distances) -> Distances:
    """Height between the end-plates: 0 at the lower one, 1 at the upper one."""
    upper, lower = end_plates(body)
    bottom = lower.height(y)
    return np.clip((z - bottom) / np.maximum(upper.height(y) - bottom, 5.0), 0.0, 1.0)


def _outline(body: BodySizes, t: Distances) -> Outline:
    """The outline at relative heights t: it draws in below the lips to a waist at mid-height."""

    def between(inferior: float, superior: float) -> Distances:
        return inferior + (superior - inferior) * t

    upper, lower = end_plates(body)
    drawn = 1.0 - np.abs(2.0 * t - 1.0) ** FLARE
    lip = body.lip_height * 2.0 / (body.height_anterior + body.height_posterior)
    above, below = (np.exp(-(((s - lip / 2) / lip) ** 2)) for s in (1.0 - t, t))
    recess = between(body.lip_inferior, body.lip_superior)
    recess = recess - body.lip_inferior * below - body.lip_superior * above
    corner = body.rim / 4  # what rounding takes off the rim
    front = between(lower.y - lower.depth / 2, upper.y - upper.depth / 2) - corner
    front = front + body.waist_front * drawn + recess / 2
    indent = between(body.indent_inferior, body.indent_superior)
    back = between(lower.y + lower.depth / 2, upper.y + upper.depth / 2) + corner
    back = back - body.waist_back * drawn + indent
    half_width = between(body.width_inferior, body.width_superior) / 2 + corner
    half_width = half_width - body.waist_width * drawn - recess
    middle = front + (back - front) * between(body.widest_inferior, body.widest_superior)
    roundness = between(body.roundness_back_inferior, body.roundness_back_superior)
    return Outline(half_width, front, back, middle, indent, roundness)


def _walls(body: BodySizes, points: Points, t: Distances) -> Distances:
    """Distance from the walls at relative heights t, of first order: zero on them with unit slope."""
    outline = _outline(body, t)
    x, y = np.abs(points[:, 0]), points[:, 1] - outline.middle
    behind = y > 0.0
    notch = outline.indent * np.exp(-((x / INDENT_WIDTH) ** 2))
    reach = np.where(behind, outline.back - outline.middle - notch, outline.middle - outline.front)
    e = np.where(behind, outline.roundness, ROUND_IN_FRONT)
    u, v = np.maximum(x / outline.half_width, 1e-6), np.maximum(np.abs(y) / reach, 1e-6)
    ue, ve = u**e, v**e
    radius = (ue + ve) ** (1.0 / e)
    slope = np.hypot(ue / u / outline.half_width, ve / v / reach) * radius / (ue + ve)
    drawn = (body.waist_width + body.waist_front) * FLARE * np.abs(2.0 * t - 1.0) ** (FLARE - 1.0)
    steep = np.sqrt(1.0 + (drawn / body.height_anterior) ** 2)
    return np.asarray((radius - 1.0) / np.maximum(slope, 0.01) / steep)


def _hollow(body: BodySizes, points: Points, plate: EndPlate, width: float) -> Distances:
    """How deep the end-plate lies below its rim, as a fraction of its greatest depth."""
    u = points[:, 0] / (width / 2 * body.hollow_share)
    v = (points[:, 1] - plate.y - body.hollow_behind) / (plate.depth / 2 * body.hollow_share)
    within = np.clip(1.0 - u * u - v * v, 0.0, 1.0)
    return within * np.sqrt(within)


def body_field(body: BodySizes) -> Field:
    """The vertebral body in its own frame, mirror-symmetric in x."""
    upper, lower = end_plates(body)

    def distance(points: Points) -> Distances:
        x, y, z = points.T
        side = _walls(body, points, _fraction(body, y, z))
        across = np.minimum((x / (body.width_superior / 2)) ** 2, 1.5)
        top = z - upper.height(y) + body.hollow_superior * _hollow(body, points, upper, body.width_superior)
        bottom = (
            lower.height(y) - z + body.hollow_inferior * _hollow(body, points, lower, body.width_inferior)
        )
        top, bottom = top - body.rise_superior * across, bottom - body.rise_inferior * across
        flat = 1.0 / np.sqrt(1.0 + upper.slope**2)
        return smooth_max(side, np.maximum(top, bottom) * flat, body.rim)

    corner = body.rim / 4
    tall = upper.z + abs(upper.slope) * 24.0 + max(body.rise_superior, body.rise_inferior, 0.0) * 1.5
    wide = max(body.width_superior, body.width_inferior) / 2 + corner
    front = max(body.depth_superior, body.depth_inferior) / 2 + abs(body.offset) / 2 + corner
    back = front + max(body.indent_superior, body.indent_inferior, -body.waist_back)
    box = Box((-wide, -front, -tall), (wide, back, tall))
    vein = ellipsoid(
        (0.0, posterior_wall(body, 0.0), 0.0), (body.vein_width / 2, body.vein_depth, body.vein_height / 2)
    )
    return cut(Field(distance, box), vein, 1.5)
