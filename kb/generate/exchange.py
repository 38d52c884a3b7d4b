"""One request to the service, and its answer's bytes. It is asked once: a retry would double the wait."""

import json
import ssl
from collections.abc import Sequence
from time import monotonic

import httpcore2
import httpx2

from kb.generate.connection import Timed
from kb.generate.reasons import SetAside
from kb.generate.reply import MALFORMED, read, text_of
from kb.generate.service import Service

_SPOKEN = {401: "密钥不对或没有给", 403: "不让用", 404: "没有这个地址或模型", 429: "请求太多"}


def ask(service: Service, messages: Sequence[dict[str, str]]) -> str:
    """The text that the service answers.

    Raises:
        SetAside: it gave none, in its time and within its size.
    """
    service.checked()
    url = address(service.url)
    request = {"model": service.model, "messages": list(messages), "temperature": 0, "stream": True}
    body = json.dumps(request, ensure_ascii=False).encode("utf-8", "replace")
    try:
        return text_of(_posted(service, url, body))
    except httpcore2.TimeoutException as error:
        raise SetAside(f"模型服务 {service.seconds:g} 秒内没有答完") from error
    except httpcore2.ConnectError as error:
        raise SetAside("连不上模型服务，或它的证书不可信") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise SetAside("模型服务的回答传到一半断了，或不合规范") from error


def address(url: str) -> httpx2.URL:
    """Where the request goes: {url}/chat/completions, a query kept behind it.

    Raises:
        SetAside: `url` is none that can be asked; it is not repeated, for it may hold a password.
    """
    try:
        parsed = httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise SetAside("KB_LLM_URL 写得不对") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise SetAside("KB_LLM_URL 应以 http:// 或 https:// 开头")
    if parsed.userinfo:
        raise SetAside("KB_LLM_URL 里不能带用户名或密码，密钥请写在 KB_LLM_KEY 里")
    path = parsed.path.rstrip("/").removesuffix("/chat/completions")
    return parsed.copy_with(path=f"{path}/chat/completions")


def _posted(service: Service, url: httpx2.URL, body: bytes) -> bytes:
    headers: dict[bytes | str, bytes | str] = {
        "Content-Type": "application/json",
        "Accept": "text/event-stream, application/json",
    }
    headers |= {"Accept-Encoding": "identity", "User-Agent": "policy-kb"}
    headers |= {"Authorization": f"Bearer {service.key}"} if service.key else {}
    target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    with (
        httpcore2.ConnectionPool(
            ssl_context=_certificates(url), network_backend=Timed(monotonic() + service.seconds)
        ) as pool,
        pool.stream("POST", target, headers=headers, content=body) as answer,
    ):
        if answer.status != 200:
            raise SetAside(_refusal(answer.status))
        if any(name.lower() == b"content-encoding" and value != b"identity" for name, value in answer.headers):
            raise SetAside(MALFORMED)
        return read(answer.iter_stream(), service.size)


def _certificates(url: httpx2.URL) -> ssl.SSLContext | None:
    """The system's certificates, or those of SSL_CERT_FILE: a service within an organisation has its own."""
    return httpx2.create_ssl_context() if url.scheme == "https" else None


def _refusal(status: int) -> str:
    """Why there is no text. A redirect is not followed: the key would go where nobody sent it."""
    if 300 <= status < 400:
        return f"模型服务把请求转去别处（{status}），没有跟去"
    reason = _SPOKEN.get(status, "出错" if status >= 500 else "不接受请求")
    return f"模型服务回答 {status}，{reason}"
