"""What is kept on disk: made once, whoever asks, and never missed where nothing can be kept."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lumbar.meshes.cache import CacheWarning, kept, try_out


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
        with pytest.warns(CacheWarning, match="nothing new can be kept"):
            assert kept("thing", ("cache.py",), lambda: 5) == 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=40), st.builds(lambda n: b"\x80" + bytes([n]) + b"K\x05.", st.integers(0, 255))
    )
)
def test_a_broken_file_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setenv("LUMBAR_CACHE", str(tmp_path))
    kept("thing", ("cache.py",), lambda: 5)
    path = next(tmp_path.glob("thing-*.pickle"))
    path.write_bytes(data if data != pickle.dumps(5) else b"")
    kept("thing", ("cache.py",), lambda: 5)
    path.unlink()


@pytest.fixture
def full() -> Iterator[None]:
    """As on a full disk, writing ends in the middle of a file: here by a limit of 30 kB that needs no disk."""
    resource = pytest.importorskip("resource", reason="files can't be limited here")
    before, usual = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, usual)


@pytest.mark.usefixtures("full")
def test_a_full_disk_is_told_and_nothing_half_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUMBAR_CACHE", str(tmp_path))
    with pytest.warns(CacheWarning, match="File too large"):
        assert len(kept("thing", ("cache.py",), lambda: bytes(100_000))) == 100_000
    assert [path.name for path in tmp_path.iterdir()] == ["thing.lock"]


TELLING = """
import sys
from lumbar.meshes.cache import kept, tell_plainly, try_out
tell_plainly()
try_out()
for name in ("one", "another"):
    assert kept(name, ("cache.py",), lambda: 5) == 5
"""


def test_it_is_said_in_one_sentence_once(tmp_path: Path) -> None:
    """A reader of the command line sees no Python warning, and a worker does not say it again."""
    (tmp_path / "file").write_text("no folder")
    environment = {**os.environ, "LUMBAR_CACHE": str(tmp_path / "file")}
    ran = subprocess.run([sys.executable, "-c", TELLING], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0
    (line,) = ran.stderr.splitlines()
    assert line.startswith("lumbar: nothing new can be kept in ")
    assert "everything works, but slower" in line


def test_a_folder_in_the_place_of_what_is_kept_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUMBAR_CACHE", str(tmp_path))
    kept("thing", ("cache.py",), lambda: 5)
    path = next(tmp_path.glob("thing-*.pickle"))
    for each in (path, tmp_path / "thing.lock"):
        each.unlink()
        each.mkdir()
    with pytest.warns(CacheWarning, match="nothing new can be kept"):
        assert kept("thing", ("cache.py",), lambda: 6) == 6
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([path.name, "thing.lock"])


def test_trying_out_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUMBAR_CACHE", str(tmp_path / "new"))
    try_out()
    assert list((tmp_path / "new").iterdir()) == []


BESIDE = """
import sys, warnings
from lumbar.meshes.cache import CacheWarning
from lumbar.page.process import Process

def work(tell):
    warnings.warn("nothing can be kept", CacheWarning)
    raise ValueError("done")

if __name__ == "__main__":
    import time
    both = [Process(work) for _ in range(2)]
    for each in both:
        try:
            while each.finished() is None:
                time.sleep(0.05)
        except RuntimeError:
            pass
"""


def test_processes_beside_each_other_say_it_once(tmp_path: Path) -> None:
    script = tmp_path / "beside.py"
    script.write_text(BESIDE)
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert ran.stderr.splitlines() == ["lumbar: nothing can be kept"]
