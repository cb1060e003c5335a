"""The ids a scene may name: every structure of the healthy spine, and those that findings bring."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

VERTEBRAE = ("T12", "L1", "L2", "L3", "L4", "L5")
BONES = (*VERTEBRAE, "S1")
LEVELS = ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")
ROOTS = ("L1", "L2", "L3", "L4", "L5", "S1")
TUMOUR_LEVELS = VERTEBRAE[1:]
"""The vertebrae at which a scene of a root or a bone may stand."""
SIDES = ("left", "right")

LAYERS: dict[str, tuple[str, ...]] = {
    "bones": ("vertebra", "sacrum", "neural_arch", "facet_cartilage"),
    "discs": ("annulus", "nucleus", "endplate_cartilage"),
    "nerves": ("dural_sac", "conus_medullaris", "cauda_equina", "root", "ganglion"),
    "ligaments": (
        "ligamentum_flavum",
        "facet_capsule",
        "anterior_longitudinal_ligament",
        "posterior_longitudinal_ligament",
        "interspinous_ligament",
        "supraspinous_ligament",
    ),
    "fat": ("epidural_fat",),
    "context": ("psoas", "multifidus", "erector_spinae", "aorta", "inferior_vena_cava", "ilium"),
    "finding": (
        "herniation",
        "free_fragment",
        "facet_cyst",
        "facet_overgrowth",
        "process_overgrowth",
        "osteophyte",
        "epidural_collection",
        "schwannoma",
        "neurofibroma",
        "metastasis",
        "epidural_tumour",
        "rim_osteophyte",
    ),
}
"""The layers a reader switches: which kinds of structure each holds."""

OF_DISCS = ("epidural_collection",)
OF_ROOTS = ("schwannoma", "neurofibroma")
OF_BONES = ("metastasis", "epidural_tumour")
SIDED = tuple(kind for kind in LAYERS["finding"] if kind not in (*OF_DISCS, *OF_ROOTS, *OF_BONES))


@cache
def healthy_ids() -> tuple[str, ...]:
    """Every structure id of the healthy spine, as docs/architecture.md lists them."""
    discs = ("annulus", "nucleus", "endplate_cartilage", "interspinous_ligament", "epidural_fat")
    joints = ("facet_cartilage", "facet_capsule", "ligamentum_flavum")
    return (
        *(f"{bone}/vertebra" for bone in VERTEBRAE),
        "S1/sacrum",
        *(f"T12-L1/{kind}" for kind in ("annulus", "nucleus", "endplate_cartilage")),
        *(f"{level}/{kind}" for kind in discs for level in LEVELS),
        *(f"{level}/{kind}/{side}" for kind in joints for level in LEVELS for side in SIDES),
        "L1-S1/anterior_longitudinal_ligament",
        "L1-S1/posterior_longitudinal_ligament",
        "L1-L5/supraspinous_ligament",
        "T12-S2/dural_sac",
        "T12-L1/conus_medullaris",
        "L1-S5/cauda_equina",
        *(f"{root}/{kind}/{side}" for kind in ("root", "ganglion") for root in ROOTS for side in SIDES),
        *context_ids(),
    )


@cache
def context_ids() -> tuple[str, ...]:
    """What surrounds the spine and is hidden until a reader asks for it."""
    return (
        *(f"S1/ilium/{side}" for side in SIDES),
        "T12-S1/aorta",
        "T12-S1/inferior_vena_cava",
        *(f"L1-S1/{muscle}/{side}" for muscle in ("psoas", "multifidus", "erector_spinae") for side in SIDES),
    )


@cache
def finding_ids() -> tuple[str, ...]:
    """Every structure id that a finding may add."""
    return (
        *(f"{level}/{kind}/{side}" for kind in SIDED for level in LEVELS for side in SIDES),
        *(f"{level}/{kind}" for kind in OF_DISCS for level in LEVELS),
        *(f"{root}/{kind}/{side}" for kind in OF_ROOTS for root in VERTEBRAE[1:] for side in SIDES),
        *(f"{bone}/{kind}" for kind in OF_BONES for bone in VERTEBRAE[1:]),
        *(f"{bone}/neural_arch" for bone in VERTEBRAE[1:]),
    )


def matching(patterns: Iterable[str], ids: Iterable[str] = ()) -> list[str]:
    """The ids that any of the patterns names (``*`` stands for anything), in the order of the spine."""
    wanted, given = tuple(patterns), tuple(ids)
    if given:
        return [part for part in given if any(fnmatchcase(part, pattern) for pattern in wanted)]
    named = frozenset[str]().union(*(_named(pattern) for pattern in wanted))
    return [part for part in _every() if part in named]


@cache
def _every() -> tuple[str, ...]:
    return (*healthy_ids(), *finding_ids())


@cache
def _named(pattern: str) -> frozenset[str]:
    return frozenset(part for part in _every() if fnmatchcase(part, pattern))


def layer_of(part: str) -> str:
    """The layer that holds this structure id.

    Raises ``ValueError`` for a kind of structure that no layer holds.
    """
    kind = part.split("/")[1] if "/" in part else part
    for layer, kinds in LAYERS.items():
        if kind in kinds:
            return layer
    every = ", ".join(kind for kinds in LAYERS.values() for kind in kinds)
    raise ValueError(f"no layer holds {part!r}; the kinds are {every}")
