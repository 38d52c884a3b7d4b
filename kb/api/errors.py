"""A failure → a code for programs, a status, and one Chinese sentence for the person who reads it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kb.errors import (
    EncoderUnavailable,
    IndexDamaged,
    IndexMismatch,
    IndexUnavailable,
    KbError,
    NotFound,
    ProfileRefused,
    QuestionRefused,
    RequestRefused,
)

log = logging.getLogger(__name__)


class Unauthorized(RequestRefused):
    """The token is missing or another one."""


class PathUnknown(RequestRefused):
    """There is no such path."""


class MethodWrong(RequestRefused):
    """The path is there and takes another method."""


class TooLarge(RequestRefused):
    """The body of the request is too large."""


class Busy(RequestRefused):
    """As many requests as may wait are waiting."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a program gets: a code, the HTTP status, and a sentence.

    In the table an empty sentence means the failure's own; those of the index speak to an operator and name folders.
    """

    code: str
    status: int
    sentence: str = ""
    told: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


KINDS: Mapping[type[KbError], Failure] = {
    RequestRefused: Failure("request_refused", 400, told="参数不认识、缺少或写得不对"),
    Unauthorized: Failure(
        "unauthorized", 401, told="口令缺少或不对", headers={"WWW-Authenticate": "Bearer"}
    ),
    PathUnknown: Failure("path_unknown", 404, told="没有这个地址"),
    NotFound: Failure("not_found", 404, told="没有这个编号的文件或章节"),
    MethodWrong: Failure("method_wrong", 405, told="这个地址不接受这种请求方法"),
    TooLarge: Failure("too_large", 413, told="请求体太大"),
    QuestionRefused: Failure(
        "question_refused", 422, told="问题是空的、太长或没有可查的词"
    ),
    ProfileRefused: Failure("profile_refused", 422, told="企业情况有一项写得不对"),
    Busy: Failure(
        "busy", 503, told="同时来的请求太多，稍后再试", headers={"Retry-After": "1"}
    ),
    IndexUnavailable: Failure(
        "index_unavailable", 503,
        "知识库还没有建好索引，请稍后再试；管理员可运行 python -m kb build", "还没有索引",
    ),
    IndexMismatch: Failure(
        "index_mismatch", 503,
        "程序更新后索引还没有重建，请稍后再试；管理员可运行 python -m kb build", "索引与程序不配套",
    ),
    IndexDamaged: Failure(
        "index_damaged", 503,
        "索引损坏，暂时不能回答；管理员可运行 python -m kb verify 查看", "索引损坏",
    ),
    EncoderUnavailable: Failure(
        "encoder_unavailable", 503,
        "向量模型不能用，暂时不能回答；请管理员查看服务器日志", "向量模型不能用",
    ),
}  # fmt: skip
UNFORESEEN = Failure("internal_error", 500, "出了意外的错误，已写入服务器日志，请稍后再试", "意外的错误")


def failure_of(error: Exception) -> Failure:
    """What a program gets for an error. What was never foreseen tells nothing of itself."""
    for kind in type(error).__mro__:
        if kind in KINDS:
            known = KINDS[kind]
            if known.sentence:
                _log(f"{known.code}: {error}")
            return Failure(known.code, known.status, known.sentence or str(error), known.told, known.headers)
    return UNFORESEEN


@lru_cache(8)
def _log(text: str) -> None:
    """Log once what every request of a busy minute would say again."""
    log.warning(text)
