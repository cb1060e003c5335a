"""What is kept on disk: made once, whoever asks, and never missed where nothing can be kept."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lumbar.meshes.cache import CacheWarning, kept


def test_two_who_want_the_same_thing_at_once_have_it_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUMBAR_CACHE", str(tmp_path))
    made = []

    def make() -> str:
        time.sleep(0.1)
        made.append(1)
        return "a spine"

    with ThreadPoolExecutor(4) as readers:
        answers = list(readers.map(lambda _: kept("thing", ("cache.py",), make), range(4)))
    assert answers == ["a spine"] * 4
    assert len(made) == 1


def test_where_nothing_can_be_kept_it_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("LUMBAR_CACHE", str(tmp_path / "file" / "within"))
    for _ in range(2):
        with pytest.warns(CacheWarning, match="nothing is kept"):
            assert kept("thing", ("cache.py",), lambda: 5) == 5
