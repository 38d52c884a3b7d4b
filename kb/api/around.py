"""What stands around the API: who may ask, what is counted, and the page's server beside it."""

import hmac
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.api.errors import Unauthorized
from kb.api.metrics import OTHER, Metrics
from kb.api.response import failed
from kb.api.routes import ROUTES

FREE = frozenset(each.path for each in ROUTES if each.free)


class Guarded:
    """Asks for the token, where there is one, before anything else of a request is looked at."""

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        token = self._token if scope["type"] == "http" and scope["path"] not in FREE else None
        if token is None or _gives(Request(scope), token):
            await self._app(scope, receive, send)
            return
        refused = Unauthorized("需要口令：请在请求头里写 Authorization: Bearer 加上管理员给的口令")
        await failed(Request(scope), refused)(scope, receive, send)


def _gives(request: Request, token: str) -> bool:
    """Whether a request gives the token; how long that takes does not tell how much of it was right."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return hmac.compare_digest(given.strip().encode("latin-1"), token.encode()) and scheme.lower() == "bearer"


class Counted:
    """Counts what is answered, and how long it takes."""

    def __init__(self, app: ASGIApp, counts: Metrics) -> None:
        self._app, self._counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", OTHER).replace(":path", "")
            self._counts.record(route, scope["method"], status, time.perf_counter() - started)


class Beside:
    """The API and the page on one port: what is asked under /api never reaches the page's server."""

    def __init__(self, app: ASGIApp, api: ASGIApp) -> None:
        self._app, self._api = app, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by the one or the other."""
        api = scope["type"] == "http" and (scope["path"] == "/api" or scope["path"].startswith("/api/"))
        await (self._api if api else self._app)(scope, receive, send)
