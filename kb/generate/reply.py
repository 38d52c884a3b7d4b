"""The bytes of an answer → the text that the language model wrote, whole or in a stream of events."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kb.generate.reasons import SetAside

_END = re.compile(rb"(?m)^data: ?\[DONE\]")
_LINE = re.compile(r"\r\n|\n|\r")
"""WHATWG HTML 9.2.6: no other sign ends a line of a stream, U+2028 does not."""
MALFORMED = "模型服务的回答不合规范"
CUT = {"length": "模型服务没有把回答写完", "content_filter": "模型服务拦下了回答"}
"""The protocol's reasons to stop that leave a text which is not whole."""


def read(pieces: Iterable[bytes], size: int) -> bytes:
    """The body of an answer; of a stream that says it is done, no more than that.

    Raises:
        SetAside: it is larger than `size` bytes.
    """
    content = bytearray()
    for piece in pieces:
        before = max(len(content) - 16, 0)
        content += piece
        if len(content) > size:
            raise SetAside(f"模型服务的回答超过 {size >> 20} MB")
        if _END.search(content, before):
            break
    return bytes(content)


def text_of(content: bytes) -> str:
    """The text that the language model wrote.

    Raises:
        SetAside: the answer is not in the protocol, or not whole.
    """
    try:
        body = content.decode("utf-8-sig")
        return _whole(json.loads(body)) if body.lstrip().startswith("{") else _streamed(body)
    except (ValueError, RecursionError) as error:
        raise SetAside(MALFORMED) from error


def _whole(answer: Any) -> str:
    text, _ = _said(answer, "message")
    return text


def _streamed(body: str) -> str:
    """The text of all events; the stream must have said that it ends."""
    texts: list[str] = []
    ended = False
    events = list(_events(body))
    if not events:
        raise SetAside(MALFORMED)
    for data in events:
        if data == "[DONE]":
            ended = True
            break
        text, finished = _said(json.loads(data), "delta")
        texts.append(text)
        ended = ended or finished
    if not ended:
        raise SetAside("模型服务的回答传到一半断了")
    return "".join(texts)


def _events(body: str) -> Iterator[str]:
    """The data of each event; comments, names and ids of events are passed over."""
    held: list[str] = []
    for line in (*_LINE.split(body), ""):
        if line.startswith("data:"):
            held.append(line.removeprefix("data:").removeprefix(" "))
        elif not line and held:
            yield "\n".join(held)
            held = []


def _said(answer: Any, where: str) -> tuple[str, bool]:
    """The text of an answer or of one event, and whether the model ends with it."""
    match answer:
        case {"error": error} if error:
            raise SetAside("模型服务报了错")
        case {"choices": []} if where == "delta":  # the event that counts what was used
            return "", False
        case {"choices": [{**choice}, *_]}:
            message, reason = choice.get(where), choice.get("finish_reason")
        case _:
            raise SetAside(MALFORMED)
    if isinstance(reason, str) and reason in CUT:
        raise SetAside(CUT[reason])
    text = message.get("content") if isinstance(message, dict) else None
    if not isinstance(message, dict | None) or not isinstance(text, str | None):
        raise SetAside(MALFORMED)
    return text or "", bool(reason)
