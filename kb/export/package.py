"""An Office file without the time at which it was made, and text without the characters that XML cannot hold."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can tell."""
_TIME = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(?=</)")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no Char of XML 1.0 (2.2)."""


def clean(text: str) -> str:
    """A text without control characters and with plain line ends."""
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def timeless(content: bytes) -> bytes:
    """The same package as if it had been made in 1980: what is equal has equal bytes."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as packed:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            packed.writestr(ZipInfo(name, _EPOCH), part, ZIP_DEFLATED)
    return target.getvalue()
