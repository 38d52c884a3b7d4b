"""A formula of a Word file in one line: (a+b)/c, x^2, √(y); the signs that Word draws are put in (ECMA-376-1 22.1)."""

from kb.read.docx.sign import sign_of
from kb.read.docx.xml import M, Node, W

_DEFAULT_SIGNS = {"nary": "∫", "begChr": "(", "endChr": ")", "sepChr": "|"}


def linear(node: Node) -> str:
    """The words of a formula in reading order. Parts longer than one character get brackets where a sign joins them."""
    write = _WRITERS.get(node.tag)
    if write is not None:
        return write(node)
    if node.tag in (M + "t", W + "t"):
        return node.text or ""
    if node.tag == W + "noBreakHyphen":
        return "-"
    if node.tag == W + "sym":
        return sign_of(node)
    return "".join(map(linear, node.iterchildren("*")))


def _part(node: Node, name: str) -> str:
    return "".join(linear(each) for each in node.iterchildren(M + name))


def _bracketed(text: str) -> str:
    return f"({text})" if len(text) > 1 and not text.isdecimal() else text


def _fraction(node: Node) -> str:
    return f"{_bracketed(_part(node, 'num'))}/{_bracketed(_part(node, 'den'))}"


def _scripted(node: Node) -> str:
    base = _part(node, "e") if node.tag != M + "nary" else _sign(node, "nary", "chr")
    below, above = _part(node, "sub"), _part(node, "sup")
    text = base + (f"_{_bracketed(below)}" if below else "") + (f"^{_bracketed(above)}" if above else "")
    return text + (_part(node, "e") if node.tag == M + "nary" else "")


def _root(node: Node) -> str:
    return f"{_part(node, 'deg')}√({_part(node, 'e')})"


def _delimited(node: Node) -> str:
    inner = _sign(node, "d", "sepChr").join(linear(each) for each in node.iterchildren(M + "e"))
    return _sign(node, "d", "begChr") + inner + _sign(node, "d", "endChr")


def _sign(node: Node, kind: str, name: str) -> str:
    """A sign that stands in the properties; at most one character, the standard's own where the file is silent."""
    given = node.find(f"{M}{kind}Pr/{M}{name}")
    if given is None:
        return _DEFAULT_SIGNS[kind if name == "chr" else name]
    return (given.get(M + "val") or "")[:1]


_WRITERS = {
    M + "f": _fraction,
    M + "sSup": _scripted,
    M + "sSub": _scripted,
    M + "sSubSup": _scripted,
    M + "nary": _scripted,
    M + "rad": _root,
    M + "d": _delimited,
}
