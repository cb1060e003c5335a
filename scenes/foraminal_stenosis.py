"""Foraminal stenosis: the doorway of the exiting root has lost height and width."""

from ._scene import Cut, Fade, Label, Scene, Stage, View
from ._structures import LEVELS, SIDES

GANGLIA = (13.5, 14.5, 15.5, 19.5, 23.0)  # mm from the midline, the middle of each ganglion

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
    view=View(from_=(1.0, 0.12, 0.12), focus=("{exiting}/ganglion/{side}", "{level}/annulus"), span=70),
    cuts=tuple(  # through the pedicles above and below: the keyhole
        Cut("sagittal", at, keep="right", levels=(level,)) for level, at in zip(LEVELS, GANGLIA, strict=True)
    ),
    fades=(Fade(("*_ligament", "*/facet_capsule/*"), 0.0),),
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
