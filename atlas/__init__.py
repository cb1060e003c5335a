"""The page as one file or a small static site: the same templates, words, viewer and shapes, without a server."""

from __future__ import annotations

from .selection import Selection, SelectionError
from .still import Still
from .take_home import take_home
from .writing import one_page, write_file, write_folder

__all__ = ["Selection", "SelectionError", "Still", "one_page", "take_home", "write_file", "write_folder"]
