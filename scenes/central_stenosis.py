"""Central stenosis: thick flavum, grown facets and a bulging disc crowd the dural sac."""

from ._disc_plane import through_the_disc
from ._scene import Fade, Label, Scene, Stage, View
from ._structures import LEVELS

SCENE = Scene(
    id="central_stenosis",
    order=20,
    group="narrowing",
    finding="central_stenosis",
    levels=LEVELS,
    level="L4-L5",
    severity=0.75,
    stages=(
        Stage("mild", 0.33, begins=0.1),
        Stage("moderate", 0.75, begins=0.7),  # where the sac at L4-L5 falls below 100 mm²
        Stage("severe", 1.0, begins=0.82),  # and below 75
    ),
    view=View(from_=(0.0, 0.4, 1.0), focus=("{level}/ligamentum_flavum/*", "{level}/nucleus"), span=68),
    cuts=(
        *through_the_disc((*LEVELS[:2], LEVELS[3]), above=-1.0),  # the least grown joint too
        *through_the_disc(LEVELS[2:3], above=-1.5),
        *through_the_disc(LEVELS[4:], above=-4.0),  # lower, where that one lies, the sac has room
    ),
    fades=(Fade(("*_ligament", "*/facet_capsule/*"), 0.0),),
    labels=(
        Label("sac", "T12-S2/dural_sac"),
        Label("flavum", "{level}/ligamentum_flavum/left"),
        Label("disc", "{level}/annulus"),
        Label("facet", "{level}/facet_overgrowth/left"),
    ),
    measures=(
        "levels.{level}.sac_area",
        "levels.{level}.sac_depth",
        "levels.{level}.canal_area",
        "levels.{level}.canal_depth",
        "levels.{level}.flavum_thickness",
    ),
    terms=("canal", "sac", "flavum", "disc", "facet_joint", "cauda_equina", "roots"),
)
