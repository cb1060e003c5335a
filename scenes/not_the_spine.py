"""It may not be the spine: the healthy one, with its nerves in sight, beside the causes that copy their pain."""

from ._scene import Fade, Label, Scene, View

SCENE = Scene(
    id="not_the_spine",
    order=200,
    group="elsewhere",
    view=View(
        from_=(0.5, 1.0, 0.35), focus=("L3/vertebra", "L4/vertebra", "L5/vertebra", "S1/sacrum"), span=None
    ),
    fades=(
        Fade(("*/vertebra", "*/sacrum", "*/facet_cartilage/*"), 0.3),
        Fade(("*_ligament", "*/ligamentum_flavum/*", "*/facet_capsule/*", "*/epidural_fat"), 0.0),
    ),
    labels=(
        Label("root", "L5/root/left"),
        Label("sac", "T12-S2/dural_sac"),
        Label("disc", "L4-L5/annulus"),
        Label("vertebra", "L4/vertebra"),
    ),
    terms=("vertebra", "disc", "sac", "roots"),
)
