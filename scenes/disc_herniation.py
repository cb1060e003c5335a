"""Disc herniation into the subarticular zone: on the root that passes on its way to the level below."""

from ._disc_plane import through_the_disc
from ._scene import Fade, Label, Scene, Stage, View
from ._structures import LEVELS, SIDES

SCENE = Scene(
    id="disc_herniation",
    order=10,
    group="disc",
    finding="herniation",
    zone="subarticular",
    levels=LEVELS,
    sides=SIDES,
    level="L4-L5",
    side="left",
    severity=0.8,
    stages=(
        Stage("bulge", 0.25, begins=0.05),
        Stage("protrusion", 0.5, begins=0.26),
        Stage("extrusion", 0.8, begins=0.63),
        Stage("sequestration", 1.0, begins=0.86),
    ),
    view=View(from_=(0.0, 0.4, 1.0), focus=("{level}/ligamentum_flavum/*", "{level}/annulus"), span=62),
    cuts=through_the_disc(LEVELS, above=-1.2),
    fades=(Fade(("*_ligament", "*/facet_capsule/*"), 0.0),),
    labels=(
        Label("herniation", "{level}/herniation/{side}", begins=0.26),
        Label("fragment", "{level}/free_fragment/{side}", begins=0.86),
        Label("traversing_root", "{traversing}/root/{side}"),
        Label("neighbour_root", "{exiting}/root/{side}"),
        Label("disc", "{level}/annulus"),
        Label("sac", "T12-S2/dural_sac"),
    ),
    measures=(
        "levels.{level}.displaced_depth.{side}",
        "levels.{level}.canal_lost",
        "levels.{level}.sac_area",
        "levels.{level}.recess_depth.{side}",
        "roots.{traversing}/{side}.clearance",
        "roots.{traversing}/{side}.displacement",
        "levels.{level}.disc_height_posterior",
    ),
    terms=("disc", "annulus", "nucleus", "herniation", "traversing_root", "exiting_root", "sac"),
)
