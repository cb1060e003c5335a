"""Where the numbers come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._toml import table


@dataclass(frozen=True)
class Source:
    """One publication, and how much of it was read for this project."""

    key: str
    authors: str
    year: int
    title: str
    journal: str
    seen: str  # "abstract", "full text", or "cited": read only as another text cites it
    doi: str = ""
    pmc: str = ""

    @property
    def url(self) -> str:
        """Where to read it, or nothing."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmc}" if self.pmc else ""

    @property
    def short(self) -> str:
        """Name and year, as in a text."""
        return f"{self.authors} {self.year}"

    @property
    def line(self) -> str:
        """The whole reference in one line."""
        ids = [f"doi:{self.doi}"] if self.doi else [self.pmc] if self.pmc else []
        return ". ".join((f"{self.authors} {self.year}", self.title, ", ".join((self.journal, *ids))))


@cache
def sources() -> dict[str, Source]:
    """Every source by key."""
    return {key: Source(key, **fields) for key, fields in table("sources").items()}
