"""The healthy lumbar spine, standing."""

from ._scene import Label, Scene, View

SCENE = Scene(
    id="healthy",
    order=0,
    group="normal",
    view=View(from_=(0.75, 0.85, 0.3), focus=("T12/vertebra", "L*/vertebra", "S1/sacrum"), span=None),
    labels=(
        Label("vertebra", "L3/vertebra"),
        Label("disc", "L4-L5/annulus"),
        Label("sacrum", "S1/sacrum"),
        Label("sac", "T12-S2/dural_sac"),
        Label("root", "L4/root/left"),
        Label("facet", "L3-L4/facet_capsule/left"),
    ),
    terms=("vertebra", "sacrum", "disc", "annulus", "nucleus", "facet_joint", "sac", "roots", "cauda_equina"),
)
