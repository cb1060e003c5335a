"""How long the anatomy takes: from nothing, from the cache, and for another finding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

CASE = "herniation@L4-L5/left:severity=0.8"
SCRIPT = f"""
import json, resource, sys, time
began = time.perf_counter()
from lumbar.meshes.case import parse_case
from lumbar.meshes.spine import build
loaded = time.perf_counter()
build(())
built = time.perf_counter()
build(parse_case("{CASE}"))
changed = time.perf_counter()
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
times = dict(imports=loaded - began, spine=built - loaded, finding=changed - built, memory=memory)
print(json.dumps(times))
"""


def run(cache: str) -> dict[str, float]:
    """Seconds and MB of one fresh process with this cache folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def cold_and_warm() -> tuple[dict[str, float], dict[str, float]]:
    """The first run on a machine, and the second."""
    with tempfile.TemporaryDirectory() as cache:
        return run(cache), run(cache)
