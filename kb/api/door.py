"""HTTP → the library → HTTP: one application over the table of routes, within limits."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Served

from kb.api.around import Counted, Guarded
from kb.api.limits import Gate
from kb.api.metrics import MEDIA, Metrics
from kb.api.openapi import description
from kb.api.page import POLICY, page
from kb.api.request import values_of
from kb.api.response import HEADERS, failed, misplaced, responded, written
from kb.api.routes import HTML, ROUTES, Route
from kb.errors import KbError
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.library import Library

Endpoint = Callable[[Request], Awaitable[Response]]


class Door:
    """The API over the library that settings name, whatever generation of it is the current one."""

    def __init__(self, settings: Settings, gate: Gate | None = None) -> None:
        self._settings = settings
        self._gate = gate or Gate()
        self._aside = Gate(working=1)
        self._counts = Metrics()

    def application(self) -> Starlette:
        """The application; it answers paths that begin with /api."""
        application = Starlette(
            routes=[Served(_pattern(each), self._endpoint(each), methods=each.methods) for each in ROUTES],
            middleware=[
                Middleware(Counted, counts=self._counts),
                Middleware(Guarded, token=self._settings.api_token),
            ],
            exception_handlers={HTTPException: misplaced, KbError: failed, Exception: failed},
        )
        application.router.redirect_slashes = False
        return application

    def _endpoint(self, route: Route) -> Endpoint:
        async def answer(request: Request) -> Response:
            values = await values_of(route, request)
            if route.answer is None:
                return await self._own(route)
            gate = self._aside if route.free else self._gate
            return responded(await gate.run(partial(self._answer, route, values)))

        return answer

    def _answer(self, route: Route, values: Mapping[str, Any]) -> bytes:
        """What a route answers, written: all that takes the processor is done here, in a thread."""
        assert route.answer is not None
        return written(route.answer(self._library(), values))

    def _library(self) -> "Library":
        from kb.library.current import current

        return current(self._settings)

    async def _own(self, route: Route) -> Response:
        """What the door knows without a question to the library."""
        if route.media == HTML:
            return Response(page(), media_type=HTML, headers={**HEADERS, "Content-Security-Policy": POLICY})
        if route.path.endswith("openapi.json"):
            return responded(written(description()))
        text = self._counts.text(self._gate.inside, *await self._aside.run(self._held))
        return Response(text, headers=HEADERS | {"Content-Type": MEDIA})

    def _held(self) -> tuple[str, int, int]:
        """The generation that answers, its documents and its sections; nothing where none can be opened."""
        try:
            library = self._library()
        except KbError:
            return "", 0, 0
        return library.generation, *library.size


def _pattern(route: Route) -> str:
    """An id may hold slashes."""
    return route.path.replace("{id}", "{id:path}")
