"""What the language model may see: the sections that a quoted answer cites."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kb.model import Quote, Section

Lookup = Callable[[str], Section]
"""Finds a section by its id."""
LONGEST = 3000
"""Most characters of one section; of a longer one only what was quoted is given."""


@dataclass(frozen=True, slots=True)
class Given:
    """A cited section: its id, its citation, the headings above it, and its text. It is checked against the same."""

    section: str
    citation: str
    path: tuple[str, ...]
    text: str

    @property
    def words(self) -> str:
        """The headings and the text, a line each."""
        return "\n".join((*self.path, self.text))


def given_of(quotes: Sequence[Quote], section: Lookup) -> list[Given]:
    """The sections that quotes cite, each once, in the order in which the answer numbers them."""
    return [
        _given(section(id_), [each.text for each in quotes if each.section == id_], section)
        for id_ in dict.fromkeys(each.section for each in quotes)
    ]


def _given(cited: Section, quotes: Sequence[str], section: Lookup) -> Given:
    path = tuple(reversed([each.heading for each in _upwards(cited, section)]))
    return Given(cited.id, cited.citation, path, _words(cited, quotes))


def _upwards(cited: Section, section: Lookup) -> Iterator[Section]:
    """The section, then those that hold it, up to the document itself."""
    yield cited
    while cited.parent:
        cited = section(cited.parent)
        yield cited


def _words(cited: Section, quotes: Sequence[str]) -> str:
    """The section's own words; the quotes alone where it is long, or a table's row, which they read as a sentence."""
    text = cited.text
    return text if len(text) <= LONGEST and all(each in text for each in quotes) else "\n".join(quotes)
