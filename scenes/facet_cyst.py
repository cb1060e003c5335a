"""Facet (synovial) cyst: a bubble of joint fluid beside the sac, on the root that passes."""

from ._disc_plane import through_the_disc
from ._scene import Cut, Fade, Label, Scene, Stage, View
from ._structures import LEVELS, SIDES

SCENE = Scene(
    id="facet_cyst",
    order=50,
    group="joints",
    finding="facet_cyst",
    levels=LEVELS,
    sides=SIDES,
    level="L4-L5",
    side="left",
    severity=0.67,
    stages=(
        Stage("small", 0.33, begins=0.1),
        Stage("medium", 0.67, begins=0.5),
        Stage("large", 1.0, begins=0.84),
    ),
    view=View(from_=(0.0, 0.4, 1.0), focus=("{level}/ligamentum_flavum/*", "{level}/nucleus"), span=62),
    cuts=(
        Cut("axial", -4.5, keep="below", levels=LEVELS[:2]),  # through the smallest cyst and its joint
        Cut("axial", -3.5, keep="below", levels=LEVELS[2:3]),
        *through_the_disc(LEVELS[3:4], above=-2.0),
        Cut("axial", 1.0, keep="below", levels=LEVELS[4:]),  # that disc's own plane passes above its cyst
    ),
    fades=(Fade(("*_ligament", "*/facet_capsule/*"), 0.0),),
    labels=(
        Label("cyst", "{level}/facet_cyst/{side}"),
        Label("facet", "{level}/facet_cartilage/{side}"),
        Label("traversing_root", "{traversing}/root/{side}"),
        Label("neighbour_root", "{exiting}/root/{side}"),
        Label("sac", "T12-S2/dural_sac"),
    ),
    measures=(
        "levels.{level}.sac_area",
        "levels.{level}.recess_depth.{side}",
        "roots.{traversing}/{side}.clearance",
        "roots.{traversing}/{side}.displacement",
    ),
    terms=("cyst", "facet_joint", "traversing_root", "sac", "flavum"),
)
