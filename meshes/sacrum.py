"""The sacrum, S1 to S5 in one piece, as a field in the frame of the S1 end-plate."""

from __future__ import annotations

import numpy as np

from .fields import Box, Distances, Field, Point, Points, near
from .loft import Step, assembled
from .sacrum_parts import (
    bodies,
    canal,
    disc_space,
    foramen,
    hollow,
    inlet,
    laterals,
    lobe,
    middle,
    process,
    walls,
)
from .sacrum_sizes import LOBES, SacrumSizes, sacrum_sizes

__all__ = ["landmarks", "sacrum", "sacrum_sizes"]

FAR = 16.0  # mm from their box beyond which the bodies blend with nothing
BOX = Box((-69.5, -26.0, -153.7), (69.5, 62.0, 12.0))


def sacrum(sizes: SacrumSizes) -> Field:
    """The sacrum as one solid: bodies, lateral parts, laminae, processes, less the canal and foramina."""
    shape, facet = sizes.shape, sizes.superior_articular
    added = [Step(laterals(sizes), shape.seam_lateral), Step(walls(sizes), shape.seam_wall)]
    added += [Step(lobe(part), shape.crest) for part in sizes.lobes]
    added += [Step(process(facet), shape.crest)]
    removed = [Step(lobe(part), shape.groove, removes=True) for part in sizes.hollows]
    holes = [canal(sizes), *(channel for hole in sizes.foramina for channel in foramen(hole, sizes))]
    removed += [Step(hole, shape.foramen, removes=True) for hole in holes]
    removed += [Step(hollow(facet), 1.0, removes=True), Step(disc_space(sizes), 0.0, removes=True)]
    half = assembled(near(bodies(sizes), FAR), added + removed, BOX)

    def distance(points: Points) -> Distances:
        return half(np.column_stack([np.abs(points[:, 0]), points[:, 1], points[:, 2]]))

    return Field(distance, BOX)


def landmarks(sizes: SacrumSizes) -> dict[str, Point]:
    """Named points of the sacrum, those of the left side under ``.../left``."""
    top, facet = sizes.bodies[0], sizes.superior_articular
    front, back = top.posterior - top.half_depth, top.posterior + top.half_depth
    points: dict[str, Point] = {
        "endplate": (0.0, 0.0, 0.0),
        "endplate_anterior": (0.0, front, 0.0),
        "endplate_posterior": (0.0, back, 0.0),
        "superior_facet/left": (facet.lateral, facet.posterior, facet.superior),
        "canal_s1": middle(sizes, 0.0),
        "apex": (0.0, sizes.bodies[-1].posterior, sizes.shape.apex),
    }
    for number, hole in enumerate(sizes.foramina, start=1):
        if number > 1:
            points[f"canal_s{number}"] = middle(sizes, sizes.foramina[number - 2].height - 8.0)
        points[f"foramen_inlet_s{number}/left"] = inlet(hole, sizes)
        points[f"foramen_s{number}/left"] = (hole.lateral, hole.posterior, hole.height)
        points[f"anterior_foramen_s{number}/left"] = (
            hole.front_lateral,
            hole.front_posterior,
            hole.front_height,
        )
        points[f"posterior_foramen_s{number}/left"] = (
            hole.back_lateral,
            hole.back_posterior,
            hole.back_height,
        )
    points["hiatus"] = middle(sizes, sizes.canals[-1].height)
    crest = dict(zip(LOBES, sizes.lobes, strict=True))["median_crest_s1"]
    points["median_crest_s1"] = (0.0, crest.posterior, crest.superior)
    ala = sizes.ala_top
    points["ala/left"] = (ala.lateral, ala.posterior, ala.superior)
    return points
