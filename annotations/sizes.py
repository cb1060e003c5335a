"""The words for the sizes of a finding, as a caption has them."""

from __future__ import annotations

from ._toml import words


def sized(name: str, value: float, language: str = "en") -> str:
    """A size by its name in a case code, with its unit: "diameter 14 mm".

    Raises ``KeyError`` for a size without words.
    """
    known = words("sizes", language)
    number = f"{value:.1f}".removesuffix(".0").replace(".", known["decimal"]).replace("-", "−")
    return str(known["sizes"][name]).replace("{value}", number)


def chosen(word: str, language: str = "en") -> str:
    """A word that a finding takes, such as its kind.

    Raises ``KeyError`` for one without words.
    """
    return str(words("sizes", language)["choices"][word])


def healthy(language: str = "en") -> str:
    """What a picture without a finding shows."""
    return str(words("sizes", language)["normal"])
