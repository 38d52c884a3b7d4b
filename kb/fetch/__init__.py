"""ADDRESS → BYTES: one page or file fetched from the public web. The only home of the HTTP library.

Every connection of a fetch, that of a redirect too, is opened here: the host is looked up once, what was found is
checked, and the connection goes to the very address that was checked. There is no proxy, no cookie, no password.
"""

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpcore2
import httpx2

from kb.deadline import TimedStream, left
from kb.errors import CollectRefused
from kb.fetch.address import Address, is_public, resolve
from kb.fetch.answer import content_of, media_type_of, name_of, text_of

__all__ = ["Address", "Fetched", "Rules", "fetch", "is_public", "resolve"]

_HEADERS: dict[bytes | str, bytes | str] = {
    "User-Agent": "Mozilla/5.0 (compatible; policy-kb)",
    "Accept": "text/html,application/pdf,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def _system_certificates() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a fetch may do: addresses and ports, seconds, bytes, redirects.

    `total` ends a fetch that trickles; a host's look-up is bounded by the system's resolver. `context` holds the
    certificates that are trusted: the system's.
    """

    allowed: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int], list[Address]] = resolve
    ports: frozenset[int] | None = frozenset({80, 443, 8080, 8443})
    connect: float = 10
    read: float = 20
    total: float = 120
    size: int = 200 << 20
    redirects: int = 5
    context: Callable[[], ssl.SSLContext] = _system_certificates


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: `address` is the one that answered, after redirects; `charset` and `name` as its headers say."""

    address: str
    content: bytes
    media_type: str
    charset: str | None
    name: str | None


def fetch(address: str, rules: Rules | None = None) -> Fetched:
    """The page or the file at an address.

    Raises:
        CollectRefused: it may not be fetched, or could not be; the sentence says why.
    """
    rules = rules or Rules()
    until = monotonic() + rules.total
    url = _url(address, rules)
    for _ in range(rules.redirects + 1):
        got = _get(url, rules, until)
        if isinstance(got, Fetched):
            return got
        url = _url(_joined(url, got), rules)
    raise CollectRefused(f"网址转了 {rules.redirects} 次还没有到，没有取")


def _url(address: str, rules: Rules) -> httpx2.URL:
    try:
        url = httpx2.URL(address.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise CollectRefused("网址写得不对") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise CollectRefused(f"只能取 http:// 或 https:// 开头的网址，不能取 {url.scheme or '这样'} 的")
    if url.userinfo:
        raise CollectRefused("网址里带有用户名或密码，没有取，请去掉后再试")
    port = url.port or (443 if url.scheme == "https" else 80)
    if rules.ports is not None and port not in rules.ports:
        raise CollectRefused(f"网址的端口 {port} 不是网站常用的端口，没有取")
    return url


def _joined(url: httpx2.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx2.InvalidURL, ValueError) as error:
        raise CollectRefused("网站转去的网址写得不对，没有取") from error


def _get(url: httpx2.URL, rules: Rules, until: float) -> Fetched | str:
    """What one request brings: the content, or where it was sent on to."""
    timeouts = {"connect": rules.connect, "read": rules.read, "write": rules.read, "pool": rules.connect}
    target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=rules.context(), network_backend=_Checked(rules, until)) as pool,
            pool.stream("GET", target, headers=_HEADERS, extensions={"timeout": timeouts}) as answer,
        ):
            headers = {text_of(name).lower(): text_of(value) for name, value in answer.headers}
            if answer.status in _REDIRECTS and "location" in headers:
                return headers["location"]
            if answer.status != 200:
                raise CollectRefused(_refusal(answer.status))
            content = content_of(answer.iter_stream(), headers, rules.size)
    except httpcore2.TimeoutException as error:
        raise CollectRefused("网站太久没有回答，没有取，请稍后再试") from error
    except httpcore2.ConnectError as error:
        raise CollectRefused(_why_unconnected(error, url.host)) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        raise CollectRefused("传到一半断了，或网站的回答不合规范，没有取，请稍后再试") from error
    media_type, charset = media_type_of(headers.get("content-type", ""))
    return Fetched(str(url), content, media_type, charset, name_of(headers.get("content-disposition", "")))


def _refusal(status: int) -> str:
    reasons = {401: "要登录", 403: "不让取", 404: "没有这一页", 410: "这一页已经删去", 412: "不让程序取"}
    return f"网站回答 {status}（{reasons.get(status, '出错' if status >= 500 else '没有给出内容')}），没有取"


def _why_unconnected(error: httpcore2.ConnectError, host: str) -> str:
    if error.args and isinstance(error.args[0], ssl.SSLError):  # the library hides it as a cause
        return f"网站 {host} 的证书不可信，没有取"
    return f"连不上网站 {host}，请检查网址和网络"


class _Checked(httpcore2.NetworkBackend):
    """Opens connections to addresses that were checked, and to no names."""

    def __init__(self, rules: Rules, until: float) -> None:
        self._rules = rules
        self._until = until
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first of a host's addresses that answers, after all of them were checked."""
        addresses = self._rules.resolve(host, port)
        for address in addresses:
            if not self._rules.allowed(address):
                raise CollectRefused(f"{host} 是本机或内部网络的地址（{address}），不能取")
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout = httpcore2.ConnectError("no address")
        for address in addresses:
            seconds = left(self._until, timeout)
            try:
                stream = self._network.connect_tcp(str(address), port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return TimedStream(stream, self._until)
        raise failure
