"""Spondylolisthesis: a vertebra forward on the next; at L5-S1 by a gap in the pars, above by worn joints."""

from ._sagittal_plane import along_the_canal
from ._scene import Cut, Fade, Label, Option, Scene, Stage, View
from ._structures import LEVELS

WORN, BROKEN = LEVELS[:4], LEVELS[4:]

SCENE = Scene(
    id="spondylolisthesis",
    order=40,
    group="joints",
    finding="slip",
    options=(Option("kind", "degenerative", WORN), Option("kind", "isthmic", BROKEN)),
    levels=LEVELS,
    level="L4-L5",
    severity=0.6,
    stages=(
        Stage("meyerding_1", 0.6, begins=0.12, levels=WORN),
        Stage("meyerding_2", 1.0, begins=0.98, levels=WORN),
        Stage("meyerding_1", 0.5, begins=0.12, levels=BROKEN),
        Stage("meyerding_2", 0.9, begins=0.86, levels=BROKEN),
    ),
    view=View(from_=(1.0, 0.25, 0.15), focus=("{level}/annulus", "{level}/ligamentum_flavum/*"), span=90),
    cuts=(
        *along_the_canal(WORN),  # which the slip narrows
        Cut("sagittal", 17.0, keep="right", levels=BROKEN),  # through the gap and the foramen below
    ),
    fades=(Fade(("*/facet_capsule/*",), 0.0),),
    labels=(
        Label("upper_bone", "{upper_bone}"),
        Label("lower_bone", "{lower_bone}"),
        Label("disc", "{level}/annulus"),
        Label("sac", "T12-S2/dural_sac"),
        Label("exiting_root", "{exiting}/ganglion/left"),
    ),
    measures=(
        "levels.{level}.slip",
        "levels.{level}.slip_percent",
        "levels.{level}.canal_depth",
        "levels.{level}.sac_area",
        "levels.{level}.segment_angle",
        "levels.{level}.disc_height_posterior",
    ),
    terms=(
        "upper_bone",
        "lower_bone",
        "disc",
        "facet_joint",
        "canal",
        "sac",
        "exiting_root",
        "roots",
        "pars",
    ),
)
