"""A component library's style sheet, cut down to the components that a page uses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

ALWAYS = ("application", "layout", "locale", "ripple", "theme")  # what every page of Vuetify's stands in

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_NOT = re.compile(r":not\([^()]*\)")
_NESTED = ("@media", "@supports", "@layer", "@container")


def components(template: str) -> set[str]:
    """The names of Vuetify's components in a template, without their ``v-``."""
    return set(re.findall(r"<v-([a-z-]+)", template)) | set(ALWAYS)


def trimmed(sheet: str, used: Collection[str]) -> str:
    """The rules of a sheet that can hold for the components used, in their order; those without a class stay."""
    notice = re.match(r"/\*!.*?\*/", sheet, re.DOTALL)
    rules = "".join(_kept(head, body, used) for head, body in _blocks(_COMMENT.sub("", sheet)))
    return f"{notice[0]}{rules}" if notice else rules


def _kept(head: str, body: str | None, used: Collection[str]) -> str:
    if body is None:
        return f"{head};"
    if head.startswith(_NESTED):
        inner = trimmed(body, used)
        return f"{head}{{{inner}}}" if inner else ""
    if head.startswith("@") or any(_holds(one, used) for one in head.split(",")):
        return f"{head}{{{' '.join(body.split())}}}"
    return ""


def _holds(selector: str, used: Collection[str]) -> bool:
    """Whether each class of a selector is one of a used component."""
    return all(_used(name, used) for name in _CLASS.findall(_NOT.sub("", selector)))


def _used(name: str, used: Collection[str]) -> bool:
    if not name.startswith("v-"):
        return False
    own = name[2:]
    return any(own == one or own.startswith((f"{one}-", f"{one}_")) for one in used)


def _blocks(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Each rule or at-rule of a sheet: what stands before its braces and between them, or a statement and None."""
    at = 0
    while (found := re.compile(r"[{;]").search(sheet, at)) is not None:
        head = sheet[at : found.start()].strip()
        if found[0] == ";":
            at = found.end()
            yield head, None
            continue
        end, depth = found.end(), 1
        while depth:
            brace = re.compile(r"[{}]").search(sheet, end)
            if brace is None:
                return
            depth += 1 if brace[0] == "{" else -1
            end = brace.end()
        yield head, sheet[found.end() : end - 1]
        at = end
