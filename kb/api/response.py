"""A value or a failure → a response."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kb.api.errors import MethodWrong, PathUnknown, failure_of
from kb.api.routes import JSON
from kb.errors import KbError

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
log = logging.getLogger(__name__)


def written(value: Any) -> bytes:
    """A value as JSON, its Chinese readable."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def responded(content: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A response of JSON."""
    return Response(content, status, {**HEADERS, **(headers or {})}, JSON)


def failed(request: Request, error: Exception) -> Response:
    """A failure as a program reads it; what was never foreseen goes to the log."""
    if not isinstance(error, KbError):
        log.error("接口出错：%s %s", request.method, request.url.path, exc_info=error)
    failure = failure_of(error)
    told = {"error": {"code": failure.code, "message": failure.sentence}}
    return responded(written(told), failure.status, failure.headers)


def misplaced(request: Request, error: Exception) -> Response:
    """There is no such path, or it takes another method."""
    if getattr(error, "status_code", 404) != 405:
        return failed(request, PathUnknown("没有这个地址。全部地址见 /api"))
    methods = sorted((getattr(error, "headers", None) or {}).get("Allow", "").split(", "))
    response = failed(request, MethodWrong(f"这个地址不接受 {request.method[:20]} 请求，可以用 {'、'.join(methods)}"))
    response.headers["Allow"] = ", ".join(methods)
    return response
