"""Central stenosis: thick flavum, grown facets and a bulging disc crowd the dural sac."""

from ._scene import Fade, Label, Scene, Stage, View
from ._structures import LEVELS

SCENE = Scene(
    id="central_stenosis",
    order=20,
    group="narrowing",
    finding="central_stenosis",
    levels=LEVELS,
    level="L4-L5",
    severity=0.67,
    stages=(
        Stage("mild", 0.33, begins=0.1),
        Stage("moderate", 0.67, begins=0.57),  # where the sac at L4-L5 falls below 100 mm²
        Stage("severe", 1.0, begins=0.79),  # and below 75
    ),
    view=View(from_=(0.4, 1.0, 0.5), focus=("{level}/annulus", "{level}/ligamentum_flavum/*"), span=90),
    fades=(
        Fade(("*/vertebra", "*/sacrum", "*/facet_cartilage/*"), 0.25),
        Fade(("{upper_bone}",), 0.12),
        Fade(("*_ligament", "*/ligamentum_flavum/*", "*/facet_capsule/*", "*/epidural_fat"), 0.0),
        Fade(("{level}/ligamentum_flavum/*",), 0.35),
    ),
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
