"""Lateral recess stenosis: the edge of the joint pinches the root that passes to the level below."""

from ._disc_plane import through_the_disc
from ._scene import Fade, Label, Scene, Stage, View
from ._structures import LEVELS, SIDES

SCENE = Scene(
    id="lateral_recess_stenosis",
    order=25,
    group="narrowing",
    finding="lateral_recess",
    levels=LEVELS,
    sides=SIDES,
    level="L4-L5",
    side="left",
    severity=0.67,
    stages=(
        Stage("mild", 0.33, begins=0.1),
        Stage("moderate", 0.67, begins=0.5),
        Stage("severe", 1.0, begins=0.84),
    ),
    view=View(from_=(0.0, 0.4, 1.0), focus=("{level}/ligamentum_flavum/*", "{level}/nucleus"), span=60),
    cuts=(
        *through_the_disc(LEVELS[:4], above=-2.0),  # the least grown joint too
        *through_the_disc(LEVELS[4:], above=-5.5),
    ),
    fades=(Fade(("*_ligament", "*/facet_capsule/*"), 0.0),),
    labels=(
        Label("traversing_root", "{traversing}/root/{side}"),
        Label("neighbour_root", "{exiting}/root/{side}"),
        Label("facet", "{level}/facet_overgrowth/{side}"),
        Label("disc", "{level}/annulus"),
        Label("sac", "T12-S2/dural_sac"),
    ),
    measures=(
        "levels.{level}.recess_depth.{side}",
        "levels.{level}.sac_area",
        "roots.{traversing}/{side}.clearance",
        "roots.{traversing}/{side}.displacement",
    ),
    terms=("recess", "traversing_root", "facet_joint", "flavum", "disc", "sac"),
)
