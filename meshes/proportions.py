"""The sizes of a person's bones, discs and sac: the default's named quantities, whole groups of them moved together.

A person's bones are made at the default's scale, each size as far from the default as it is for the person, and then
enlarged or reduced as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from .canal import SacSize, sac_sizes
from .chain import DiscSize, disc_sizes
from .levels import SEGMENTS, VERTEBRAE, lower, upper
from .person import DEFAULT, Person
from .sacrum_sizes import Facet, Foramen, SacrumSizes, sacrum_sizes
from .sizes import Lobe, VertebraSizes, vertebra_sizes
from .vertebra_body import posterior_wall
from .vertebra_parts import LOBES, PEDICLE_LEVEL

ARCH_DEEP = 0.8  # share of the canal's depth from which on the arch moves back in full
FADES = 45.0  # mm below the end-plate of S1 over which the sacrum returns to its default
TRANSVERSE = ("transverse_root", "transverse_shaft", "transverse_tip", "accessory")
STRETCH_BETWEEN = 0.4  # share of a canal's extra half width by which each lamina is broader


@dataclass(frozen=True)
class Unlike:
    """How far (mm, at the default's scale) the sizes at one vertebra lie from the default's."""

    canal_width: float = 0.0
    canal_depth: float = 0.0
    pedicle_width: float = 0.0
    endplate_width: float = 0.0
    endplate_depth: float = 0.0
    body_height: float = 0.0
    transverse_span: float = 0.0


def unlike(person: Person, name: str) -> Unlike:
    """How far the sizes at a vertebra (``T12`` as L1, ``S1`` as L5) lie from the default's."""
    bone = {"T12": "L1", "S1": "L5"}.get(name, name)
    depth = vertebra_sizes(bone).canal.depth * (
        1.0 / person.scale - 1.0
    )  # it does not go with sex or stature
    found = {size: person.apart(size, bone) / person.scale for size in vars(Unlike())}
    return Unlike(**{**found, "canal_depth": found["canal_depth"] + depth})


@cache
def vertebra_of(person: Person, name: str) -> VertebraSizes:
    """The sizes of a person's vertebra at the default's scale."""
    sizes = vertebra_sizes(name)
    if person == DEFAULT:
        return sizes
    own, below = unlike(person, name), unlike(person, "L1" if name == "T12" else lower(_under(name)))
    tall = 1.0 + own.body_height / sizes.body.height_posterior
    move = _Move(sizes, own, below, _stretch(person, name, True), _stretch(person, name, False), tall)
    lobes: dict[str, Any] = {part: move.lobe(part, getattr(sizes, part)) for part in LOBES}
    canal = replace(
        sizes.canal,
        width=sizes.canal.width + own.canal_width,
        depth=sizes.canal.depth + own.canal_depth,
        widest=sizes.canal.widest * (1.0 + own.canal_depth / sizes.canal.depth),
    )
    body = replace(
        sizes.body,
        width_superior=sizes.body.width_superior + own.endplate_width,
        width_inferior=sizes.body.width_inferior + own.endplate_width,
        depth_superior=sizes.body.depth_superior + own.endplate_depth,
        depth_inferior=sizes.body.depth_inferior + own.endplate_depth,
        height_anterior=sizes.body.height_anterior * tall,
        height_posterior=sizes.body.height_posterior * tall,
    )
    return replace(sizes, body=body, canal=canal, **lobes)


def _under(name: str) -> str:
    """The segment below a vertebra."""
    return SEGMENTS[VERTEBRAE.index(name)]


def _stretch(person: Person, name: str, up: bool) -> float:
    """By how much a vertebra's share of the way to its neighbour is longer, above it or below."""
    index = 0 if name == "T12" else VERTEBRAE.index(name)
    level = SEGMENTS[max(index - 1, 0) if up else index]
    size, body = disc_sizes()[level], vertebra_sizes(VERTEBRAE[index]).body.height_posterior
    disc = (size.anterior + size.posterior) / 2
    own = unlike(person, name).body_height
    return 1.0 + (own + disc * (disc_ratio(person, level) - 1.0)) / (body + disc)


@dataclass(frozen=True)
class _Move:
    """Where the parts of one arch go."""

    sizes: VertebraSizes
    own: Unlike
    below: Unlike
    up: float
    down: float
    tall: float

    def lobe(self, name: str, part: Lobe) -> Lobe:
        """A part where its neighbours have taken it, and as large as they ask."""
        moved = replace(
            part,
            lateral=part.lateral + self._aside(name, part),
            posterior=part.posterior + self._back(name, part),
            superior=part.superior * self._rise(name, part),
            half_height=part.half_height * self._rise(name, part),
        )
        if name == "pedicle":
            deeper, wider = self.own.canal_depth / 2, self.own.pedicle_width / 2
            return replace(moved, half_depth=part.half_depth + deeper, half_width=part.half_width + wider)
        if name == "lamina":
            return replace(moved, half_width=part.half_width + STRETCH_BETWEEN * self.own.canal_width / 2)
        return moved

    def _aside(self, name: str, part: Lobe) -> float:
        if name == "inferior_articular":  # it stays with the joint below
            return self.below.canal_width / 2
        half = self.sizes.canal.width / 2
        away = self.own.canal_width / 2 * min(part.lateral / half, 1.0)
        if name == "pedicle":
            return away + self.own.pedicle_width / 2
        if name in TRANSVERSE:
            root, tip = self.sizes.transverse_root.lateral, self.sizes.transverse_tip.lateral
            share = min(max((part.lateral - root) / (tip - root), 0.0), 1.0)
            near, far = away + self.own.pedicle_width, self.own.transverse_span / 2
            return near + (far - near) * share
        return away

    def _back(self, name: str, part: Lobe) -> float:
        wall = posterior_wall(self.sizes.body, PEDICLE_LEVEL)
        share = min(max((part.posterior - wall) / (ARCH_DEEP * self.sizes.canal.depth), 0.0), 1.0)
        deeper = self.below.canal_depth if name == "inferior_articular" else self.own.canal_depth * share
        if name == "pedicle":
            deeper = self.own.canal_depth / 2
        return self.own.endplate_depth / 2 + deeper

    def _rise(self, name: str, part: Lobe) -> float:
        if name == "pedicle" or name in TRANSVERSE:
            return self.tall
        return (self.up + self.down) / 2 if name == "isthmus" else self.up if part.superior > 0 else self.down


@cache
def sacrum_of(person: Person) -> SacrumSizes:
    """The sizes of a person's sacrum at the default's scale: its upper end goes with L5, its lower end stays."""
    sizes = sacrum_sizes()
    if person == DEFAULT:
        return sizes
    own = unlike(person, "S1")
    wider, plate, deeper = own.canal_width / 2, own.endplate_depth / 2, own.canal_depth
    taller = (disc_ratio(person, "L5-S1") - 1.0) * disc_sizes()["L5-S1"].posterior / 2

    def fade(height: float) -> float:
        return min(max(1.0 + height / FADES, 0.0), 1.0)

    def back(height: float) -> float:
        return (plate + deeper) * fade(height)

    bodies = tuple(
        replace(
            s,
            half_width=s.half_width + own.endplate_width / 2 * fade(s.height),
            half_depth=s.half_depth + plate * fade(s.height),
        )
        for s in sizes.bodies
    )
    laterals = tuple(
        replace(
            s,
            crest_posterior=s.crest_posterior + back(s.height),
            back_posterior=s.back_posterior + back(s.height),
            ear_posterior=s.ear_posterior + back(s.height) / 2,
        )
        for s in sizes.laterals
    )
    walls = tuple(
        replace(
            s,
            front_posterior=s.front_posterior + back(s.height),
            side_front=s.side_front + back(s.height),
            back_posterior=s.back_posterior + back(s.height),
            side_lateral=s.side_lateral + wider * fade(s.height),
        )
        for s in sizes.walls
    )
    canals = tuple(
        replace(
            s,
            front_posterior=s.front_posterior + plate * fade(s.height),
            half_width=s.half_width + wider * fade(s.height),
            back_posterior=s.back_posterior + back(s.height),
        )
        for s in sizes.canals
    )
    return replace(
        sizes,
        bodies=bodies,
        laterals=laterals,
        walls=walls,
        canals=canals,
        foramina=tuple(
            _foramen(hole, wider * fade(hole.height), back(hole.height)) for hole in sizes.foramina
        ),
        lobes=tuple(_behind(part, wider, back, fade) for part in sizes.lobes),
        hollows=tuple(_behind(part, wider, back, fade) for part in sizes.hollows),
        superior_articular=_facet(sizes.superior_articular, wider, plate + deeper, taller),
    )


def _behind(part: Lobe, wider: float, back: Callable[[float], float], fade: Callable[[float], float]) -> Lobe:
    aside = wider * fade(part.superior) if part.lateral > 1.0 else 0.0
    return replace(part, lateral=part.lateral + aside, posterior=part.posterior + back(part.superior))


def _foramen(hole: Foramen, wider: float, back: float) -> Foramen:
    return replace(
        hole,
        lateral=hole.lateral + wider,
        posterior=hole.posterior + back / 2,
        back_lateral=hole.back_lateral + wider,
        back_posterior=hole.back_posterior + back,
    )


def _facet(facet: Facet, wider: float, back: float, taller: float) -> Facet:
    return replace(
        facet,
        lateral=facet.lateral + wider,
        posterior=facet.posterior + back,
        superior=facet.superior + taller,
    )


def disc_ratio(person: Person, level: str) -> float:
    """How high a person's disc is at its rims, over the default's, at the default's scale."""
    size = disc_sizes()[level]
    return 1.0 + person.apart("disc_height", level) / person.scale / ((size.anterior + size.posterior) / 2)


@cache
def discs_of(person: Person) -> dict[str, DiscSize]:
    """The disc heights and the flavum of a person by level, in mm."""
    made = {}
    for level, size in disc_sizes().items():
        ratio = disc_ratio(person, level) * person.scale
        thick = size.flavum + person.apart("flavum_thickness", level)
        made[level] = DiscSize(size.anterior * ratio, size.posterior * ratio, thick)
    return made


@cache
def sac_of(person: Person) -> dict[str, SacSize]:
    """The sac of a person by place: as much wider and deeper than the default's as the canal is there."""
    made = {}
    for place, size in sac_sizes().items():
        wide, deep = (_canal_ratio(person, place, which) for which in ("width", "depth"))
        made[place] = SacSize(size.area * wide * deep, size.depth * deep, size.front_gap)
    return made


def _canal_ratio(person: Person, place: str, which: str) -> float:
    """How wide or deep a person's canal is at a vertebra or disc, over the default's; 1 at S2, where the sac ends."""
    if place == "S2":
        return 1.0
    ratios = []
    for bone in (upper(place), lower(place)) if "-" in place else (place,):
        usual = float(getattr(vertebra_sizes("L5" if bone == "S1" else bone).canal, which))
        now = usual + getattr(unlike(person, bone), f"canal_{which}")
        ratios.append(now * person.scale / usual)
    return float(sum(ratios)) / len(ratios)
