"""What a generation knows beyond its text: figures, and what enterprises can get."""

from collections.abc import Iterator, Sequence

from kb.library.day import Day
from kb.match import Tokens, match
from kb.model import Quote
from kb.model.match import Match, Offer, Profile
from kb.model.record import Indicator
from kb.records.indicators.asked import asked
from kb.store.catalog import Catalog


def figures(question: str, indicators: Sequence[Indicator], catalog: Catalog) -> Iterator[Quote]:
    """The rows and sentences of the records that a question about a figure asks for."""
    for section, words in dict.fromkeys((each.section, each.words) for each in asked(question, indicators)):
        held = catalog.section(section)
        passages = catalog.passages_of(section)
        if held is not None and passages:
            text = words if words in passages[0].text else passages[0].text
            yield Quote(text, held.citation, section)


def matches(
    profile: Profile, documents: Sequence[str], day: Day, catalog: Catalog, tokens: Tokens
) -> tuple[Match, ...]:
    """What an enterprise can get by those of some documents that apply on a day."""
    titles = {id_: day.origins[id_].title for id_ in documents if not day.withdrawn(id_)}
    offers = [Offer(id_, title, measure) for id_, title in titles.items() for measure in catalog.measures([id_])]
    return match(profile, offers, tokens)
