"""The page, put together: the library and the choices into state, the layout around the viewer, the routes beside.

What the picture shows is a function of client state, so nothing here listens to it; the server only builds geometry.
"""

from __future__ import annotations

import asyncio
import os
import webbrowser
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from trame.app import TrameApp

from lumbar.meshes.case import parse_case
from lumbar.page import layout
from lumbar.page.cases import Cases, a_process, checked
from lumbar.page.document import index_html
from lumbar.page.geometry import Geometry
from lumbar.page.library import library, likely, offered
from lumbar.page.routes import Routes
from lumbar.page.state import CLIENT

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'none'"
)
"""Nothing from elsewhere, ever; Vue compiles the layout in the browser, which is the one 'unsafe-eval'."""


EVERYTHING = "all"
"""In place of a case: the page with every scene."""


def file_code(code: str) -> str:
    """The canonical spelling of a case that may be taken home, or ``EVERYTHING``.

    Raises
    ------
    CaseError
        With one sentence that names what is wrong with it.
    """
    return EVERYTHING if code == EVERYTHING else checked(code)


def file_bytes(code: str) -> bytes:
    """The page of a case, or of everything, as one file without a still picture; run in a process beside."""
    from lumbar.atlas import Selection, one_page, take_home  # late: the page starts without it

    selection = Selection() if code == EVERYTHING else take_home(parse_case(code))
    return one_page(selection, None, lambda *_: None, lambda: ThreadPoolExecutor(1)).encode()


class Page(TrameApp):  # type: ignore[misc]
    """The page of one server."""

    def __init__(self, server: Any = None, geometry: Geometry | None = None) -> None:
        super().__init__(server)
        self.geometry = geometry or Geometry()
        self.cases = Cases()
        self.files = Cases(partial(a_process, make=file_bytes), file_code)
        known = library()
        self.state.library = known
        self.state.trame__title = known["words"]["en"]["ui"]["app"]["title"]
        self.state.update(CLIENT)
        self.state.client_only(*CLIENT)
        self.ui = layout.build(self.server)
        self.server.http_headers.set_header("Content-Security-Policy", POLICY)
        self.server.http_headers.set_header("X-Content-Type-Options", "nosniff")
        self.server.controller.on_server_bind.add(self._add_routes)
        self.server.controller.on_server_ready.add(self._build_ahead)
        self.server.controller.on_server_exited.add(self.close)

    def _add_routes(self, wslink_server: Any) -> None:
        ui = self.state.library["words"]["en"]["ui"]
        index = index_html(
            ui["app"]["title"],
            ui["app"]["loading"],
            ui["connection"]["opening"],
            f"{layout.SERVED}/favicon.svg",
        )
        wslink_server.app.add_routes(Routes(self.geometry, self.cases, self.files, offered(), index).table())

    def _build_ahead(self, **_: Any) -> None:
        self._ahead = asyncio.create_task(self.geometry.build_ahead(likely(), offered()))

    def close(self, **_: Any) -> None:
        """End what is being made."""
        self.cases.close()
        self.files.close()
        self.geometry.close()


def serve(host: str = "127.0.0.1", port: int = 8080, open_browser: bool = True) -> None:
    """The page at an address, until it is interrupted; port 0 takes a free one.

    Raises
    ------
    OSError
        When the address cannot be had; its text is one sentence.
    """
    os.environ["TRAME_ARGS"] = "--server"  # the command line is lumbar's, not trame's
    os.environ.setdefault("WSLINK_READY_MSG", "")
    page = Page()

    def announce(**_: Any) -> None:
        address = f"http://{host}:{page.server.port}/"
        print(f"lumbar is at {address} (Ctrl+C ends it)", flush=True)
        if open_browser:
            webbrowser.open(address)

    page.server.controller.on_server_ready.add(announce)
    try:
        page.server.start(
            port=port,
            host=host,
            timeout=0,
            open_browser=False,
            show_connection_info=False,
            disable_logging=True,
        )
    except OSError as error:
        raise OSError(f"cannot listen at {host}:{port}: {error.strerror}; choose another --port") from error
    finally:
        page.close()
