"""Signs of symbol fonts, such as the boxes that forms are ticked in, as Unicode has them."""

from kb.read.docx.xml import Node, W

SIGNS = {
    ("wingdings", 0x6C): "●", ("wingdings", 0x6E): "■", ("wingdings", 0x6F): "□", ("wingdings", 0x71): "❑",
    ("wingdings", 0x75): "◆", ("wingdings", 0xA8): "□", ("wingdings", 0xD8): "➢", ("wingdings", 0xFB): "✗",
    ("wingdings", 0xFC): "✓", ("wingdings", 0xFD): "☒", ("wingdings", 0xFE): "☑",
    ("wingdings 2", 0x4F): "✗", ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x51): "☒", ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x53): "☒", ("wingdings 2", 0x54): "☒", ("wingdings 2", 0xA3): "□",
}  # fmt: skip
"""The signs of forms by font and place, as Unicode has them."""
_UNKNOWN_SIGN = "\ufffd"


def sign_of(node: Node) -> str:
    """The sign that a place of a symbol font shows (17.3.3.30); places are kept at F000 to F0FF too."""
    try:
        place = int(node.get(W + "char") or "", 16)
    except ValueError:
        return _UNKNOWN_SIGN
    known = SIGNS.get(((node.get(W + "font") or "").lower(), place & 0xFF))
    if known:
        return known
    is_character = 0x20 < place < 0xD800 or 0xE000 <= place < 0xFFFE
    return chr(place) if is_character and not chr(place).isspace() else _UNKNOWN_SIGN
