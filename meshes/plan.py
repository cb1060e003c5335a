"""What a case asks of the anatomy, level by level: the values that findings set and the builder obeys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .levels import SEGMENTS, Side, around, lower, upper


@dataclass(frozen=True)
class Pair:
    """One value in mm for each side of the patient."""

    left: float = 0.0
    right: float = 0.0

    def of(self, side: Side) -> float:
        """The value of one side."""
        return self.left if side == "left" else self.right

    def raised(self, side: Side | None, value: float) -> Pair:
        """The pair with at least ``value`` on one side, or on both when ``side`` is None."""
        return Pair(
            max(self.left, value) if side != "right" else self.left,
            max(self.right, value) if side != "left" else self.right,
        )


@dataclass(frozen=True)
class Segment:
    """How one motion segment differs from the healthy one; all zero is healthy."""

    disc_loss: float = 0.0  # mm off the disc's height
    slip: float = 0.0  # mm the upper vertebra stands forward on the lower
    slip_angle: float = 0.0  # degrees the upper vertebra tips forward
    lysis: bool = False  # whether both partes interarticulares of the upper vertebra are parted
    pars_gap: float = 0.0  # mm the arch then stays behind
    bulge: float = 0.0  # mm the disc stands over its rim all round
    flavum: Pair = Pair()  # mm the ligamentum flavum is thicker
    facet_growth: Pair = Pair()  # mm the superior articular process grows towards the canal
    sap_rise: Pair = Pair()  # mm it grows up and forward into the foramen
    osteophyte: Pair = Pair()  # mm a bony ridge stands out of the disc's margin into the foramen
    rim: float = 0.0  # mm lips of bone stand out of both rims, in front and at the sides
    signal: float = 1.0  # how bright the nucleus would be on T2: 1 as fluid, 0 black
    erosion: float = 0.0  # mm that both end-plates are eaten away in their middle
    collection: float = 0.0  # mm thick, between the back of disc and bodies and the sac


@dataclass(frozen=True)
class Herniated:
    """Disc material beyond a disc's margin: a broad swelling, and on it a stalk that ends in a dome."""

    level: str
    side: Side | None  # None: in the midline
    zone: str
    depth: float  # mm beyond the margin
    neck: float  # mm, width of the base
    dome: float  # mm, greatest width
    migration: float  # mm, up positive
    bulge: float = 0.0  # mm the margin swells broadly
    arc: float = 360.0  # degrees of the circumference over which it does
    gap: float = 0.0  # mm between the disc and a piece that has come off; 0 while it holds together


@dataclass(frozen=True)
class Cyst:
    """A fluid-filled pouch of a facet joint, in the canal."""

    level: str
    side: Side
    diameter: float  # mm


@dataclass(frozen=True)
class NerveTumour:
    """A benign growth of one root's sheath, at the foramen that the root leaves by."""

    root: str
    side: Side
    encasing: bool  # whether the root runs through it (neurofibroma) or beside it (schwannoma)
    diameter: float  # mm, of the longest way for one beside the root, across for one around it
    length: float  # mm along the root


@dataclass(frozen=True)
class BoneTumour:
    """A deposit in a vertebra: in its body, one pedicle and, behind the body's back wall, the canal."""

    bone: str
    side: Side | None  # None: in the midline, no pedicle
    dense: bool  # whether it makes bone (blastic) or takes it away (lytic)
    body: float  # share of the body it fills
    pedicle: float  # share of the pedicle's length it fills
    epidural: float  # mm it stands into the canal


@dataclass(frozen=True)
class Plan:
    """The whole order: five segments and what has been added to them."""

    segments: tuple[Segment, ...] = field(default_factory=lambda: tuple(Segment() for _ in SEGMENTS))
    herniations: tuple[Herniated, ...] = ()
    cysts: tuple[Cyst, ...] = ()
    nerve_tumours: tuple[NerveTumour, ...] = ()
    bone_tumours: tuple[BoneTumour, ...] = ()

    @property
    def visited(self) -> frozenset[str]:
        """The segments in which something has been added that their own values do not tell."""
        found = {lesion.level for lesion in self.herniations} | {lesion.level for lesion in self.cysts}
        for place in [t.root for t in self.nerve_tumours] + [t.bone for t in self.bone_tumours]:
            found |= set(around(place))
        for level, segment in zip(SEGMENTS, self.segments, strict=True):
            if segment.collection > 0.0:
                found |= {*around(upper(level)), *(around(lower(level)) if lower(level) != "S1" else ())}
        return frozenset(found)

    def at(self, level: str) -> Segment:
        """The segment of a level."""
        return self.segments[SEGMENTS.index(level)]

    def with_segment(self, level: str, segment: Segment) -> Plan:
        """The plan with another segment at a level."""
        index = SEGMENTS.index(level)
        return replace(self, segments=(*self.segments[:index], segment, *self.segments[index + 1 :]))
