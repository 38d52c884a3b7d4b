"""What the browser tests share: one server, one browser, and visitors whose every complaint fails their test."""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import more
import pytest
from playwright.sync_api import Error as PlaywrightError

from tools.browser.chromium import launched
from tools.browser.server import Base, Server
from tools.browser.visitor import Visitor

CALLED = pytest.StashKey[pytest.CallInfo[None]]()
TIMES = pytest.StashKey[dict[str, list[float]]]()
LOG_FAULT = "Traceback (most recent call last)"
Come = Callable[..., Visitor]
Serve = Callable[[Base], Server]


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The project's documents and a few more, and their index."""
    return Base.of_corpus(tmp_path_factory.mktemp("pages"), more.FILES)


@pytest.fixture(scope="session")
def server(base: Base) -> Iterator[Server]:
    with Server(base) as running:
        yield running
        assert LOG_FAULT not in running.log, running.log


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    with launched() as opened:
        yield opened


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve other documents for one test; the servers stop after the visitors have left."""
    with ExitStack() as running:
        yield lambda base: running.enter_context(Server(base))


@pytest.fixture
def come(browser, serve, request: pytest.FixtureRequest) -> Iterator[Come]:
    """Let a visitor come: `come(server)`, with `size=`, `scheme=`, `said=`; at the end, none may have complaints."""
    visitors: list[Visitor] = []

    def one(server: Server, *, traced: bool = True, **options: object) -> Visitor:
        visitors.append(Visitor(browser, server, **options))
        if traced:
            visitors[-1].context.tracing.start(snapshots=True)
        return visitors[-1]

    yield one
    complaints = [each for visitor in visitors for each in visitor.complaints()]
    called = request.node.stash.get(CALLED, None)
    expected = request.node.get_closest_marker("xfail")
    if not expected and (complaints or called is None or called.excinfo):
        print(f"截图、轨迹和服务器日志在 {_kept(visitors)}（用 playwright show-trace 打开 .zip）")
    for visitor in visitors:
        visitor.context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def visitor(come: Come, server: Server) -> Visitor:
    """One visitor at a desk."""
    return come(server)


@pytest.fixture
def timed(request: pytest.FixtureRequest) -> Callable[[str, float], None]:
    """Keep a time in milliseconds; their medians are printed at the end, and nothing is asserted of them."""
    times = request.config.stash.setdefault(TIMES, {})
    return lambda name, milliseconds: times.setdefault(name, []).append(milliseconds)


def _kept(visitors: list[Visitor]) -> Path:
    """A folder with what each visitor saw last, and the way there."""
    folder = Path(tempfile.mkdtemp(prefix="kb-browser-"))
    for number, visitor in enumerate(visitors, start=1):
        visitor.page.screenshot(path=folder / f"{number}.png")
        with suppress(PlaywrightError):  # not traced
            visitor.context.tracing.stop(path=folder / f"{number}.zip")
        (folder / f"{number}.log").write_text(visitor.server.log, "utf-8")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    if call.when == "call":
        item.stash[CALLED] = call
    return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name, times in config.stash.get(TIMES, {}).items():
        terminalreporter.write_line(
            f"{name}：中位数 {statistics.median(times):.0f} 毫秒，最长 {max(times):.0f} 毫秒（{len(times)} 次）"
        )
