"""What the command line says no to."""

from __future__ import annotations


class Refusal(ValueError):
    """A wrong input, in one sentence that names it and offers the right ones."""
