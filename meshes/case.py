"""The case code: the one spelling of a case.

normal
herniation@L4-L5/left/subarticular:depth=6,migration=-4
slip@L5-S1:kind=isthmic,slip=10 + foraminal_stenosis@L5-S1/left:disc_loss=3
herniation@L4-L5/left:severity=0.7
schwannoma@L3/left:diameter=18
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from .findings import Finding, all_findings
from .levels import SIDES, Side, mirrored, rank
from .plan import Plan

Case = tuple[Finding, ...]

NORMAL: Case = ()
PLACED = ("zone",)  # words that stand behind the level instead of as name=value
ALIASES = {"foraminal": "foraminal_stenosis", "central": "central_stenosis", "cyst": "facet_cyst"}
WORDS = {"paracentral": "subarticular", "far_lateral": "extraforaminal"}


class CaseError(ValueError):
    """A case code that names something there is not, or things that cannot stand together."""


def parse_case(text: str) -> Case:
    """The case a code spells.

    Raises
    ------
    CaseError
        With one sentence that names the wrong thing and offers the right ones.
    """
    text = text.strip()
    if not text:
        raise CaseError("the case is empty; write 'normal' or, for example, herniation@L4-L5/left")
    if text.lower() == "normal":
        return NORMAL
    return combined([_finding(part.strip()) for part in text.split("+")])


def format_case(case: Case) -> str:
    """The canonical code of a case; ``parse_case`` gives the same case back."""
    return " + ".join(_spelled(finding) for finding in case) or "normal"


def combined(findings: list[Finding]) -> Case:
    """Findings as one case in canonical order.

    Raises
    ------
    CaseError
        When two of them cannot stand together.
    """
    for index, one in enumerate(findings):
        for other in findings[:index]:
            if reason := one.clashes(other) or other.clashes(one):
                raise CaseError(f"{_spelled(one)} cannot be added: {reason}")
    return tuple(sorted(findings, key=lambda f: (rank(f.level), f.ORDER, f.side or "", str(f))))


def mirror_image(case: Case) -> Case:
    """The case with left and right exchanged."""
    swapped = [replace(f, side=mirrored(f.side)) if f.side else f for f in case]
    return combined(swapped)


def plan(case: Case) -> Plan:
    """What a case asks of the anatomy."""
    result = Plan()
    for finding in case:
        result = finding.apply(result)
    return result


def _finding(text: str) -> Finding:
    if text.lower() == "normal":
        raise CaseError("'normal' stands alone; leave it out of a case with findings")
    head, _, tail = text.partition(":")
    word, at, place = head.partition("@")
    name = word.strip().lower()
    kind = all_findings().get(ALIASES.get(name, name))
    if kind is None:
        raise CaseError(f"no finding {word.strip()!r}; choose from normal, {', '.join(all_findings())}")
    if not at:
        raise CaseError(f"{kind.KIND} needs a level, as in {kind.KIND}@{kind.LEVELS[3]}")
    level, *words = (piece.strip() for piece in place.replace("L5/S1", "L5-S1").split("/"))
    if words and words[0].lstrip("LlSs").isdigit():  # L4/5, L4/L5
        level, words = f"{level}-{words[0]}", words[1:]
    given = _settings(kind, tail)
    side = _place(kind, words, given)
    try:
        if "severity" in given:
            severity = given.pop("severity")
            return kind.at_severity(level, side, severity, **given)
        return kind(level, side, **given)
    except ValueError as error:
        raise CaseError(str(error)) from None


def _place(kind: type[Finding], words: list[str], given: dict[str, Any]) -> Side | None:
    """The side among the words behind the level; other words become choices in ``given``."""
    side: Side | None = None
    for raw in words:
        word = WORDS.get(raw.lower(), raw.lower())
        slot = next((name for name, options in kind.choices().items() if word in options), None)
        if word in SIDES and side is None:
            side = "left" if word == "left" else "right"
        elif slot and slot not in given:
            given[slot] = word
        else:
            options = [*(SIDES if kind.SIDED else ()), *(o for all_ in kind.choices().values() for o in all_)]
            offer = f"choose from {', '.join(options)}" if options else "it takes nothing behind the level"
            raise CaseError(f"{kind.KIND} does not know {raw!r} behind the level; {offer}")
    return side


def _settings(kind: type[Finding], text: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for pair in filter(None, (piece.strip() for piece in text.split(","))):
        name, equals, raw = (piece.strip() for piece in pair.partition("="))
        known = ["severity", *kind.quantities(), *kind.choices()]
        if name not in known or not equals or not raw:
            raise CaseError(
                f"{kind.KIND} has no {pair!r}; choose from {', '.join(known)}, each as name=value"
            )
        if name in given:
            raise CaseError(f"{name} of {kind.KIND} is given twice")
        given[name] = (
            WORDS.get(raw.lower(), raw.lower()) if name in kind.choices() else _number(kind, name, raw)
        )
    return given


def _number(kind: type[Finding], name: str, raw: str) -> float:
    try:
        value = float(raw)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CaseError(f"{name} of {kind.KIND} must be a number, not {raw!r}")
    return value


def _spelled(finding: Finding) -> str:
    sizes, words = finding.quantities(), finding.choices()
    place = [finding.level, *([finding.side] if finding.side else [])]
    place += [getattr(finding, name) for name in words if name in PLACED]
    settings = [f"{name}={getattr(finding, name)}" for name in words if name not in PLACED]
    lead = next(iter(sizes))
    usual = type(finding)(finding.level, finding.side, **{n: getattr(finding, n) for n in (*words, lead)})
    for name in sizes:
        value = getattr(finding, name)
        if name == lead or value != getattr(usual, name):
            settings.append(f"{name}={value:g}")
    return f"{finding.KIND}@{'/'.join(place)}:{','.join(settings)}"
