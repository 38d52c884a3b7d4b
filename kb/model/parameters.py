"""What may be said when asking: one description of a parameter for the command line, HTTP and language models."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

MOST_VALUES = 50
"""How often a parameter may be given at most, where it may be given more than once."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a sign: JSON can say it, and no encoding can write it."""


class Unfit(ValueError):
    """What was given is not what a parameter takes; the text is one Chinese sentence."""


class Kind(StrEnum):
    """What a parameter takes."""

    TEXT = "文字"
    NUMBER = "整数"
    DAY = "日期"
    YES = "是否"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that may be said, by its name.

    `told` says in Chinese what it is for and `takes` what stands for its value in a line of help. `longest` counts the
    characters of a text (None: whoever is asked has a rule of its own), `bounds` are the least and the greatest number,
    `choices` all texts that are allowed (any, where there are none). `example` is a value that the bundled documents
    know.
    """

    name: str
    told: str
    kind: Kind = Kind.TEXT
    takes: str = ""
    many: bool = False
    required: bool = False
    default: int | None = None
    longest: int | None = 200
    bounds: tuple[int, int] = (0, 10**9)
    choices: tuple[str, ...] = ()
    example: str | int = ""

    def schema(self) -> dict[str, Any]:
        """Its value as JSON Schema has it."""
        least, most = self.bounds
        kinds: dict[Kind, dict[str, Any]] = {
            Kind.TEXT: {"type": "string"} | ({"maxLength": self.longest} if self.longest else {}),
            Kind.NUMBER: {"type": "integer", "minimum": least, "maximum": most},
            Kind.DAY: {"type": "string", "format": "date"},
            Kind.YES: {"type": "boolean"},
        }
        one: dict[str, Any] = {"type": "string", "enum": list(self.choices)} if self.choices else kinds[self.kind]
        if self.default is not None:
            one["default"] = self.default
        return {"type": "array", "items": one, "maxItems": MOST_VALUES} if self.many else one

    @property
    def accepted(self) -> str:
        """What may be given, in Chinese words."""
        least, most = self.bounds
        kinds = {Kind.NUMBER: f"{least} 到 {most} 的整数", Kind.DAY: "日期", Kind.YES: "true 或 false"}
        notes = [
            *(["必填"] if self.required else []),
            *(["可多次给出"] if self.many else []),
            *([f"默认 {self.default}"] if self.default is not None else []),
        ]
        said = "、".join(self.choices) or kinds.get(self.kind, "文字")
        return f"{said}（{'，'.join(notes)}）" if notes else said

    def read(self, given: Sequence[object]) -> Any:
        """The value, of its own type, that texts or JSON values give; what is empty counts as not given.

        Raises:
            Unfit: it is no such value.
        """
        values = [self._read(each) for each in given if each not in ("", None)]
        if len(values) > (MOST_VALUES if self.many else 1):
            most = f"最多给出 {MOST_VALUES} 次" if self.many else "只能给出一次"
            raise Unfit(f"参数 {self.name} {most}")
        if self.many:
            return tuple(values)
        if self.required and not values:
            raise Unfit(f"缺少参数 {self.name}：{self.told}")
        return values[0] if values else self.default

    def _read(self, value: object) -> object:
        if self.kind is Kind.NUMBER:
            return self._number(value)
        if self.kind is Kind.DAY:
            return self._day(value)
        if self.kind is Kind.YES:
            return self._yes(value)
        if not isinstance(value, str) or _HALF.search(value):
            raise Unfit(f"参数 {self.name} 应是一段文字")
        if self.longest is not None and len(value) > self.longest:
            raise Unfit(f"参数 {self.name} 太长（{len(value)} 字），最多 {self.longest} 字")
        if self.choices and value not in self.choices:
            raise Unfit(f"参数 {self.name} 不能是“{value}”，可以是：{'、'.join(self.choices)}")
        return value

    def _number(self, value: object) -> int:
        least, most = self.bounds
        number = int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else value
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            raise Unfit(f"参数 {self.name} 应是 {least} 到 {most} 的整数")
        return number

    def _day(self, value: object) -> date:
        try:
            return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
        except ValueError:
            raise Unfit(f"参数 {self.name} 应是一个日期，写成 2023-05-01 这样") from None

    def _yes(self, value: object) -> bool:
        found = {"是": True, "有": True, "true": True, "否": False, "无": False, "false": False}.get(str(value).lower())
        if found is None:
            raise Unfit(f"参数 {self.name} 应是 true 或 false（是或否）")
        return found


def read(parameters: Sequence[Parameter], given: Mapping[str, Sequence[object]]) -> dict[str, Any]:
    """The values of all parameters, by their names.

    Raises:
        Unfit: one is unknown, missing or wrong.
    """
    for name in given.keys() - {each.name for each in parameters}:
        known = "、".join(each.name for each in parameters)
        raise Unfit(f"没有“{name[:40]}”这个参数" + (f"，可以用：{known}" if known else "；这里不用参数"))
    return {each.name: each.read(given.get(each.name, ())) for each in parameters}


QUESTION = Parameter(
    "q", "要问的话或要找的词句，不超过 500 字", required=True, longest=None, example="2025年有效发明专利的目标是多少"
)
SECTION = Parameter("id", "章节的编号，如 ningbo-ip-145/3.3.2", required=True, example="ningbo-ip-145/3.3.2")
CITED = Parameter("section", "引用的章节的编号", required=True, example="ningbo-ip-145/3.3.3")
QUOTED = Parameter("text", "要核对的话，不超过 3000 字", required=True, longest=3000, example="提升地理标志产品附加值")


def limit(default: int) -> Parameter:
    """How many are listed at most."""
    return Parameter("limit", "最多列出几处", Kind.NUMBER, default=default, bounds=(1, 100), example=default)
