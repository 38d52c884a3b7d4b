"""The HTTP API: the library's own answers as JSON, within limits, every refusal one Chinese sentence."""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import anyio
import jsonschema
import pytest
from conftest import PLAN
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from kb.api import answers
from kb.api.around import Beside
from kb.api.door import Door
from kb.api.errors import KINDS
from kb.api.limits import Gate
from kb.api.routes import MOST_BODY, ROUTES
from kb.build import build
from kb.errors import KbError
from kb.library import Library
from kb.library.current import current
from kb.model.filters import Filters
from kb.model.match import Profile
from kb.model.rows import answer_row, hit_row, match_row
from kb.settings import Settings

QUESTION = "2025年有效发明专利的目标是多少"
GOAL = f"{PLAN}/2.4.t2.r1"


def client_of(settings: Settings, gate: Gate | None = None) -> TestClient:
    return TestClient(Door(settings, gate).application(), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def api(plan_settings: Settings) -> TestClient:
    return client_of(plan_settings)


@pytest.fixture(scope="module")
def described(api: TestClient) -> dict[str, Any]:
    value: dict[str, Any] = api.get("/api/openapi.json").json()
    return value


def as_json(value: object) -> Any:
    return json.loads(json.dumps(value, ensure_ascii=False))


def refused(response: Any) -> tuple[int, str, str]:
    assert set(response.json()) == {"error"}
    error = response.json()["error"]
    assert set(error) == {"code", "message"}
    assert re.search(r"[\u4e00-\u9fff]", error["message"])
    return response.status_code, error["code"], error["message"]


# What is answered


def test_an_answer_is_the_librarys_own(api: TestClient, plan: Library) -> None:
    answer = api.get("/api/ask", params={"q": QUESTION, "limit": 3})
    assert answer.json() == as_json(answer_row(plan.ask(QUESTION, 3)))
    assert answer.json()["answer"][0]["section"] == GOAL
    assert "45000" in answer.json()["answer"][0]["text"]
    assert len(answer.json()["hits"]) == 3


def test_what_is_not_answered_says_so(api: TestClient) -> None:
    answer = api.get("/api/ask", params={"q": "今晚吃什么"}).json()
    assert (answer["answered"], answer["answer"], len(answer["hits"])) == (False, [], 5)


def test_a_search_is_the_librarys_own(api: TestClient, plan: Library) -> None:
    found = api.get("/api/search", params={"q": "十里红妆"}).json()
    assert found == {"question": "十里红妆", "hits": as_json([hit_row(each) for each in plan.search("十里红妆")])}


def test_filters_leave_out_what_they_should(api: TestClient, plan: Library) -> None:
    asked = {"q": QUESTION, "level": "国家"}
    assert api.get("/api/ask", params=asked).json()["hits"] == []
    several = api.get("/api/search", params={"q": QUESTION, "level": ["国家", "市"], "year": "2023"}).json()
    assert several["hits"] == as_json([hit_row(each) for each in plan.search(QUESTION, 10, Filters(levels=("市",)))])
    assert api.get("/api/documents", params={"level": "国家"}).json() == {"documents": []}


def test_the_day_changes_the_validity(api: TestClient) -> None:
    def validity(**day: str) -> str:
        document: dict[str, Any] = api.get("/api/documents", params=day).json()["documents"][0]
        assert document["id"] == PLAN
        return str(document["standing"]["validity"])

    assert (validity(as_of="2023-05-01"), validity(as_of="2026-05-01")) == ("现行有效", "已失效")


def test_a_document_and_a_section_are_found_by_their_ids(api: TestClient, plan: Library) -> None:
    document = api.get(f"/api/documents/{PLAN}").json()
    assert [each["id"] for each in document["sections"]] == [each.id for each in plan.document(PLAN).sections]
    section = plan.section(f"{PLAN}/3.3.2")
    for id_ in (section.id, quote(section.id, safe="")):
        found = api.get(f"/api/sections/{id_}").json()
        assert (found["id"], found["text"], found["document"]) == (section.id, section.text, PLAN)
        assert found["citation"] == "《宁波市知识产权发展“十四五”规划》三（三）2"


def test_a_chinese_id_is_found(settings: Settings) -> None:
    build(settings)
    api = client_of(settings)
    document = api.get("/api/documents").json()["documents"][0]["id"]
    assert re.search(r"[\u4e00-\u9fff]", document)
    assert api.get(f"/api/documents/{document}").json()["title"] == "乙市商标奖励规定"
    section = api.get("/api/search", params={"q": "每件发明专利资助多少"}).json()["hits"][0]["section"]
    assert "三千元" in api.get(f"/api/sections/{quote(section)}").json()["text"]


def test_a_citation_is_checked(api: TestClient) -> None:
    asked = {"section": GOAL, "text": "指标：有效发明专利量（件），2025年目标：45000"}
    assert api.get("/api/check", params=asked).json()["stands"] is True
    wrong = api.get("/api/check", params=asked | {"text": asked["text"].replace("45000", "46000")}).json()
    assert (wrong["stands"], wrong["missing"]) == (False, ["46000"])
    assert "对不上的有：“46000”" in wrong["sentence"]


def test_indicators_are_the_librarys_own(api: TestClient, plan: Library) -> None:
    found = api.get("/api/indicators").json()["indicators"]
    assert [(each["name"], each["value"]) for each in found] == [
        (each.name, each.value) for each in plan.known.indicators()
    ]
    assert ("有效发明专利量", "45000", "45000", 2025) in {
        (each["name"], each["value"], each["number"], each["year"]) for each in found
    }


def test_a_match_by_address_and_by_body_is_the_librarys_own(api: TestClient, plan: Library) -> None:
    profile = {"地区": "宁波市", "行业": ["智能家电"], "规模": "中型", "出口": True, "需求": ["融资", "出口"]}
    known = plan.known.match(plan.known.profile_from(profile))
    expected = as_json(
        {"matches": [match_row(each) for each in known[:4]], "questions": list(plan.known.to_answer(known))}
    )
    assert api.get("/api/match", params={**profile, "limit": 4}).json() == expected
    assert api.post("/api/match?limit=4", json=profile).json() == expected
    assert api.post("/api/match?limit=4", json={**profile, "名称": None}).json() == expected
    rights = api.post("/api/match", json={"知识产权": {"专利": 3, "商标": 0}}).json()["matches"]
    assert rights == as_json([match_row(each) for each in plan.known.match(Profile(rights=("专利",)))[:10]])


def test_health_says_which_generation_answers(api: TestClient) -> None:
    assert api.get("/api/health").json() == {"generation": "gen-000001", "documents": 1, "sections": 122}


def test_head_answers_as_get_does_without_the_content(api: TestClient) -> None:
    response = api.head("/api/health")
    assert (response.status_code, response.content) == (200, b"")


# What is said about it


def test_the_description_lists_exactly_the_routes(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    paths = {path: set(methods) for path, methods in described["paths"].items()}
    assert paths == {each.path: {method.lower() for method in each.methods} for each in ROUTES}
    assert set(paths) == {
        "/api", "/api/search", "/api/ask", "/api/documents", "/api/documents/{id}", "/api/sections/{id}", "/api/check",
        "/api/indicators", "/api/match", "/api/health", "/api/metrics", "/api/openapi.json",
    }  # fmt: skip
    names = [each["operationId"] for methods in described["paths"].values() for each in methods.values()]
    assert len(set(names)) == len(names)


def test_everything_is_described_in_chinese(described: dict[str, Any]) -> None:
    for methods in described["paths"].values():
        for operation in methods.values():
            told = [operation["summary"], *(each["description"] for each in operation["parameters"])]
            assert all(re.search(r"[\u4e00-\u9fff]", each) for each in told), told


OPERATIONS = [(route, method) for route in ROUTES for method in route.methods]


@pytest.mark.parametrize(("route", "method"), OPERATIONS, ids=[f"{m} {r.path}" for r, m in OPERATIONS])
def test_every_parameter_is_accepted_and_the_answer_is_as_described(
    api: TestClient, described: dict[str, Any], route: Any, method: str
) -> None:
    operation = described["paths"][route.path][method.lower()]
    path, asked = route.path, {}
    for each in operation["parameters"]:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", each["example"])
        else:
            asked[each["name"]] = each["example"]
        jsonschema.validate(each["example"], each["schema"])
    body = {"json": {"地区": "宁波市", "知识产权": {"专利": 3}}} if method == "POST" else {}
    response = api.request(method, path, params=asked, **body)
    assert response.status_code == 200, response.text
    (media, content), *_ = operation["responses"]["200"]["content"].items()
    assert response.headers["content-type"].startswith(media)
    if content["schema"]:
        whole = {**content["schema"], "components": described["components"]}
        jsonschema.validate(response.json(), whole, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("question", [QUESTION, "今晚吃什么", f"{PLAN}三（三）2", "专利质押融资2020年实际完成了多少"])
def test_answers_have_the_described_keys_and_no_others(
    api: TestClient, described: dict[str, Any], question: str
) -> None:
    closed = '"type": "object", "additionalProperties": false'
    strict = json.loads(json.dumps(described).replace('"type": "object"', closed))
    for path in ("/api/ask", "/api/search"):
        schema = strict["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = api.get(path, params={"q": question}).json()
        jsonschema.validate(answer, {**schema, "components": strict["components"]})


def test_a_refusal_is_as_described(api: TestClient, described: dict[str, Any]) -> None:
    schema = described["components"]["responses"]["failure"]["content"]["application/json"]["schema"]
    answer = api.get("/api/sections/没有").json()
    jsonschema.validate(answer, {**schema, "components": described["components"]})
    codes = described["components"]["responses"]["failure"]["description"]
    assert all(each.code in codes for each in KINDS.values())


def test_the_page_for_people_lists_the_routes_and_its_examples_answer(api: TestClient) -> None:
    page = api.get("/api")
    assert page.headers["content-type"].startswith("text/html")
    assert "script-src" not in page.headers["content-security-policy"]
    assert all(f"{' '.join(each.methods)} {each.path}" in page.text for each in ROUTES)
    links = re.findall(r'href="(/api[^"]*)"', page.text)
    assert len(links) == len(ROUTES)
    assert {api.get(each.replace("&amp;", "&")).status_code for each in links} == {200}


# What is refused


@pytest.mark.parametrize(
    ("address", "status", "code", "sentence"),
    [
        ("/api/ask", 400, "request_refused", "缺少参数 q"),
        ("/api/ask?q=", 400, "request_refused", "缺少参数 q"),
        ("/api/ask?q=专利&q=商标", 400, "request_refused", "参数 q 只能给出一次"),
        ("/api/ask?q=专利&size=3", 400, "request_refused", "没有“size”这个参数，可以用：q、limit"),
        ("/api/ask?q=专利&limit=0", 400, "request_refused", "参数 limit 应是 1 到 100 的整数"),
        ("/api/ask?q=专利&limit=101", 400, "request_refused", "1 到 100"),
        ("/api/ask?q=专利&limit=三", 400, "request_refused", "1 到 100"),
        ("/api/ask?q=专利&validity=有效", 400, "request_refused", "可以是：现行有效"),
        ("/api/ask?q=专利&as_of=昨天", 400, "request_refused", "应是一个日期"),
        ("/api/ask?q=专利&year=99", 400, "request_refused", "1900 到 2100"),
        ("/api/ask?q=？？", 422, "question_refused", "没有文字"),
        (f"/api/ask?q={'专' * 501}", 422, "question_refused", "问题太长（501 字）"),
        ("/api/search?q=" + "利" * 501, 422, "question_refused", "问题太长（501 字）"),
        ("/api/health?q=1", 400, "request_refused", "没有“q”这个参数；这里不用参数"),
        ("/api/documents/没有", 404, "not_found", "没有编号为“没有”的文件"),
        (f"/api/sections/{PLAN}/9.9.9", 404, "not_found", f"没有编号为“{PLAN}/9.9.9”的章节"),
        (f"/api/check?section={PLAN}/9.9&text=专利", 404, "not_found", "没有编号为"),
        (f"/api/check?section={GOAL}", 400, "request_refused", "缺少参数 text"),
        (f"/api/check?section={GOAL}&text=%20", 422, "question_refused", "要核对的文字是空的"),
        (f"/api/check?section={GOAL}&text={'字' * 3001}", 400, "request_refused", "太长（3001 字），最多 3000 字"),
        ("/api/match?规模=巨型", 400, "request_refused", "可以是：微型、小型、中型、大型"),
        ("/api/nothing", 404, "path_unknown", "没有这个地址"),
        ("/api/", 404, "path_unknown", "没有这个地址"),
        ("/api/ask/", 404, "path_unknown", "没有这个地址"),
        ("/api/../etc/passwd", 404, "path_unknown", "没有这个地址"),
        ("/api/%2e%2e/%2e%2e/etc/passwd", 404, "path_unknown", "没有这个地址"),
    ],
)
def test_a_refusal_is_a_code_and_a_chinese_sentence(
    api: TestClient, address: str, status: int, code: str, sentence: str
) -> None:
    found = refused(api.get(address))
    assert found[:2] == (status, code)
    assert sentence in found[2]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HACK"])
def test_a_wrong_method_is_told_the_right_ones(api: TestClient, method: str) -> None:
    response = api.request(method, "/api/ask", params={"q": "专利"})
    assert refused(response)[:2] == (405, "method_wrong")
    assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("body", "status", "code", "sentence"),
    [
        (b"", 400, "request_refused", "不是正确的 JSON"),
        (b"{", 400, "request_refused", "不是正确的 JSON"),
        (b"[1]", 400, "request_refused", "应是一个 JSON 对象"),
        (b'{"\\ud800": 1}', 400, "request_refused", "不是正确的 JSON"),
        (b'{"a": NaN}', 400, "request_refused", "不是正确的 JSON"),
        (b"\xff\xfe{", 400, "request_refused", "不是正确的 JSON"),
        (b"[" * 60_000, 400, "request_refused", "不是正确的 JSON"),
        ('{"地址": "宁波"}'.encode(), 422, "profile_refused", "没有“地址”这一项，是不是“地区”"),
        ('{"出口": "也许"}'.encode(), 422, "profile_refused", "“出口”应写 true 或 false"),
        ('{"知识产权": {"专利": -1}}'.encode(), 422, "profile_refused", "“专利”的件数应是"),
        (b'{"a": "' + b"x" * MOST_BODY + b'"}', 413, "too_large", "请求体太大，最多 64 KB"),
    ],
)
def test_a_body_that_cannot_be_understood_is_refused(
    api: TestClient, body: bytes, status: int, code: str, sentence: str
) -> None:
    found = refused(api.post("/api/match", content=body))
    assert found[:2] == (status, code)
    assert sentence in found[2]


def test_a_body_is_refused_before_all_of_it_was_sent(api: TestClient) -> None:
    sent = []

    def parts() -> Iterator[bytes]:
        for number in range(10_000):
            sent.append(number)
            yield b"x" * 1024

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": next(stream), "more_body": True}

    stream = parts()
    started: list[Any] = []

    async def send(message: Any) -> None:
        started.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/api/match", "query_string": b"", "headers": [], "raw_path": b"",
        "root_path": "", "scheme": "http", "server": ("127.0.0.1", 80), "client": None, "http_version": "1.1",
    }  # fmt: skip
    anyio.run(api.app, scope, receive, send)
    assert started[0]["status"] == 413
    assert len(sent) == MOST_BODY // 1024 + 1


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>专利",
        '"><img src=x onerror=alert(1)>商标',
        "商标'; DROP TABLE passage;--",
        "专利%00\x00质押",
        "专利\r\nSet-Cookie: a=b",
        "{{7*7}}${专利}",
    ],
)
def test_marks_in_a_question_are_text(api: TestClient, plan: Library, question: str) -> None:
    for path in ("/api/ask", "/api/search"):
        response = api.get(path, params={"q": question})
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
        assert response.json()["question"].split() == question.split()
    assert api.get("/api/documents", params={"topic": "'; DROP TABLE fact;--"}).json() == {"documents": []}
    assert plan.verify() == []


def test_every_answer_forbids_keeping_and_guessing_and_lets_no_other_site_read(api: TestClient) -> None:
    elsewhere = {"Origin": "https://example.org"}
    for address in ("/api", "/api/ask?q=专利", "/api/health", "/api/metrics", "/api/nothing", "/api/ask"):
        headers = api.get(address, headers=elsewhere).headers
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
        assert not [name for name in headers if name.startswith("access-control")]
    preflight = api.options("/api/ask", headers=elsewhere | {"Access-Control-Request-Method": "GET"})
    assert preflight.status_code == 405


def test_what_was_never_foreseen_tells_nothing_and_is_logged(
    plan_settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("secret-of-the-house")

    monkeypatch.setattr(Library, "ask", broken)
    response = client_of(plan_settings).get("/api/ask", params={"q": "专利"})
    assert refused(response)[:2] == (500, "internal_error")
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "secret-of-the-house" in caplog.text


# The token


@pytest.mark.parametrize("path", [each.path for each in ROUTES if not each.free] + ["/api/nothing", "/api/"])
def test_with_a_token_nothing_is_answered_without_it(plan_settings: Settings, path: str) -> None:
    api = client_of(replace(plan_settings, api_token="口令-abc"))
    for given in (None, "Bearer", "Bearer wrong", "Basic 口令-abc", "口令-abc", "Bearer 口令-abcd", "Bearer 口令-ab"):
        headers = {"Authorization": given.encode()} if given else {}
        response = api.get(path, headers=headers)
        assert refused(response)[:2] == (401, "unauthorized")
        assert response.headers["www-authenticate"] == "Bearer"
    assert api.post(path).status_code == 401


def test_with_the_token_everything_is_answered_and_health_without_it(plan_settings: Settings) -> None:
    api = client_of(replace(plan_settings, api_token="口令-abc"))
    assert api.get("/api/health").json()["generation"] == "gen-000001"
    for scheme in ("Bearer", "bearer"):
        answer = api.get("/api/ask", params={"q": QUESTION}, headers={"Authorization": f"{scheme} 口令-abc".encode()})
        assert answer.json()["answered"] is True
    assert "api_token" not in repr(replace(plan_settings, api_token="口令-abc"))


# Limits


@contextmanager
def held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Semaphore, threading.Event]]:
    """Searches that say when they have begun and wait until they may go on."""
    begun, go_on = threading.Semaphore(0), threading.Event()

    def waits(*_: object) -> Any:
        begun.release()
        assert go_on.wait(60)
        return {"question": "", "hits": []}

    slow = tuple(replace(each, answer=waits) if each.answer is answers.search else each for each in ROUTES)
    monkeypatch.setattr("kb.api.door.ROUTES", slow)
    try:
        yield begun, go_on
    finally:
        go_on.set()


def test_beyond_the_line_one_is_asked_to_come_again_and_others_are_answered_all(
    plan_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held_up(monkeypatch) as (begun, go_on), client_of(plan_settings, Gate(working=2, waiting=1)) as api:
        statuses: list[int] = []
        asking = [
            threading.Thread(target=lambda: statuses.append(api.get("/api/search?q=专利").status_code))
            for _ in range(3)
        ]
        for each in asking:
            each.start()
        assert begun.acquire(timeout=60)
        assert begun.acquire(timeout=60)
        inside = "kb_requests_inside 3"
        assert any(inside in api.get("/api/metrics").text for _ in range(10_000)), "the third waits in line"
        assert not begun.acquire(blocking=False), "no more than two work at once"
        refusal = api.get("/api/ask?q=专利")
        assert refused(refusal)[:2] == (503, "busy")
        assert refusal.headers["retry-after"] == "1"
        assert api.get("/api/health").status_code == 200
        go_on.set()
        for each in asking:
            each.join(60)
        assert statuses == [200, 200, 200]
        assert api.get("/api/ask?q=专利").status_code == 200


# The index


def test_without_an_index_one_sentence_says_so_until_there_is_one(settings: Settings) -> None:
    api = client_of(settings)
    for address in ("/api/health", "/api/ask?q=专利", "/api/documents"):
        found = refused(api.get(address))
        assert found[:2] == (503, "index_unavailable")
        assert "还没有建好索引" in found[2]
        assert str(settings.index) not in found[2]
    assert api.get("/api").status_code == 200
    assert "kb_generation_info" not in api.get("/api/metrics").text
    build(settings)
    assert api.get("/api/health").json()["documents"] == 2


def test_a_new_generation_answers_without_a_restart(settings: Settings) -> None:
    build(settings)
    api = client_of(settings)
    asked = {"q": "每件发明专利资助多少"}
    assert "三千元" in api.get("/api/ask", params=asked).json()["answer"][0]["text"]
    assert api.get("/api/health").json()["generation"] == "gen-000001"
    path = settings.corpus / "甲办法.md"
    path.write_text(path.read_text("utf-8").replace("三千元", "五千元"), "utf-8")
    build(settings)
    assert "五千元" in api.get("/api/ask", params=asked).json()["answer"][0]["text"]
    assert api.get("/api/health").json()["generation"] == "gen-000002"
    assert 'kb_generation_info{generation="gen-000002"} 1' in api.get("/api/metrics").text


def test_the_door_shares_the_library_of_the_process(plan_settings: Settings, api: TestClient) -> None:
    before = current(plan_settings)
    api.get("/api/ask", params={"q": QUESTION})
    assert current(plan_settings) is before


# What is counted


def test_requests_are_counted_by_route_and_status(plan_settings: Settings) -> None:
    api = client_of(plan_settings)
    for address in (
        "/api/ask?q=专利", "/api/ask?q=商标", "/api/ask", f"/api/sections/{GOAL}", "/api/nothing", "/api/else"
    ):  # fmt: skip
        api.get(address)
    text = api.get("/api/metrics").text
    assert 'kb_requests_total{route="/api/ask",method="GET",status="200"} 2' in text
    assert 'kb_requests_total{route="/api/ask",method="GET",status="400"} 1' in text
    assert 'kb_requests_total{route="/api/sections/{id}",method="GET",status="200"} 1' in text
    assert 'kb_requests_total{route="其他",method="GET",status="404"} 2' in text
    assert 'kb_request_seconds_count{route="/api/ask"} 3' in text
    assert 'kb_request_seconds_bucket{route="/api/ask",le="+Inf"} 3' in text
    assert 'kb_generation_info{generation="gen-000001"} 1' in text
    assert re.search(r"^kb_sections 122$", text, re.MULTILINE)
    counts = [int(each) for each in re.findall(r'kb_request_seconds_bucket\{route="/api/ask",le=".*"\} (\d+)', text)]
    assert counts == sorted(counts)
    for line in text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) .+|[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [0-9.e+-]+', line), line


# Beside the page


def test_what_is_asked_under_api_never_reaches_the_page(plan_settings: Settings) -> None:
    async def page(request: Any) -> PlainTextResponse:
        return PlainTextResponse("page")

    pages = Starlette(routes=[Route("/", page), Mount("/", Starlette(routes=[Route("/{rest:path}", page)]))])
    both = TestClient(Beside(pages, Door(plan_settings).application()))
    assert both.get("/").text == "page"
    assert both.get("/apis").text == "page"
    assert both.get("/match").text == "page"
    assert both.get("/api/health").json()["documents"] == 1
    assert both.get("/api/nothing").status_code == 404


def test_every_failure_that_a_reader_can_meet_has_a_code() -> None:
    kept_inside = {
        "FileRefused", "CorpusError", "CollectRefused", "BuildBusy", "BuildFailed", "QuestionsFileRefused",
        "ServerRefused", "FeedbackRefused", "OriginalUnavailable", "OperatorRefused",
    }  # fmt: skip
    assert {each.__name__ for each in KbError.__subclasses__() if each not in KINDS} == kept_inside
    assert len({each.code for each in KINDS.values()}) == len(KINDS)
