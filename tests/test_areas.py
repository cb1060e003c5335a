"""Every area is measured twice: on the surfaces that a plane cuts, and on distances sampled in that plane."""

from __future__ import annotations

import numpy as np
import pytest
from areas import free_area, outline_area
from solids import measured, spine_of

from lumbar.meshes.levels import SEGMENTS, SIDES, Side
from lumbar.meshes.measure_canal import canal_section, foramen_section, least_station
from lumbar.meshes.section import Section

CASES = [
    *(("normal", level) for level in SEGMENTS),
    ("central_stenosis@L4-L5:severity=0.67", "L4-L5"),
    ("herniation@L4-L5/left/subarticular:severity=0.8", "L4-L5"),
    ("herniation@L3-L4/right/foraminal:severity=0.8", "L3-L4"),
    ("foraminal_stenosis@L5-S1/left:severity=1", "L5-S1"),
    ("facet_cyst@L4-L5/left:severity=0.67", "L4-L5"),
    ("slip@L4-L5:slip=6", "L4-L5"),
]
AGREES = 0.02  # share by which two ways may differ

by_case = pytest.mark.parametrize(("code", "level"), CASES)


@by_case
def test_the_canal_has_its_area_whichever_way_it_is_measured(code: str, level: str) -> None:
    """The surfaces' outlines in the plane of the disc, and distances to them every 0.1 mm along 120 rays."""
    spine = spine_of(code)
    solids = [spine.surfaces[id_] for id_ in spine.obstacles]
    again = free_area(canal_section(spine, level), solids)
    assert again == pytest.approx(measured(code)["levels"][level]["canal_area"], rel=AGREES)


@by_case
@pytest.mark.parametrize("side", SIDES)
def test_a_foramen_has_its_area_whichever_way_it_is_measured(code: str, level: str, side: Side) -> None:
    """As the canal, in the sagittal plane just inside the pedicles."""
    spine = spine_of(code)
    solids = [spine.surfaces[id_] for id_ in spine.obstacles]
    section, _ = foramen_section(spine, level, side)
    again = free_area(section, solids)
    assert again == pytest.approx(measured(code)["levels"][level]["foramen_area"][side], rel=AGREES)


@by_case
def test_the_sac_has_its_area_whichever_way_it_is_measured(code: str, level: str) -> None:
    """The radii of the dura in its least section, and the outline that a plane cuts of its surface."""
    spine = spine_of(code)
    course, station = spine.laid_sac.course, least_station(spine, level)
    plane = Section(course.centre[station], course.across[station], course.over[station], np.ones(4))
    area = outline_area(plane, spine.surfaces["T12-S2/dural_sac"])
    assert area == pytest.approx(measured(code)["levels"][level]["sac_area"], rel=AGREES)
