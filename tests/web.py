"""A real web site on this machine, for tests: what it answers is told by the test, what it was asked is kept."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str | bytes], bytes] | Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Answers by path; a path that it does not know is 404."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes | str, media: str = "text/html; charset=utf-8", **headers: str) -> str:
        content = body.encode() if isinstance(body, str) else body
        named: dict[str, str | bytes] = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (200, {"Content-Type": media, **named}, content)
        return self.url(path)

    def sends_on(self, path: str, to: str, status: int = 302, **headers: str) -> str:
        self.answers[path] = (status, {"Location": to, **{k.replace("_", "-"): v for k, v in headers.items()}}, b"")
        return self.url(path)


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.site.answers.get(self.path, (404, {}, b"no"))
        if callable(answer):
            answer(self)
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            # A header is bytes, and latin-1 is how http.server writes them as they are.
            self.send_header(name, value.decode("latin-1") if isinstance(value, bytes) else value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def open_site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is what is tested
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
