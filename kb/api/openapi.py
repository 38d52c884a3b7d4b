"""The table of routes → an OpenAPI 3.1 description."""

from typing import Any

from kb.api.errors import KINDS, UNFORESEEN
from kb.api.routes import JSON, ROUTES, Route
from kb.api.schemas import COMPONENTS, FAILED
from kb.model.match import PROFILE
from kb.model.parameters import Parameter

VERSION = "1.0.0"
"""Of the API: the first number changes when something that was answered is answered otherwise."""
TITLE = "政策知识库"
ABOUT = "用政策文件的原文回答问题，句句注明出处。所有回答都是 UTF-8 编码的 JSON；只读，不会改动知识库。"


def description() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": ABOUT},
        "paths": {each.path: _path(each) for each in ROUTES},
        "components": {
            "schemas": COMPONENTS | {"Failure": FAILED},
            "responses": {"failure": {"description": _failures(), "content": {JSON: {"schema": _ref("Failure")}}}},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "只在设了 KB_API_TOKEN 时需要"}
            },
        },
        "security": [{"token": []}, {}],
    }


def _path(route: Route) -> dict[str, Any]:
    return {method.lower(): _operation(route, method) for method in route.methods}


def _operation(route: Route, method: str) -> dict[str, Any]:
    name = route.path.removeprefix("/api").strip("/").replace("/{id}", "_one").replace(".", "_") or "index"
    operation: dict[str, Any] = {
        "operationId": name if method == "GET" else f"{name}_{method.lower()}",
        "summary": route.told,
        "parameters": [_parameter(route, each) for each in route.parameters_of(method)],
        "responses": {
            "200": {"description": "回答", "content": {route.media: {"schema": route.schema or {}}}},
            "default": {"$ref": "#/components/responses/failure"},
        },
    }
    if route.more:
        operation["description"] = route.more
    if method == "POST":
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": profile()}}}
    if route.free:
        operation["security"] = []
    return operation


def _parameter(route: Route, each: Parameter) -> dict[str, Any]:
    where = "path" if route.in_path(each) else "query"
    shown = [each.example] if each.many else each.example
    return {
        "name": each.name,
        "in": where,
        "description": each.told,
        "required": each.required,
        "schema": each.schema(),
        "example": shown,
    }


def profile() -> dict[str, Any]:
    """An enterprise's profile as the body of a request."""
    rights = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}, "description": "种类和件数"}
    properties = {each.name: {**each.schema(), "description": each.told} for each in PROFILE}
    properties["知识产权"] = {"anyOf": [properties["知识产权"], rights]}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _failures() -> str:
    codes = [f"{each.code}（{each.status}）{each.told}" for each in (*KINDS.values(), UNFORESEEN)]
    return "没有回答，message 是一句中文：" + "；".join(codes)


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
