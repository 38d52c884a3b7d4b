"""QUOTES → the same answer in a language model's words, or why they were set aside. Optional, and off by default.

The service is never trusted. It sees the sections that the quoted answer cites and nothing else; what it writes is
shown only where every sentence cites one of them and says no more than they do. Whatever goes wrong, the quoted
answer is there already, so that nothing is raised from here.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from kb.generate.given import Given, Lookup, given_of
from kb.generate.prompt import messages
from kb.generate.reasons import SetAside
from kb.generate.sentences import Written, written
from kb.generate.service import Service
from kb.model import Answer, Generated, Sentence

__all__ = ["Check", "Service", "Writer", "open_writer"]

Check = Callable[[str, Sequence[str]], Collection[str]]
"""What a sentence says that none of these texts does; empty where all of it is theirs."""
log = logging.getLogger(__name__)


def open_writer(url: str | None, model: str | None, key: str | None, seconds: float, check: Check) -> "Writer | None":
    """Who rewrites answers; None where no service is named."""
    return Writer(Service(url, model, key, seconds), check) if url else None


class Writer:
    """Asks a language model for an answer's rewriting, and checks it sentence by sentence."""

    def __init__(self, service: Service, check: Check) -> None:
        self._service = service
        self._check = check

    def rewrite(self, answer: Answer, section: Lookup) -> Answer:
        """The answer with its rewriting, or with why there is none; it may take the service's time and raises nothing.

        What quotes nothing is not rewritten. `section` finds a section by its id.
        """
        return replace(answer, generated=self._generated(answer, section)) if answer.answered else answer

    def _generated(self, answer: Answer, section: Lookup) -> Generated:
        try:
            given = given_of(answer.quotes, section)
            return Generated(tuple(self._checked(self._asked(answer.question, given), given)))
        except SetAside as reason:
            return _set_aside(str(reason))
        except Exception as error:
            # An ornament must not cost the answer. The message of an unforeseen error may hold the key: not logged.
            log.error("改写出了意外的错误：%s", type(error).__name__)
            return _set_aside("改写时出了意外的错误，已记入日志")

    def _asked(self, question: str, given: Sequence[Given]) -> str:
        from kb.generate.exchange import ask  # the HTTP library: only for who uses a service

        return ask(self._service, messages(question, given))

    def _checked(self, text: str, given: Sequence[Given]) -> list[Sentence]:
        return [self._supported(place, each, given) for place, each in enumerate(written(text), start=1)]

    def _supported(self, place: int, sentence: Written, given: Sequence[Given]) -> Sentence:
        """The sentence, if it cites what was given and says no more than that.

        What was made up is not repeated in the reason: it would be read.
        """
        if not sentence.numbers:
            raise SetAside(f"第 {place} 句没有注明出处")
        if any(not 1 <= number <= len(given) for number in sentence.numbers):
            raise SetAside(f"第 {place} 句注明的出处不在所给的原文之中")
        cited = [given[number - 1] for number in sentence.numbers]
        if self._check(sentence.text, [each.words for each in cited]):
            raise SetAside(f"第 {place} 句的说法在它注明的出处里找不到")
        return Sentence(sentence.text, tuple(each.section for each in cited))


def _set_aside(reason: str) -> Generated:
    return Generated(set_aside=f"语言模型的改写没有采用（{reason}），只列原句。")
