"""``lumbar`` without a command: the page in the browser."""

from __future__ import annotations

import socket
from argparse import Namespace

from ..meshes.cache import try_out
from .parser import Parser
from .refusal import Refusal

EPILOG = "Without a command, lumbar opens the page in the browser.  It is for teaching and no medical device."


def add(parser: Parser) -> None:
    """Options of ``lumbar``."""
    from .. import __version__

    parser.add_argument("--version", action="version", version=f"lumbar {__version__}")
    parser.add_argument(
        "--host", default="localhost", help="the address to serve on (default: this machine only)"
    )
    parser.add_argument(
        "--port", default="8080", help="the port to serve on; 0 takes any free one (default: 8080)"
    )
    parser.add_argument("--no-browser", action="store_true", help="serve the page, open nothing")


def run(options: Namespace) -> None:
    """Serve the page until interrupted."""
    port = checked(options.host, options.port)
    from lumbar.app import serve  # late: the other commands need no web server

    try_out()
    serve(options.host, port, not options.no_browser)


def checked(host: str, text: str) -> int:
    """The port as a number, free on that host."""
    if not text.isdecimal() or int(text) > 65535:
        raise Refusal(f"no port {text!r}; choose a number from 0 to 65535")
    try:
        family = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
    except OSError:
        raise Refusal(
            f"no host {host!r}; choose localhost, or 0.0.0.0 for every address of this machine"
        ) from None
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, int(text)))
        except PermissionError:
            raise Refusal(
                f"port {text} is kept for the administrator; choose one above 1023 with --port"
            ) from None
        except OSError:
            raise Refusal(
                f"port {text} on {host} is in use; choose another with --port, or 0 for any"
            ) from None
    return int(text)
