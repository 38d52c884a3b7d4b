"""A request → the values of its route's parameters."""

import json
from typing import Any

from starlette.requests import Request

from kb.api.errors import TooLarge
from kb.api.routes import MOST_BODY, Route
from kb.errors import RequestRefused
from kb.model.parameters import Unfit, read


async def values_of(route: Route, request: Request) -> dict[str, Any]:
    """The values by their names; of a POST also its `body`.

    Raises:
        RequestRefused: one of them is unknown, missing or wrong, or the body is no JSON object.
        TooLarge: the body is too large.
    """
    given: dict[str, list[object]] = {name: list(request.query_params.getlist(name)) for name in request.query_params}
    given |= {name: [value] for name, value in request.path_params.items()}
    try:
        values = read(route.parameters_of(request.method), given)
    except Unfit as error:
        raise RequestRefused(str(error)) from error
    return values | {"body": _object(await _content(request))} if request.method == "POST" else values


async def _content(request: Request) -> bytes:
    """The body; no more of it is taken in than may be."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST_BODY:
            raise TooLarge(f"请求体太大，最多 {MOST_BODY // 1024} KB")
    return bytes(content)


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise RequestRefused("请求体不是正确的 JSON，请用 UTF-8 编码写成 {…}") from error
    if not isinstance(value, dict):
        raise RequestRefused('请求体应是一个 JSON 对象，如 {"地区": "宁波市"}')
    return value
