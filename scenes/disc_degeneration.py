"""Disc degeneration: a disc that has dried out and lost height, with lips of bone at its rims."""

from ._sagittal_plane import along_the_canal
from ._scene import Fade, Label, Scene, Stage, View
from ._structures import LEVELS

SCENE = Scene(
    id="disc_degeneration",
    order=15,
    group="disc",
    finding="degeneration",
    levels=LEVELS,
    level="L5-S1",
    severity=0.67,
    stages=(
        Stage("early", 0.33, begins=0.05),
        Stage("moderate", 0.67, begins=0.5),
        Stage("advanced", 1.0, begins=0.84),
    ),
    view=View(from_=(1.0, -0.4, 0.2), focus=("{level}/annulus",), span=75),
    cuts=along_the_canal(),
    fades=(Fade(("*/facet_capsule/*",), 0.0),),
    labels=(
        Label("disc", "{level}/annulus"),
        Label("nucleus", "{level}/nucleus"),
        Label("osteophyte", "{level}/rim_osteophyte/left"),
        Label("facet", "{level}/facet_cartilage/right"),
    ),
    measures=(
        "levels.{level}.disc_height_lost",
        "levels.{level}.disc_signal",
        "levels.{level}.disc_height_anterior",
        "levels.{level}.disc_height_centre",
        "levels.{level}.disc_height_posterior",
        "levels.{level}.sac_area",
    ),
    terms=("disc", "nucleus", "annulus", "osteophyte", "facet_joint"),
)
