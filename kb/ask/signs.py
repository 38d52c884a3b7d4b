"""The signs that a text answers a question, and how much they count.

They mean the same in any corpus and with any encoder: how much of the question the text covers, how much nearer it is
than questions about nothing ever come, whether a kind of answer was asked for, and how much of the question the corpus
does not speak of at all.
"""

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Nearness:
    """What cosines mean in a corpus.

    `stranger` is as near as questions about nothing come, `friend` as the corpus's own sentences come when they
    are asked as questions.
    """

    stranger: float
    friend: float

    def of(self, cosine: float) -> float:
        """0 for a stranger, 1 for a friend. Further than a stranger is no worse: an abbreviation may be as far."""
        return max((cosine - self.stranger) / max(self.friend - self.stranger, 1e-6), 0.0)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that a text answers a question.

    `covered` is the share of the question that it covers, `near` its nearness; `demanded` is 1 where the question
    demands a kind of answer (`kb.ask.demands`), else 0: a wrong figure does more harm than a sentence beside the point;
    `foreign` is the share of it that names things of other fields (`kb.ask.coverage.foreign_share`), `unheard` the
    share in words that the corpus nowhere has: these no text can cover, so that less of the rest is enough.
    """

    covered: float
    near: float
    demanded: float = 0.0
    foreign: float = 0.0
    unheard: float = 0.0


WEIGHTS = Signs(covered=4.04, near=4.54, demanded=-0.64, foreign=-3.77, unheard=1.38)
NEEDED = 2.46
"""What each sign counts, and how much is needed for an answer: the table that `python -m tools.calibrate` fits to
bench/questions/ and prints, with the operating point that it was chosen for."""


def evidence(signs: Signs) -> float:
    """How strongly a text answers: above 0 it does."""
    weighed = zip(astuple(WEIGHTS), astuple(signs), strict=True)
    return float(sum(weight * sign for weight, sign in weighed)) - NEEDED
