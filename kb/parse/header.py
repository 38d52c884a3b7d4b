"""What a document says of itself. So far: its title, from the words that it stands in."""

from collections.abc import Mapping, Sequence

from kb.model import BlockKind, Fact, Field, Section, Source
from kb.parse.numbering import number_of

TITLE_LIMIT = 60


def title_of(source: Source) -> str | None:
    """The title as the text gives it: the first heading that is marked as the highest, or a short first line.

    None where the text begins with a sentence or a number: then only the catalog or the file's name knows.
    """
    blocks = source.blocks
    marked = next((block.text for block in blocks[:20] if block.level == 1), None)
    if marked:
        return marked
    first = next((block for block in blocks if block.kind is BlockKind.TEXT), None)
    if first is None or number_of(first.text) or len(first.text) > TITLE_LIMIT:
        return None
    return first.text if not first.text.endswith(("。", "；", "：", "，", ":")) else None


def facts_of(
    source: Source, sections: Sequence[Section], known: Mapping[Field, str]
) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """What is known of a document, each with its words and their place, and the sentences that name a doubt.

    Args:
        source: what the reader found; its `stated` fields go before what the text says.
        sections: the tree of the document, the root first.
        known: what the catalog says; it goes first, and where the file says otherwise, that is a doubt.
    """
    said = {Field.TITLE: title_of(source) or sections[0].title}
    facts = {field: Fact(field, value, value, sections[0].id) for field, value in said.items()}
    facts |= {field: Fact(field, value, value, "catalog.toml") for field, value in known.items()}
    return tuple(facts.values()), ()
