"""Which documents are looked at: the filters of search, ask, match and docs."""

from dataclasses import dataclass
from datetime import date

from kb.model.validity import Validity


@dataclass(frozen=True, slots=True)
class Filters:
    """A document passes if for each field that names anything it has one of the values; an empty field names nothing.

    `issuers` are words that an issuer's name holds (知识产权局), `topics` words that a topic holds. `years` are those
    in which a document was written, published or came into force, or which its plan period holds. `on` is the day of
    which `validities` speak, today where it is None. A document that does not say is not found by
    that field: nothing is guessed.
    """

    levels: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    validities: tuple[Validity, ...] = ()
    documents: tuple[str, ...] = ()
    on: date | None = None


EVERYTHING = Filters()
