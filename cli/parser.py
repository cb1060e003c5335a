"""argparse, saying what is wrong in one sentence."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import NoReturn

from .refusal import Refusal


class Parser(ArgumentParser):
    """A parser that raises a refusal instead of printing its usage."""

    def __init__(self, prog: str | None = None, description: str = "", epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Refuse the command line; the message names the option."""
        sentence = message.replace("argument COMMAND: invalid choice", "there is no command")
        raise Refusal(f"{sentence}; see {self.prog} --help")
