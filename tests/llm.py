"""A language model service on this machine, for tests: it speaks the protocol, or not, as the test says."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class Asked:
    """A request that came: its method and path, its headers in small letters, its body."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any

    @property
    def given(self) -> list[dict[str, Any]]:
        """The sections that the model was given."""
        return json.loads(self.body["messages"][-1]["content"])["资料"]


@dataclass
class Llm:
    """What the service answers, and what it was asked. `over` is set at the end of a test, so that a stall ends."""

    answer: Answer
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


class Handler(BaseHTTPRequestHandler):
    llm: Llm

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.llm.asked.append(Asked(self.command, self.path, headers, json.loads(raw) if raw else None))
        self.llm.answer(self)

    def begin(self, media: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def plain(content: bytes | str, media: str = "application/json", status: int = 200, **headers: str) -> Answer:
    """Answers with this body."""
    raw = content.encode() if isinstance(content, str) else content

    def answer(handler: Handler) -> None:
        handler.begin(media, status, Content_Length=str(len(raw)), **headers)
        handler.wfile.write(raw)

    return answer


def whole(text: str | None, finish: str | None = "stop") -> Answer:
    """Says a text in one JSON object."""
    return plain(
        json.dumps({"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}]})
    )


def events(texts: Sequence[str], finish: str | None = "stop") -> list[str]:
    """The events of a text that comes in pieces, as the protocol has them, `[DONE]` not among them."""
    deltas = [{"choices": [{"delta": {"content": text}, "finish_reason": None}]} for text in texts]
    last = {"choices": [{"delta": {}, "finish_reason": finish}]}
    return [json.dumps(each, ensure_ascii=False) for each in (*deltas, last)]


def streamed(text: str, end: str = "\n") -> Answer:
    """Says a text sign by sign, with the comments and the count of tokens that services send along."""

    def answer(handler: Handler) -> None:
        handler.begin("text/event-stream; charset=utf-8")
        for data in (*events(text), '{"choices": [], "usage": {"total_tokens": 9}}', "[DONE]"):
            handler.wfile.write(f": 保持连接{end}data: {data}{end}{end}".encode())
            handler.wfile.flush()

    return answer


@contextmanager
def open_llm(answer: Answer) -> Iterator[Llm]:
    llm = Llm(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"llm": llm}))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is what is tested
    llm.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield llm
    finally:
        llm.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
