"""Findings: one frozen dataclass a file, discovered because the file exists."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ._finding import Finding

__all__ = ["Finding", "all_findings"]


@cache
def all_findings() -> dict[str, type[Finding]]:
    """Every finding in this package by its word in the case code, in display order."""
    found: list[type[Finding]] = []
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            contents = vars(import_module(f"{__name__}.{module.name}")).values()
            found += [
                item
                for item in contents
                if isinstance(item, type) and issubclass(item, Finding) and "KIND" in vars(item)
            ]
    return {kind.KIND: kind for kind in sorted(found, key=lambda kind: (kind.ORDER, kind.KIND))}
