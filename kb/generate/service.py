"""Which language model is asked, and what it may cost."""

from dataclasses import dataclass, field

from kb.generate.reasons import SetAside

LONGEST_WAIT = 600.0
"""Most seconds that a person may be made to wait; more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Service:
    """An OpenAI-compatible service: POST {url}/chat/completions.

    `seconds` is the whole time that an answer may take, from the look-up of the host to the last byte. `size` is the
    most bytes of an answer; a model that thinks aloud sends some 300 bytes for each word that is kept.
    """

    url: str
    model: str | None
    key: str | None = field(default=None, repr=False)
    seconds: float = 20.0
    size: int = 2 << 20

    def checked(self) -> None:
        """Do nothing where the settings can be used.

        Raises:
            SetAside: one of them cannot; its value is not repeated, for it may hold a secret.
        """
        if not self.model:
            raise SetAside("没有用 KB_LLM_MODEL 指明模型")
        if not 0 < self.seconds <= LONGEST_WAIT:
            raise SetAside(f"KB_LLM_SECONDS 应是 {LONGEST_WAIT:.0f} 以内的秒数")
        if self.key and not (self.key.isascii() and self.key.isprintable() and " " not in self.key):
            raise SetAside("KB_LLM_KEY 里有空格、换行或不能用的字符")
