"""What the server answers besides trame's own files: the page's frame, the geometry, and cases it is asked to build."""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Iterable
from contextlib import aclosing
from urllib.parse import urlsplit

from aiohttp import web

from ..meshes.case import CaseError
from .asset import Asset
from .cases import Cases, Steps
from .geometry import Geometry, Request

log = logging.getLogger(__name__)
GLB = "model/gltf-binary"
HTML = "text/html"
JSON = "application/json"
NOW = "X-Severity"  # the header by which the page says which severity of a finding it shows


class Routes:
    """The handlers of one server, to be added to its aiohttp application."""

    def __init__(
        self, geometry: Geometry, cases: Cases, files: Cases, offered: Iterable[Request], index: str
    ) -> None:
        """``files`` are pages that a reader takes home."""
        self._geometry = geometry
        self._cases = cases
        self._files = files
        self._offered = {request.path: request for request in offered}
        self._index = index

    def table(self) -> list[web.RouteDef]:
        """Every route; they go before trame's static ones."""
        return [
            web.get("/index.html", self.index),
            web.post("/session", self.session),
            web.get("/geometry/case.glb", self.case),
            web.get("/geometry/{name:.+}", self.geometry),
            web.get("/numbers/{name:.+}", self.numbers),
            web.post("/wholes", self.wholes),
            web.post("/cases", self.cases),
            web.get("/file.html", self.file),
            web.post("/files", self.files),
        ]

    async def index(self, request: web.Request) -> web.Response:
        """The frame of the page, in place of trame's, which blocks zoom and bears its maker's name."""
        return web.Response(text=self._index, content_type="text/html", headers={"Cache-Control": "no-cache"})

    async def session(self, request: web.Request) -> web.Response:
        """What trame's client asks a launcher for: there is one session, on this very server."""
        return web.json_response({"sessionURL": "ws://use_host/ws"})

    async def geometry(self, request: web.Request) -> web.Response:
        """One GLB, or one sentence that says what there is; for who names a severity, what is there the soonest."""
        wanted = self._offered.get(request.path.lstrip("/"))
        if wanted is None:
            return web.Response(status=404, text=self._refusal(request.match_info["name"]))
        try:
            now = _severity(request)
        except ValueError:
            return web.Response(status=400, text=f"{NOW} is a number from 0 to 1.")
        try:
            if now is None or wanted.finding is None:
                asset = await self._geometry.asset(wanted)
            else:
                asset = await self._geometry.first(wanted, now)
        except Exception:  # whatever the build says stays in the server's log
            log.exception("%s could not be built", wanted.path)
            return web.Response(
                status=500, text="This geometry could not be built; the server's log says why."
            )
        return _answer(request, asset, GLB)

    async def numbers(self, request: web.Request) -> web.Response:
        """What is measured of a finding at the severity that is named, or one sentence that says what there is."""
        name = request.match_info["name"]
        wanted = self._offered.get(f"geometry/{name.removesuffix('.json')}.glb")
        if wanted is None or wanted.finding is None:
            return web.Response(status=404, text=self._refusal(name))
        try:
            severity = _severity(request)
        except ValueError:
            severity = None
        if severity is None:
            return web.Response(status=400, text=f"{NOW} is a number from 0 to 1.")
        try:
            return _answer(request, await self._geometry.numbers(wanted, severity), JSON)
        except Exception:  # whatever the build says stays in the server's log
            log.exception("%s could not be measured", wanted.place)
            return web.Response(status=500, text="This could not be measured; the server's log says why.")

    async def wholes(self, request: web.Request) -> web.StreamResponse:
        """Have all of a finding built and say line by line, as JSON, how it goes; when the last goes away it stops."""
        try:
            path = await _code(request)
        except CaseError as error:
            return web.Response(status=400, text=str(error))
        wanted = self._offered.get(path)
        if wanted is None or wanted.finding is None:
            return web.Response(status=404, text=self._refusal(path.removeprefix("geometry/")))
        return await _telling(request, self._geometry.whole(wanted))

    async def case(self, request: web.Request) -> web.Response:
        """The GLB of a whole case, built if need be, or one sentence that says what is wrong with its code."""
        return await _made(request, self._cases, GLB)

    async def file(self, request: web.Request) -> web.Response:
        """The page of a case as one file, made if need be, or one sentence that says what is wrong with its code."""
        return await _made(request, self._files, HTML)

    async def cases(self, request: web.Request) -> web.StreamResponse:
        """Build a case and say line by line, as JSON, how it goes; who goes away stops it."""
        return await _making(request, self._cases)

    async def files(self, request: web.Request) -> web.StreamResponse:
        """Make the page of a case as one file and say line by line, as JSON, how it goes; who goes away stops it."""
        return await _making(request, self._files)

    def _refusal(self, name: str) -> str:
        finding = name.split("/")[0]
        kinds = sorted({request.finding for request in self._offered.values() if request.finding})
        if finding not in kinds:
            return f"There is no such geometry; choose base.glb or a finding from {', '.join(kinds)}."
        places = sorted(
            f"{r.level}/{r.side or 'both'}" for r in self._offered.values() if r.finding == finding
        )
        return f"There is no {finding} at that level and side; choose from {', '.join(places)}."


def _severity(request: web.Request) -> float | None:
    """The severity that a page names, or None.

    Raises
    ------
    ValueError
        When it is no number from 0 to 1.
    """
    text = request.headers.get(NOW)
    if text is None:
        return None
    if not 0 <= (severity := float(text)) <= 1:
        raise ValueError(text)
    return severity


async def _made(request: web.Request, cases: Cases, kind: str) -> web.Response:
    """What is made of a case, or one sentence."""
    try:
        return _answer(request, await cases.asset(request.query.get("code", "")), kind)
    except CaseError as error:
        return web.Response(status=404, text=str(error))
    except RuntimeError as error:  # whatever the build says stays in the server's log
        log.error("a case could not be built: %s", error)
        return web.Response(status=500, text="This case could not be built; the server's log says why.")


async def _making(request: web.Request, cases: Cases) -> web.StreamResponse:
    """Have something made of a case and say how it goes."""
    try:
        code = cases.read(await _code(request))
    except CaseError as error:
        return web.Response(status=400, text=str(error))
    return await _telling(request, cases.build(code))


async def _telling(request: web.Request, steps: Steps) -> web.StreamResponse:
    """Say line by line how something goes, as long as somebody listens."""
    answer = web.StreamResponse(headers={"Cache-Control": "no-store", "Content-Type": "application/x-ndjson"})
    await answer.prepare(request)
    async with aclosing(_told(steps)) as lines:
        try:
            async for line in lines:
                await answer.write(json.dumps(line).encode() + b"\n")
        except ConnectionResetError:  # the reader has gone, or has stopped it
            return answer
    await answer.write_eof()
    return answer


def _answer(request: web.Request, asset: Asset, kind: str) -> web.Response:
    headers = {"ETag": asset.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if asset.tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=asset.zipped, content_type=kind, headers=headers)
    return web.Response(body=gzip.decompress(asset.zipped), content_type=kind, headers=headers)


async def _code(request: web.Request) -> str:
    """The case that a page asks for: one of this server's own pages.

    Raises
    ------
    CaseError
        When the request is not one that the page makes.
    """
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise CaseError("only this server's own page may ask for a case")
    try:
        code = json.loads(await request.text())["code"]
    except (ValueError, LookupError, TypeError):
        raise CaseError('the request is not JSON of the form {"code": "…"}') from None
    if not isinstance(code, str):
        raise CaseError("the code of a case is text")
    return code


async def _told(steps: Steps) -> Steps:
    """Every step, and at last whether it is done or failed; to leave the loop stops the build."""
    async with aclosing(steps):
        try:
            async for step in steps:
                yield step
            yield {"done": True}
        except RuntimeError as error:
            log.error("what was asked for could not be built: %s", error)
            yield {"failed": True}
