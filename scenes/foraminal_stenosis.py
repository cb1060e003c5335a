"""Foraminal stenosis: the doorway of the exiting root has lost height and width."""

from ._scene import Fade, Label, Scene, Stage, View
from ._structures import LEVELS, SIDES

SCENE = Scene(
    id="foraminal_stenosis",
    order=30,
    group="narrowing",
    finding="foraminal_stenosis",
    levels=LEVELS,
    sides=SIDES,
    level="L5-S1",
    side="left",
    severity=0.67,
    stages=(
        Stage("mild", 0.33, begins=0.1),
        Stage("moderate", 0.67, begins=0.5),
        Stage("severe", 1.0, begins=0.84),
    ),
    view=View(from_=(1.0, 0.25, 0.3), focus=("{exiting}/ganglion/{side}", "{level}/annulus"), span=70),
    fades=(
        Fade(("*_ligament", "*/epidural_fat"), 0.0),
        Fade(("*/facet_capsule/*", "*/ligamentum_flavum/*"), 0.0),
        Fade(("{level}/ligamentum_flavum/{side}",), 0.6),
        Fade(("{level}/facet_capsule/{side}",), 0.0),
    ),
    labels=(
        Label("exiting_root", "{exiting}/ganglion/{side}"),
        Label("upper_bone", "{upper_bone}"),
        Label("lower_bone", "{lower_bone}"),
        Label("disc", "{level}/annulus"),
    ),
    measures=(
        "levels.{level}.foramen_height.{side}",
        "levels.{level}.foramen_width.{side}",
        "levels.{level}.foramen_area.{side}",
        "levels.{level}.disc_height_posterior",
        "roots.{exiting}/{side}.clearance",
    ),
    terms=("foramen", "exiting_root", "ganglion", "disc", "facet_joint", "upper_bone", "lower_bone"),
)
