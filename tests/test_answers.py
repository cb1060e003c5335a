"""What the server of the page answers, what it builds first, and who waits for whom."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from lumbar.app import file_code
from lumbar.meshes import stream
from lumbar.meshes.case import parse_case
from lumbar.meshes.measure import measure
from lumbar.meshes.spine import build as spine_of
from lumbar.page import cases as cases_module
from lumbar.page import wholes as wholes_module
from lumbar.page.asset import Asset, packed
from lumbar.page.cases import Cases
from lumbar.page.geometry import Geometry, Request, build, build_numbers
from lumbar.page.library import offered
from lumbar.page.routes import Routes


class Slow:
    """A build that is done at its third look, or never where its code says so."""

    jobs: ClassVar[list[Slow]] = []
    told: tuple[int, int] | None = None

    def __init__(self, code: str) -> None:
        self.code, self.looks, self.stopped = code, 0, False
        Slow.jobs.append(self)

    def finished(self) -> Asset | None:
        self.looks += 1
        if "severity=0.9" in self.code or "depth=9" in self.code:
            raise RuntimeError("/home/someone/secret broke")
        endless = self.code.startswith("slip")
        return packed(self.code.encode()) if self.looks > 2 and not endless else None

    def stop(self) -> None:
        self.stopped = True


@asynccontextmanager
async def answering(
    geometry: Geometry, cases: Cases | None = None
) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.add_routes(
        Routes(
            geometry, cases or Cases(Slow), Cases(Slow, file_code), offered(), "<title>lumbar</title>"
        ).table()
    )
    async with TestClient(TestServer(app), auto_decompress=False) as client:
        yield client


def play(scenario: Coroutine[Any, Any, None]) -> None:
    """Run a scenario in a thread of its own: where the page has been tested, Playwright's loop has the main one."""
    with ThreadPoolExecutor(1) as alone:
        alone.submit(asyncio.run, scenario).result()


class Threaded:
    """A build of all of a finding, in a thread; ``go_on`` lets it end."""

    jobs: ClassVar[list[Threaded]] = []

    def __init__(
        self, request: Request, nice: int, make: Callable[[Request], Asset], go_on: threading.Event
    ) -> None:
        self.request, self.nice, self.stopped, self._go_on = request, nice, False, go_on
        self.told: tuple[int, int] | None = (3, 11)
        self._answer = ThreadPoolExecutor(1).submit(lambda: make(request))
        Threaded.jobs.append(self)

    def finished(self) -> Asset | None:
        return self._answer.result() if self._go_on.is_set() and self._answer.done() else None

    def stop(self) -> None:
        self.stopped = True


def starting(
    make: Callable[[Request], Asset], go_on: threading.Event | None = None
) -> Callable[[Request, int], Threaded]:
    """What starts builds in threads, which end when they may."""
    if go_on is None:
        go_on = threading.Event()
        go_on.set()
    Threaded.jobs.clear()
    return lambda request, nice: Threaded(request, nice, make, go_on)


def nothing(request: Request) -> None:
    """Nothing is there."""


def told(monkeypatch: pytest.MonkeyPatch, base: Callable[[], bytes]) -> Geometry:
    """A geometry whose base comes from a function, built in a thread."""
    monkeypatch.setattr(stream, "base_glb", lambda grades: base())
    monkeypatch.setattr(
        stream, "finding_glb", lambda kind, level, side, grades, tell: f"{kind} {level} {side}".encode()
    )
    return Geometry(lambda: ThreadPoolExecutor(2), starting(build), made=nothing, make=build)


def test_geometry_is_compressed_and_known_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with answering(told(monkeypatch, lambda: b"glTF" * 100)) as client:
            first = await client.get("/geometry/base.glb", headers={"Accept-Encoding": "gzip"})
            assert first.headers["Content-Encoding"] == "gzip"
            assert first.content_type == "model/gltf-binary"
            assert gzip.decompress(await first.read()) == b"glTF" * 100
            again = await client.get("/geometry/base.glb", headers={"If-None-Match": first.headers["ETag"]})
            assert again.status == 304
            plain = await client.get("/geometry/base.glb", headers={"Accept-Encoding": "identity"})
            assert await plain.read() == b"glTF" * 100

    play(scenario())


def test_a_finding_is_built_for_its_level_and_side(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with answering(told(monkeypatch, bytes)) as client:
            answer = await client.get("/geometry/herniation/L4-L5/left.glb", headers={"Accept-Encoding": ""})
            assert await answer.read() == b"herniation L4-L5 left"
            answer = await client.get("/geometry/slip/L5-S1/both.glb", headers={"Accept-Encoding": ""})
            assert await answer.read() == b"slip L5-S1 None"

    play(scenario())


@pytest.mark.parametrize(
    ("path", "offer"),
    [
        ("tumour/L4-L5/left.glb", "herniation"),
        ("herniation/L9-S1/left.glb", "L4-L5/left"),
        ("herniation/L4-L5/both.glb", "L4-L5/left"),
        ("herniation/L4-L5.glb", "L4-L5/left"),
        ("..%2f..%2fetc%2fpasswd", "herniation"),
    ],
)
def test_what_there_is_not_gets_one_sentence(monkeypatch: pytest.MonkeyPatch, path: str, offer: str) -> None:
    async def scenario() -> None:
        async with answering(told(monkeypatch, bytes)) as client:
            answer = await client.get(f"/geometry/{path}")
            text = await answer.text()
            assert answer.status == 404
            assert offer in text
            assert "\n" not in text
            assert "passwd" not in text

    play(scenario())


def test_a_failed_build_says_nothing_of_the_machine_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = iter([OSError("/home/someone/secret"), b"glTF"])

    def build() -> bytes:
        result = next(tries)
        if isinstance(result, Exception):
            raise result
        return result

    async def scenario() -> None:
        async with answering(told(monkeypatch, build)) as client:
            failed = await client.get("/geometry/base.glb")
            assert failed.status == 500
            assert "secret" not in await failed.text()
            assert (await client.get("/geometry/base.glb")).status == 200

    play(scenario())


def test_two_who_ask_wait_for_one_build_and_stall_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    builds, go_on = [], threading.Event()

    def build() -> bytes:
        builds.append(1)
        assert go_on.wait(20)
        return b"glTF"

    async def scenario() -> None:
        async with answering(told(monkeypatch, build)) as client:
            both = [asyncio.create_task(client.get("/geometry/base.glb")) for _ in range(2)]
            assert (await client.get("/index.html")).status == 200, "others are answered meanwhile"
            go_on.set()
            assert [(await each).status for each in both] == [200, 200]

    play(scenario())
    assert len(builds) == 1


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds are looked at often."""
    monkeypatch.setattr(wholes_module, "BEAT", 0.01)


def all_of_it(request: Request) -> Asset:
    """Stands for the build of all of a finding."""
    return packed(f"all of {request.finding}".encode())


SLIP, SLIP_PATH = Request("slip", "L4-L5"), "geometry/slip/L4-L5/both.glb"


async def line(answer: Any) -> Any:
    """The next line of an answer that says how it goes."""
    return json.loads(await answer.content.readline())


@pytest.mark.usefixtures("brisk")
def test_of_a_finding_that_is_not_there_one_severity_comes_first() -> None:
    go_on = threading.Event()
    geometry = Geometry(
        lambda: ThreadPoolExecutor(1),
        starting(all_of_it, go_on),
        made=nothing,
        make_first=lambda request, severity: packed(f"{request.finding} at {severity}".encode()),
    )
    path, plain = f"/{SLIP_PATH}", {"Accept-Encoding": "identity"}

    async def scenario() -> None:
        async with answering(geometry) as client:
            rest = asyncio.create_task(client.get(path, headers=plain))
            first = await client.get(path, headers={**plain, "X-Severity": "0.6667"})
            assert await first.read() == b"slip at 0.6667", "it does not wait for all"
            go_on.set()
            assert await (await rest).read() == b"all of slip"
            later = await client.get(path, headers={**plain, "X-Severity": "0.6667"})
            assert await later.read() == b"all of slip"
            for wrong in ("much", "1.2", "nan", "-1"):
                refused = await client.get(path, headers={"X-Severity": wrong})
                assert refused.status == 400
                assert "0 to 1" in await refused.text()

    play(scenario())


@pytest.mark.usefixtures("brisk")
def test_numbers_are_measured_at_the_very_severity_and_kept() -> None:
    asked: list[tuple[Request, float]] = []

    def measured(request: Request, severity: float) -> Asset:
        asked.append((request, severity))
        return packed(json.dumps({"severity": severity}).encode())

    async def scenario() -> None:
        geometry = Geometry(lambda: ThreadPoolExecutor(1), made=nothing, make_numbers=measured)
        async with answering(geometry) as client:
            path, at = "/numbers/herniation/L4-L5/right.json", {"X-Severity": "0.67", "Accept-Encoding": ""}
            for _ in range(2):
                answer = await client.get(path, headers=at)
                assert await answer.json() == {"severity": 0.67}
            assert asked == [(Request("herniation", "L4-L5", "right"), 0.67)], "the second time it is known"
            assert (await client.get(path)).status == 400
            assert (await client.get(path, headers={"X-Severity": "2"})).status == 400
            missing = await client.get("/numbers/herniation/L9-S1/left.json", headers=at)
            assert missing.status == 404
            assert "L4-L5/left" in await missing.text()
            assert (await client.get("/numbers/base.json", headers=at)).status == 404

    play(scenario())


def test_a_number_that_breaks_says_nothing_of_the_machine() -> None:
    def broken(request: Request, severity: float) -> Asset:
        raise RuntimeError("/home/someone/secret broke")

    async def scenario() -> None:
        geometry = Geometry(lambda: ThreadPoolExecutor(1), made=nothing, make_numbers=broken)
        async with answering(geometry) as client:
            answer = await client.get("/numbers/slip/L5-S1/both.json", headers={"X-Severity": "0.5"})
            assert answer.status == 500
            assert "secret" not in await answer.text()

    play(scenario())


def test_numbers_are_those_of_the_command_line() -> None:
    found = json.loads(gzip.decompress(build_numbers(Request("herniation", "L4-L5", "left"), 0.67).zipped))
    spine = spine_of(parse_case("herniation@L4-L5/left:severity=0.67"))
    assert found["levels"]["L4-L5"] == measure(spine)["levels"]["L4-L5"]
    assert {"L4/left", "L5/left"} <= set(found["roots"])
    assert any(grade["level"] == "L4-L5" for grade in found["grades"])


def test_the_rest_of_a_finding_says_how_it_goes_and_is_kept() -> None:
    go_on = threading.Event()

    async def scenario() -> None:
        async with answering(Geometry(start=starting(all_of_it, go_on), made=nothing)) as client:
            answer = await client.post("/wholes", json={"code": SLIP_PATH})
            steps = [await line(answer) for _ in range(3)]
            assert {"made": 3, "of": 11} in steps
            go_on.set()
            assert json.loads((await answer.text()).splitlines()[-1]) == {"done": True}
            again = await client.post("/wholes", json={"code": SLIP_PATH})
            assert json.loads(await again.text()) == {"done": True}
            for wrong in ("geometry/slip/L9/both.glb", "geometry/base.glb", "../../etc/passwd"):
                refused = await client.post("/wholes", json={"code": wrong})
                assert refused.status == 404
                assert "passwd" not in await refused.text()

    play(scenario())
    assert [job.request for job in Threaded.jobs] == [SLIP]


@pytest.mark.usefixtures("brisk")
def test_the_rest_of_a_finding_ends_when_the_last_who_waits_has_gone() -> None:
    async def scenario() -> None:
        async with answering(Geometry(start=starting(all_of_it, threading.Event()), made=nothing)) as client:
            two = [await client.post("/wholes", json={"code": SLIP_PATH}) for _ in range(2)]
            for answer in two:
                await line(answer)
            two[0].close()
            await asyncio.sleep(0.2)
            assert [job.stopped for job in Threaded.jobs] == [False], "one still waits"
            two[1].close()
            for _ in range(200):
                await asyncio.sleep(0.01)
                if Threaded.jobs[0].stopped:
                    return
            raise AssertionError("nobody waits, and it goes on")

    play(scenario())


@pytest.mark.usefixtures("brisk")
def test_who_asks_last_is_built_next_and_what_is_likely_gives_way() -> None:
    go_on = threading.Event()

    async def scenario() -> None:
        wholes: wholes_module.Wholes[str] = wholes_module.Wholes(
            lambda name, nice: Threaded(Request(name), nice, all_of_it, go_on)
        )
        kept: list[str] = []

        def keep(name: str, asset: Asset) -> None:
            kept.append(name)

        async def followed(name: str) -> None:
            async for _ in wholes.followed(name, keep):
                pass

        Threaded.jobs.clear()
        ahead = asyncio.create_task(wholes.ahead("likely", keep))
        await asyncio.sleep(0.1)
        asked = []
        for name in ("first", "second", "third"):
            asked.append(asyncio.create_task(followed(name)))
            await asyncio.sleep(0.1)
        assert [job.request.finding for job in Threaded.jobs] == ["likely", "first"]
        assert Threaded.jobs[0].stopped, "it gives way"
        assert Threaded.jobs[0].nice > Threaded.jobs[1].nice, "and is far behind"
        go_on.set()
        await asyncio.gather(ahead, *asked)
        assert kept == ["first", "third", "second", "likely"]

    play(scenario())


def test_the_quick_worker_is_ready_before_anybody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def ready() -> None:
        made.append("ready")

    def geometry(there: Callable[[Request], Asset | None]) -> Geometry:
        return Geometry(
            lambda: ThreadPoolExecutor(1),
            starting(all_of_it),
            made=there,
            make=lambda request: packed(b"base"),
            make_ready=ready,
        )

    monkeypatch.setattr("lumbar.page.geometry.TURN", 0.0)
    play(geometry(nothing).build_ahead([], offered()))
    assert made == ["ready"]
    play(
        geometry(lambda request: None if request.side == "right" else packed(b"all")).build_ahead(
            [], offered()
        )
    )
    assert made == ["ready"], "where all is there nothing will be asked of it"


def test_what_is_taken_home_is_a_page_of_a_case_or_of_everything() -> None:
    Slow.jobs.clear()

    async def scenario() -> None:
        async with answering(Geometry()) as client:
            for code in ("facet_cyst@L4/5/left:diameter=8", "all"):
                answer = await client.post("/files", json={"code": code})
                assert json.loads((await answer.text()).splitlines()[-1]) == {"done": True}
                file = await client.get("/file.html", params={"code": code}, headers={"Accept-Encoding": ""})
                assert file.content_type == "text/html"
                assert await file.text() in ("facet_cyst@L4-L5/left:diameter=8", "all")
            refused = await client.post("/files", json={"code": "normal"})
            assert refused.status == 400
            assert (await client.get("/file.html", params={"code": "whiplash@L4-L5"})).status == 404

    play(scenario())
    assert [job.code for job in Slow.jobs] == ["facet_cyst@L4-L5/left:diameter=8", "all"]


def test_what_an_earlier_run_has_kept_needs_no_worker() -> None:
    def none() -> ThreadPoolExecutor:
        raise AssertionError("a worker was started")

    async def scenario() -> None:
        async with answering(Geometry(none, made=lambda request: packed(b"glTF"))) as client:
            answer = await client.get("/geometry/base.glb", headers={"Accept-Encoding": ""})
            assert await answer.read() == b"glTF"

    play(scenario())


def test_the_page_starts_without_what_makes_shapes() -> None:
    """A warm start need not wait for it; the workers load it when there is something to build."""
    told = (
        "import sys, lumbar.app; print(*({'scipy', 'vtkmodules', 'lumbar.meshes.stream'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""


MIX = "facet_cyst@L3-L4/left:diameter=8 + herniation@L4-L5/left/subarticular:depth=5"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Geometry:
    """No geometry of the library, and a heart that beats fast."""
    monkeypatch.setattr(cases_module, "BEAT", 0.01)
    Slow.jobs.clear()
    return told(monkeypatch, bytes)


def test_a_case_is_built_says_how_it_goes_and_is_kept(quick: Geometry) -> None:
    async def scenario() -> None:
        async with answering(quick) as client:
            answer = await client.post("/cases", json={"code": MIX})
            lines = [json.loads(line) for line in (await answer.text()).splitlines()]
            assert lines[-1] == {"done": True}
            assert "seconds" in lines[0]
            glb = await client.get(
                "/geometry/case.glb", params={"code": MIX}, headers={"Accept-Encoding": ""}
            )
            assert b"herniation@L4-L5" in await glb.read()
            again = await client.post("/cases", json={"code": MIX})
            assert json.loads(await again.text()) == {"done": True}

    play(scenario())
    assert len(Slow.jobs) == 1
    assert Slow.jobs[0].stopped, "its process is ended"


def test_a_case_that_was_forgotten_is_built_again_for_who_asks(quick: Geometry) -> None:
    """A server that was started anew: the page still holds the address."""

    async def scenario() -> None:
        async with answering(quick) as client:
            assert (await client.get("/geometry/case.glb", params={"code": MIX})).status == 200

    play(scenario())


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"code": "whiplash@L4-L5"}, "no finding 'whiplash'"),
        ({"code": "herniation@L4-L5"}, "side"),
        ({"code": "normal"}, "1 to 3 findings"),
        ({"code": "slip@L4-L5:slip=5 + " * 60}, "longer than"),
        ({"code": 7}, "text"),
        ({}, "not JSON of the form"),
    ],
)
def test_a_case_that_may_not_be_is_refused_with_a_sentence(
    quick: Geometry, body: dict[str, Any], sentence: str
) -> None:
    async def scenario() -> None:
        async with answering(quick) as client:
            answer = await client.post("/cases", json=body)
            assert answer.status == 400
            text = await answer.text()
            assert sentence in text
            assert "\n" not in text

    play(scenario())
    assert Slow.jobs == []


def test_another_site_may_not_have_cases_built(quick: Geometry) -> None:
    async def scenario() -> None:
        async with answering(quick) as client:
            answer = await client.post("/cases", json={"code": MIX}, headers={"Origin": "http://elsewhere"})
            assert answer.status == 400

    play(scenario())
    assert Slow.jobs == []


def test_who_goes_away_stops_the_build_and_stalls_nobody(quick: Geometry) -> None:
    async def scenario() -> None:
        async with answering(quick) as client:
            endless = await client.post("/cases", json={"code": "slip@L4-L5:slip=5"})
            assert b"seconds" in await endless.content.readline()
            other = await client.post("/cases", json={"code": MIX})
            assert json.loads((await other.text()).splitlines()[-1]) == {"done": True}
            endless.close()
            for _ in range(200):
                if Slow.jobs[0].stopped:
                    return
                await asyncio.sleep(0.02)
            raise AssertionError("the build goes on")

    play(scenario())


def test_who_comes_third_waits_for_a_turn(quick: Geometry) -> None:
    async def scenario() -> None:
        async with answering(quick) as client:
            two = [await client.post("/cases", json={"code": f"slip@L4-L5:slip={mm}"}) for mm in (4, 5)]
            third = await client.post("/cases", json={"code": MIX})
            assert json.loads(await third.content.readline()) == {"waiting": True}
            for each in two:
                each.close()
            assert json.loads((await third.text()).splitlines()[-1]) == {"done": True}

    play(scenario())


def test_a_build_that_breaks_says_nothing_of_the_machine(quick: Geometry) -> None:
    async def scenario() -> None:
        async with answering(quick) as client:
            code = "herniation@L4-L5/left/subarticular:depth=9"
            answer = await client.post("/cases", json={"code": code})
            text = await answer.text()
            assert json.loads(text.splitlines()[-1]) == {"failed": True}
            glb = await client.get("/geometry/case.glb", params={"code": code})
            assert glb.status == 500
            assert "secret" not in text + await glb.text()

    play(scenario())


def test_trames_client_is_told_that_there_is_one_session(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with answering(told(monkeypatch, bytes)) as client:
            answer = await client.post("/session", json={"application": "lumbar"})
            assert await answer.json() == {"sessionURL": "ws://use_host/ws"}

    play(scenario())


def test_a_request_is_named_as_the_contract_spells_it() -> None:
    assert Request().path == "geometry/base.glb"
    assert Request("slip", "L5-S1").path == "geometry/slip/L5-S1/both.glb"


def test_a_port_in_use_gets_one_sentence() -> None:
    """In a process of its own: a server needs the main thread, where Playwright's loop may be running."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = f"from lumbar.app import serve; serve('127.0.0.1', {port}, open_browser=False)"
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode != 0
    assert re.search(f"OSError: .*cannot listen at 127.0.0.1:{port}.*--port", ran.stderr)
