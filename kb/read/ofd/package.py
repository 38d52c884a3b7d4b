"""The members of an OFD package, found the ways that programs name them (GB/T 33190—2016, 7.2 and 7.3)."""

import posixpath

from lxml import etree

from kb.errors import FileRefused
from kb.read.archive import Archive
from kb.read.ofd.types import Node

_BYTES = 1 << 30
"""XML that is taken apart in one file; a member that every page refers to counts each time."""


class Package:
    """The members of the package as trees."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._room = _BYTES
        self._names = {name.lower(): name for name in archive.names}

    def find(self, location: str, base: str) -> str:
        """The name of the member that `location` (ST_Loc, 7.3) means in the member `base`; "" where there is none.

        A path counts from the package if it begins with a slash, else from the folder of `base`. Some programs leave
        the slash away, or count from the folder of the document.
        """
        location = location.strip().replace("\\", "/")
        folders = [posixpath.dirname(base)]
        while folders[-1]:
            folders.append(posixpath.dirname(folders[-1]))
        for folder in folders[::-1] if location.startswith("/") else folders:
            path = posixpath.normpath(posixpath.join(folder, location.lstrip("/"))).lower()
            if location and path in self._names:
                return self._names[path]
        return ""

    def tree(self, name: str) -> Node:
        """A member as a tree."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        content = self._archive.read(self._names[name.lower()])
        self._room -= len(content)
        if self._room < 0:
            raise FileRefused("OFD 文件的内容多得不正常，没有读取，请确认来源，或拆分后再放入")
        return etree.fromstring(content, parser)

    def tree_or_none(self, location: str, base: str) -> Node:
        """The tree of a member that a file can do without; None where it is missing or damaged."""
        name = self.find(location, base)
        try:
            return self.tree(name) if name else None
        except etree.LxmlError:
            return None
