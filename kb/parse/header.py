"""What a document says of itself. So far: its title, from the words that it stands in."""

from kb.model import Block, BlockKind
from kb.parse.numbering import number_of

TITLE_LIMIT = 60


def title_of(blocks: tuple[Block, ...]) -> str | None:
    """The title as the text gives it: the first heading that is marked as the highest, or a short first line.

    None where the text begins with a sentence or a number: then only the catalog or the file's name knows.
    """
    marked = next((block.text for block in blocks[:20] if block.level == 1), None)
    if marked:
        return marked
    first = next((block for block in blocks if block.kind is BlockKind.TEXT), None)
    if first is None or number_of(first.text) or len(first.text) > TITLE_LIMIT:
        return None
    return first.text if not first.text.endswith(("。", "；", "：", "，", ":")) else None
