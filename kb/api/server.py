"""One server for the page and the API: Streamlit's application on uvicorn, with the door beside it."""

import contextlib
import errno
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import uvicorn
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.runtime_util import get_max_message_size_bytes
from streamlit.web.server.starlette import App

from kb.api.around import Beside
from kb.api.door import Door
from kb.errors import KbError, ServerRefused
from kb.settings import ROOT, Settings

Say = Callable[[str], None]

ADDRESS = "127.0.0.1"
BACKLOG = 1024
GRACE = 5
"""Seconds that what is being answered has when the server ends."""
PING = 30
"""Seconds between two signs of life to a page that is open, unless .streamlit/config.toml says otherwise."""
ANYWHERE = ("0.0.0.0", "::")
log = logging.getLogger(__name__)


def serve(settings: Settings, port: int | None, address: str | None, say: Say) -> None:
    """Serve the page and the API until SIGINT or SIGTERM; `say` gets the sentences that a person should read.

    Where no port or address is given, those of .streamlit/config.toml are taken. The process ends with the server.

    Raises:
        ServerRefused: the port or the address cannot be had.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _log_to_terminal()
    with contextlib.suppress(KeyboardInterrupt):
        app = _application(settings, say)
        if address is not None:
            config.set_option("server.address", address)
        asked = config.get_option("server.port") if port is None else port
        with _listening(config.get_option("server.address") or ADDRESS, asked) as taken:
            config.set_option("server.port", taken.getsockname()[1])
            uvicorn.Server(uvicorn.Config(app, **_options())).run(sockets=[taken])
    say("已停止")
    _leave()


def _log_to_terminal() -> None:
    """Warnings and worse, with their times; some libraries tell all that they do to whoever listens."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    logging.basicConfig(format="%(asctime)s %(name)s：%(message)s", handlers=[handler])


def _leave() -> None:
    """End the process now.

    A build or an opening that is still at work in a thread would be torn apart inside the model's own code, and end in
    a crash. What a build has encoded is on the disk already, and the next one takes it up.
    """
    sys.stdout.flush()
    logging.shutdown()
    os._exit(0)


def _application(settings: Settings, say: Say) -> App:
    """The page and the API, that say where they are when they are there, and open the library meanwhile."""

    @contextlib.asynccontextmanager
    async def lifespan(_: App) -> AsyncIterator[None]:
        here = _shown()
        say(f"政策知识库已启动，在浏览器里打开 {here} ，程序接口见 {here}/api ，按 Ctrl-C 停止")
        threading.Thread(target=_open, args=(settings,), name="kb-open", daemon=True).start()
        yield

    beside = Middleware(Beside, api=Door(settings).application())
    return App(ROOT / "app.py", middleware=[beside], lifespan=lifespan)


def _open(settings: Settings) -> None:
    """Open the library and search once, so that the first visitor does not wait for models and dictionaries."""
    from kb.library.current import current

    try:
        current(settings).search("知识产权", 1)
    except KbError as error:
        log.warning("索引还打不开，第一次打开页面时会建立：%s", error)
    except Exception:
        log.exception("预先打开索引时出错")


def _options() -> dict[str, Any]:
    """How uvicorn serves: by the options of Streamlit that concern it, silent unless something fails."""
    ping = config.get_option("server.websocketPingInterval") or PING
    return {
        "ssl_certfile": config.get_option("server.sslCertFile"),
        "ssl_keyfile": config.get_option("server.sslKeyFile"),
        "ws": "websockets-sansio",
        "ws_ping_interval": ping,
        "ws_ping_timeout": ping,
        "ws_max_size": get_max_message_size_bytes(),
        "ws_per_message_deflate": config.get_option("server.enableWebsocketCompression"),
        "timeout_graceful_shutdown": GRACE,
        "server_header": False,
        "access_log": False,
        "log_config": None,
        "log_level": "error",
    }


def _listening(address: str, port: int) -> socket.socket:
    """A socket that listens there; early visitors wait in its queue.

    Raises:
        ServerRefused: the port is in use or not allowed, or the address is none of this machine.
    """
    try:
        taken = socket.create_server(
            (address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET, backlog=BACKLOG
        )
    except (OSError, OverflowError) as error:
        raise ServerRefused(f"端口 {port} 用不了（{address}：{_reason(error)}）。请用 --port 换一个端口") from error
    taken.setblocking(False)
    return taken


def _reason(error: Exception) -> str:
    """Why a socket cannot be had."""
    reasons = {errno.EADDRINUSE: "已被占用", errno.EACCES: "没有权限", errno.EADDRNOTAVAIL: "本机没有这个地址"}
    return reasons.get(getattr(error, "errno", None) or 0, "不是可用的地址或端口")


def _shown() -> str:
    """The address to open in a browser."""
    address = config.get_option("server.address") or ADDRESS
    host = "localhost" if address in ANYWHERE else f"[{address}]" if ":" in address else address
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"{scheme}://{host}:{config.get_option('server.port')}" + (f"/{base}" if base else "")
