"""What the server answers besides trame's own files: the page's frame and the geometry."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from aiohttp import web

from .geometry import Asset, Geometry, Request

log = logging.getLogger(__name__)
GLB = "model/gltf-binary"


class Routes:
    """The handlers of one server, to be added to its aiohttp application."""

    def __init__(self, geometry: Geometry, offered: Iterable[Request], index: str) -> None:
        self._geometry = geometry
        self._offered = {request.path: request for request in offered}
        self._index = index

    def table(self) -> list[web.RouteDef]:
        """Every route; they go before trame's static ones."""
        return [
            web.get("/index.html", self.index),
            web.post("/session", self.session),
            web.get("/geometry/{name:.+}", self.geometry),
        ]

    async def index(self, request: web.Request) -> web.Response:
        """The frame of the page, in place of trame's, which blocks zoom and bears its maker's name."""
        return web.Response(text=self._index, content_type="text/html", headers={"Cache-Control": "no-cache"})

    async def session(self, request: web.Request) -> web.Response:
        """What trame's client asks a launcher for: there is one session, on this very server."""
        return web.json_response({"sessionURL": "ws://use_host/ws"})

    async def geometry(self, request: web.Request) -> web.Response:
        """One GLB, or one sentence that says what there is."""
        wanted = self._offered.get(request.path.lstrip("/"))
        if wanted is None:
            return web.Response(status=404, text=self._refusal(request.match_info["name"]))
        try:
            asset = await self._geometry.asset(wanted)
        except Exception:  # whatever the build says stays in the server's log
            log.exception("%s could not be built", wanted.path)
            return web.Response(
                status=500, text="This geometry could not be built; the server's log says why."
            )
        return _answer(request, asset)

    def _refusal(self, name: str) -> str:
        finding = name.split("/")[0]
        kinds = sorted({request.finding for request in self._offered.values() if request.finding})
        if finding not in kinds:
            return f"There is no such geometry; choose base.glb or a finding from {', '.join(kinds)}."
        places = sorted(
            f"{r.level}/{r.side or 'both'}" for r in self._offered.values() if r.finding == finding
        )
        return f"There is no {finding} at that level and side; choose from {', '.join(places)}."


def _answer(request: web.Request, asset: Asset) -> web.Response:
    headers = {"ETag": asset.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if asset.tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=asset.zipped, content_type=GLB, headers=headers)
    return web.Response(body=asset.plain, content_type=GLB, headers=headers)
