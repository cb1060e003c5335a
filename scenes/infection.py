"""Infection: a disc that has lost height between two eaten end-plates, and fluid in front of the sac."""

from ._sagittal_plane import along_the_canal
from ._scene import Fade, Label, Scene, Stage, View
from ._structures import LEVELS

SCENE = Scene(
    id="infection",
    order=70,
    finding="infection",
    levels=LEVELS,
    level="L3-L4",
    severity=0.67,
    stages=(
        Stage("early", 0.33, begins=0.1),
        Stage("established", 0.67, begins=0.4),
        Stage("collection", 1.0, begins=0.84),
    ),
    view=View(from_=(1.0, 0.15, 0.15), focus=("{level}/annulus", "{level}/ligamentum_flavum/*"), span=85),
    cuts=along_the_canal(),
    fades=(Fade(("*/facet_capsule/*",), 0.0),),
    labels=(
        Label("disc", "{level}/annulus"),
        Label("upper_bone", "{upper_bone}"),
        Label("lower_bone", "{lower_bone}"),
        Label("collection", "{level}/epidural_collection", begins=0.35),
        Label("sac", "T12-S2/dural_sac"),
    ),
    measures=(
        "levels.{level}.disc_height_anterior",
        "levels.{level}.disc_height_posterior",
        "levels.{level}.segment_angle",
        "levels.{level}.sac_area",
    ),
    terms=("disc", "endplates", "collection", "sac", "upper_bone", "lower_bone", "roots"),
)
