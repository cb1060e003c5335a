"""Neurofibroma: a benign, spindle-shaped growth of one root, which runs through it."""

from ._root_plane import along_the_root
from ._scene import Fade, Label, Scene, Stage, View
from ._structures import SIDES, TUMOUR_LEVELS

SCENE = Scene(
    id="neurofibroma",
    order=90,
    finding="neurofibroma",
    levels=TUMOUR_LEVELS,
    sides=SIDES,
    level="L4",
    side="left",
    severity=0.67,
    stages=(
        Stage("small", 0.33, begins=0.1),
        Stage("medium", 0.67, begins=0.5),
        Stage("large", 1.0, begins=0.84),
    ),
    view=View(from_=(0.8, 1.0, 0.35), focus=("{exiting}/ganglion/{side}", "{level}/annulus"), span=80),
    cuts=along_the_root(),
    fades=(Fade(("*_ligament", "*/ligamentum_flavum/*", "*/facet_capsule/*", "*/epidural_fat"), 0.0),),
    labels=(
        Label("neurofibroma", "{exiting}/neurofibroma/{side}"),
        Label("exiting_root", "{exiting}/root/{side}"),
        Label("sac", "T12-S2/dural_sac"),
    ),
    measures=(
        "levels.{level}.foramen_height.{side}",
        "levels.{level}.foramen_area.{side}",
        "levels.{level}.sac_area",
        "roots.{exiting}/{side}.displacement",
    ),
    terms=("neurofibroma", "exiting_root", "sac", "roots", "foramen"),
)
