"""Metastasis: a deposit in a vertebra, from its body along one pedicle to the canal."""

from ._scene import Cut, Fade, Label, Scene, Stage, View
from ._structures import SIDES, TUMOUR_LEVELS

SCENE = Scene(
    id="metastasis",
    order=100,
    finding="metastasis",
    levels=TUMOUR_LEVELS,
    sides=SIDES,
    level="L4",
    side="left",
    severity=0.67,
    stages=(
        Stage("body", 0.33, begins=0.1),
        Stage("pedicle", 0.67, begins=0.5),
        Stage("epidural", 1.0, begins=0.84),
    ),
    view=View(from_=(0.0, 0.4, 1.0), focus=("{upper_bone}",), span=88),
    cuts=(Cut("axial", 18.0, keep="below"),),  # through the pedicles
    fades=(Fade(("*_ligament", "*/facet_capsule/*"), 0.0),),
    labels=(
        Label("metastasis", "{upper}/metastasis"),
        Label("epidural", "{upper}/epidural_tumour", begins=0.36),
        Label("upper_bone", "{upper_bone}"),
        Label("disc", "{level}/annulus"),
        Label("sac", "T12-S2/dural_sac"),
    ),
    measures=(
        "levels.{level}.epidural_loss",
        "levels.{level}.sac_area",
        "roots.{exiting}/{side}.displacement",
        "levels.{level}.disc_height_posterior",
    ),
    terms=("metastasis", "upper_bone", "disc", "sac", "roots", "cauda_equina"),
)
