"""PASSWORD ↔ ITS HASH, `scrypt$n$r$p$salt$hash`: what KB_OPERATOR_PASSWORD may hold instead of the password itself."""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import unicodedata
from typing import NamedTuple

from kb.errors import OperatorRefused

SHORTEST, LONGEST = 8, 200
"""Characters of a password that is given a hash, and that can be typed."""
_MARK = "scrypt$"
_FORM = re.compile(r"scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{1,128})\$([\w-]{1,128})", re.ASCII)
_MEMORY = 256 << 20
"""Bytes that one comparison may take; a hash that wants more is a slip, or meant to stop the server."""


class _Cost(NamedTuple):
    n: int
    r: int
    p: int


_COST = _Cost(1 << 15, 8, 3)
"""32 MB and about a tenth of a second; OWASP Password Storage Cheat Sheet, scrypt."""


def hashed(password: str, salt: bytes | None = None) -> str:
    """The line that is kept instead of a password; another one each time, for its salt is drawn by lot.

    Raises:
        OperatorRefused: the password is too short to keep anybody out, or too long to be typed.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise OperatorRefused(f"密码要有 {SHORTEST} 到 {LONGEST} 个字")
    salt = salt or secrets.token_bytes(16)
    return f"{_MARK}{_COST.n}${_COST.r}${_COST.p}${_written(salt)}${_written(_derived(password, salt, _COST, 32))}"


def matches(password: str, kept: str) -> bool:
    """Whether a password is the one that is kept, as itself or as its hash; it takes as long whether it is or not.

    Raises:
        OperatorRefused: what is kept begins like a hash and is none.
    """
    if not kept.startswith(_MARK):
        return hmac.compare_digest(_digest(password), _digest(kept))
    cost, salt, expected = _parsed(kept)
    return hmac.compare_digest(_derived(password, salt, cost, len(expected)), expected)


def _parsed(kept: str) -> tuple[_Cost, bytes, bytes]:
    found = _FORM.fullmatch(kept.strip())
    try:
        if found is None:
            raise ValueError(kept)
        cost = _Cost(*map(int, found.groups()[:3]))
        if cost.n < 2 or cost.n & (cost.n - 1) or not cost.r or not cost.p or _needs(cost) > _MEMORY:
            raise ValueError(cost)
        return cost, _read(found[4]), _read(found[5])
    except (ValueError, binascii.Error):
        raise OperatorRefused(
            "KB_OPERATOR_PASSWORD 写得不对，谁也登录不了。请运行 python -m kb password，把它印出的一行连同单引号照抄"
        ) from None


def _needs(cost: _Cost) -> int:
    return 128 * cost.r * (cost.n + cost.p + 2)


def _derived(password: str, salt: bytes, cost: _Cost, length: int) -> bytes:
    return hashlib.scrypt(
        _bytes(password), salt=salt, n=cost.n, r=cost.r, p=cost.p, dklen=length, maxmem=_needs(cost) + (1 << 20)
    )


def _digest(password: str) -> bytes:
    return hashlib.sha256(_bytes(password)).digest()


def _bytes(password: str) -> bytes:
    """A password's bytes: the same word typed on two systems may be composed differently."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _read(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
