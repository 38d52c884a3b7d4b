"""企业.toml, or values under its keys → Profile. A wrong key is named with the one that may be meant."""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from kb.errors import ProfileRefused
from kb.model.match import Need, Profile, Size

MOST = 2000
"""Characters of a text, and of all items of a list together."""
_BARE_KEY = re.compile(r"(^\s*|[{,]\s*)([\u4e00-\u9fff]+)(\s*=)", re.MULTILINE)
"""A Chinese key without quotation marks: TOML wants them, and nobody writes them."""
_SIZES = {**{each.value: each for each in Size}, **{f"{each.value}企业": each for each in Size}}
_YES = {"是": True, "有": True, "否": False, "无": False, "没有": False}


def profile_of(text: str) -> Profile:
    """The profile that a TOML text gives.

    Raises:
        ProfileRefused: it is no TOML, or a key or a value is wrong; the sentence names which and what is allowed.
    """
    try:
        given = tomllib.loads(_BARE_KEY.sub(r'\1"\2"\3', text))
    except tomllib.TOMLDecodeError as error:
        raise ProfileRefused(f"企业信息不是正确的 TOML（{_place(str(error))}）。样例见 docs/企业.toml") from error
    return profile_from(given)


def profile_from(values: Mapping[str, object]) -> Profile:
    """The profile that values under the keys of `FIELDS` give.

    Raises:
        ProfileRefused: a key or a value is wrong; the sentence names which and what is allowed.
    """
    given: dict[str, Any] = {}
    for key, value in values.items():
        if key not in FIELDS:
            near = difflib.get_close_matches(key, FIELDS, 1, 0.4)
            meant = f"，是不是“{near[0]}”" if near else ""
            raise ProfileRefused(f"企业信息里没有“{key[:40]}”这一项{meant}？可以写：{'、'.join(FIELDS)}")
        field, read = FIELDS[key]
        given[field] = read(key, value)
    qualifications = given.pop("qualifications", ())
    has = tuple(each for each in qualifications if not each.startswith("非"))
    return Profile(**given, qualifications=has, lacks=tuple(each[1:] for each in qualifications if each[:1] == "非"))


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ProfileRefused(f"“{key}”应是一段文字（不超过 {MOST} 字），写在引号里")
    _within(key, value)
    return value.strip()


def _within(key: str, text: str) -> None:
    if len(text) > MOST:
        raise ProfileRefused(f"“{key}”写了 {len(text)} 字，太长了，请写得短些（不超过 {MOST} 字）")


def _texts(key: str, value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(each, str) for each in items):
        raise ProfileRefused(f'“{key}”应是几个词，写成 ["甲", "乙"]')
    _within(key, "".join(items))
    return tuple(dict.fromkeys(each.strip() for each in items if each.strip()))


def _yes(key: str, value: object) -> bool:
    found = _YES.get(value) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise ProfileRefused(f"“{key}”应写 true 或 false（是或否）；不清楚就不写这一项")
    return found


def _size(key: str, value: object) -> Size:
    found = _SIZES.get(value) if isinstance(value, str) else None
    if found is None:
        raise ProfileRefused(f"“{key}”应是 {'、'.join(Size)} 之一；不清楚就不写这一项")
    return found


def _needs(key: str, value: object) -> tuple[Need, ...]:
    wanted = _texts(key, value)
    for each in wanted:
        if each not in [*Need]:
            raise ProfileRefused(f"“{key}”里的“{each}”不认得，可以写：{'、'.join(Need)}；别的想法写在“说明”里")
    return tuple(map(Need, wanted))


def _rights(key: str, value: object) -> tuple[str, ...]:
    """Kinds of rights, as a list or with their numbers: {专利 = 3, 商标 = 0}."""
    if not isinstance(value, Mapping):
        return _texts(key, value)
    for kind, count in value.items():
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= 10**6:
            raise ProfileRefused(f"“{key}”里“{kind}”的件数应是 0 到 100 万的整数，写的是 {count}")
    return tuple(kind for kind, count in value.items() if count)


Reader = Callable[[str, object], Any]
FIELDS: Mapping[str, tuple[str, Reader]] = {
    "名称": ("name", _text),
    "地区": ("region", _text),
    "行业": ("industries", _texts),
    "规模": ("size", _size),
    "规上": ("above_scale", _yes),
    "资质": ("qualifications", _texts),
    "知识产权": ("rights", _rights),
    "出口": ("exports", _yes),
    "上市": ("listing", _yes),
    "需求": ("needs", _needs),
    "说明": ("text", _text),
}
"""The keys, what they fill, and how they are read."""


def _place(error: str) -> str:
    """Where TOML went wrong, in Chinese."""
    line = error.partition("at line ")[2].partition(",")[0]
    return f"第 {line} 行写得不对" if line.isdecimal() else "结尾不完整"
