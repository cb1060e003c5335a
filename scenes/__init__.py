"""Scenes: one file a condition, data only.  A new file here is a new scene; nothing else is edited.

`all_scenes()` finds them; `resolve(scene, level, side)` makes one concrete: ids instead of patterns.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ._planes import AXES, height
from ._resolve import case, parts, places, resolve
from ._scene import Cut, Fade, Label, Option, Scene, Stage, View
from ._structures import LAYERS, LEVELS, SIDES, finding_ids, healthy_ids, layer_of, matching

__all__ = [
    "AXES",
    "LAYERS",
    "LEVELS",
    "SIDES",
    "Cut",
    "Fade",
    "Label",
    "Option",
    "Scene",
    "Stage",
    "View",
    "all_scenes",
    "case",
    "finding_ids",
    "healthy_ids",
    "height",
    "layer_of",
    "matching",
    "parts",
    "places",
    "resolve",
    "scene",
]


@cache
def _scenes() -> tuple[Scene, ...]:
    names = [module.name for module in iter_modules(__path__) if not module.name.startswith("_")]
    found = [import_module(f"{__name__}.{name}").SCENE for name in names]
    for name, each in zip(names, found, strict=True):
        if each.id != name:
            raise ValueError(f"scenes/{name}.py declares id {each.id!r}; make them equal")
    return tuple(sorted(found, key=lambda each: (each.order, each.id)))


def all_scenes() -> dict[str, Scene]:
    """Every scene in this package, keyed by id, in display order."""
    return {each.id: each for each in _scenes()}


def scene(id_: str) -> Scene:
    """The scene of that id.

    Raises ``ValueError`` for an unknown one.
    """
    found = all_scenes()
    if id_ not in found:
        raise ValueError(f"no scene {id_!r}; choose from {', '.join(found)}")
    return found[id_]
