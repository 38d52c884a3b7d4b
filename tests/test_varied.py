"""The order in which the first measures differ is the one that its definition gives, however many there are."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kb.match.varied import AGAIN, NEARBY, varied
from kb.model.match import Match, Need, Offer
from kb.model.record import Measure

NEEDS = ((), (Need.FINANCE,), (Need.FINANCE, Need.EXPORT), (Need.BRAND,))
KINDS = st.tuples(st.sampled_from(NEEDS), st.sampled_from(["甲/1", "甲/2", "乙/1"]), st.sampled_from([0, 1, 2, 4, 7.5]))


def matches(kinds: list[tuple[tuple[Need, ...], str, float]]) -> tuple[list[Match], dict[str, tuple[Need, ...]]]:
    found = [
        Match(Offer("甲", "办法", Measure(section, str(number), ())), score, (), ())
        for number, (_, section, score) in enumerate(kinds)
    ]
    return found, {str(number): needs for number, (needs, _, _) in enumerate(kinds)}


@given(st.lists(KINDS, max_size=24))
def test_the_order_is_that_of_the_definition(kinds: list[tuple[tuple[Need, ...], str, float]]) -> None:
    found, needs = matches(kinds)
    waiting, expected = list(found), list[Match]()
    seen: Counter[object] = Counter()
    while waiting:

        def worth(each: Match) -> float:
            section, mine = each.offer.measure.section, needs[each.offer.measure.words]
            return each.score * NEARBY ** seen[section] * AGAIN ** (seen[mine] if mine else 0)

        best = max(waiting, key=worth)
        waiting.remove(best)
        expected.append(best)
        seen.update([best.offer.measure.section, needs[best.offer.measure.words]])
    assert varied(found, lambda each: needs[each.offer.measure.words]) == expected


def test_what_answers_the_same_need_again_steps_behind_another() -> None:
    found, needs = matches([(NEEDS[1], "甲/1", 5.0), (NEEDS[1], "甲/2", 4.5), (NEEDS[3], "乙/1", 4.0)])
    assert [each.offer.measure.words for each in varied(found, lambda each: needs[each.offer.measure.words])] == [
        "0", "2", "1",
    ]  # fmt: skip
