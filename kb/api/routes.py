"""The table of routes: what is answered where. The door, openapi.json, the page at /api and docs/api.md read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from kb.api import answers, schemas
from kb.model.filters import NAMED
from kb.model.match import PROFILE
from kb.model.parameters import CITED, QUESTION, QUOTED, SECTION, Parameter, limit

if TYPE_CHECKING:
    from kb.library import Library

Answer = Callable[["Library", Mapping[str, Any]], Any]

JSON, HTML, TEXT = "application/json", "text/html", "text/plain"
MOST_BODY = 64 * 1024
"""Bytes of the body of a request."""


@dataclass(frozen=True, slots=True)
class Route:
    """An address and what it answers.

    `answer` finds it in a library; None where the door itself knows it. `shown` names parameters that an example gives
    although they may be left out. `posts` says that a profile may be sent as the
    body of a POST. `free` is asked without a token and never waits in line.
    """

    path: str
    told: str
    answer: Answer | None = None
    parameters: tuple[Parameter, ...] = ()
    schema: schemas.Schema | None = None
    media: str = JSON
    more: str = ""
    shown: tuple[str, ...] = ()
    posts: bool = False
    free: bool = False

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that it takes."""
        return ("GET", "POST") if self.posts else ("GET",)

    def parameters_of(self, method: str) -> tuple[Parameter, ...]:
        """Those of a method: what a body says is not said in the address."""
        body = PROFILE if method == "POST" else ()
        return tuple(each for each in self.parameters if each not in body)

    @property
    def filtered(self) -> bool:
        """Whether it takes all the filters."""
        return set(FILTERS) <= set(self.parameters)

    @property
    def own_parameters(self) -> tuple[Parameter, ...]:
        """Those that are told for this route alone, the filters being told once for all."""
        return tuple(each for each in self.parameters if not (self.filtered and each in FILTERS))

    def in_path(self, parameter: Parameter) -> bool:
        """Whether a parameter is a part of the path."""
        return f"{{{parameter.name}}}" in self.path

    @property
    def example(self) -> str:
        """An address that the bundled documents answer: the path with the parameters that must be given."""
        path, asked = self.path, {}
        for each in self.parameters:
            if self.in_path(each):
                path = path.replace(f"{{{each.name}}}", quote(str(each.example)))
            elif each.required or each.name in self.shown:
                asked[each.name] = each.example
        return path + (f"?{urlencode(asked, quote_via=quote)}" if asked else "")


FILTERS = tuple(NAMED.values())
DOCUMENT = Parameter("id", "文件的编号", required=True, example="ningbo-ip-145")

ROUTES = (
    Route("/api", "给人看的一页：列出全部地址", media=HTML),
    Route(
        "/api/search", "查找与词句最相配的章节，不论它们能否回答问题", answers.search,
        (QUESTION, limit(10), *FILTERS), schemas.SEARCHED,
    ),
    Route(
        "/api/ask", "提一个问题，用文件的原句回答，每句注明出处", answers.ask,
        (QUESTION, limit(5), *FILTERS), schemas.ANSWERED,
        more="answered 为 false 时 answer 是空的：库里没有依据，hits 只是最接近的内容，不是答案。",
    ),
    Route(
        "/api/documents", "列出文件，连同从文中读到的元数据和时效", answers.documents, FILTERS, schemas.DOCUMENTS
    ),
    Route(
        "/api/documents/{id}", "一份文件，连同全部章节", answers.document, (DOCUMENT, NAMED["on"]),
        schemas.WHOLE_DOCUMENT,
    ),
    Route("/api/sections/{id}", "一个章节的原文", answers.section, (SECTION,), schemas.SECTION),
    Route(
        "/api/check", "核对引文：这段话是否一字不差写在那个章节里", answers.check, (CITED, QUOTED),
        schemas.CHECKED,
        more="stands 为 false 时，missing 列出这段话里有、章节里没有的数字、名称和说法；"
        "missing 也是空的，就是换了说法而没有发现对不上的地方。",
    ),
    Route("/api/indicators", "列出文件里的指标", answers.indicators, FILTERS, schemas.INDICATORS),
    Route(
        "/api/match", "按企业情况找扶持措施，逐条说明符合、不符合还是待补充", answers.match,
        (*PROFILE, limit(10), *FILTERS), schemas.MATCHED, shown=("地区", "需求"), posts=True,
        more="企业情况可以写在地址里，也可以用 POST 发送 JSON，键名相同，如"
        ' {"地区": "宁波市", "知识产权": {"专利": 3}, "需求": ["融资"]}。没有写的一律不算不符合。',
    ),
    Route(
        "/api/health", "是否能回答：现在是哪一版索引，有多少文件和章节", answers.health, schema=schemas.HEALTHY,
        free=True, more="不需要口令。没有索引时状态是 503。",
    ),
    Route("/api/metrics", "运行情况，供 Prometheus 读取", media=TEXT),
    Route("/api/openapi.json", "这些地址的 OpenAPI 3.1 说明"),
)  # fmt: skip
