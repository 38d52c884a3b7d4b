"""Why a rewriting is not used."""


class SetAside(Exception):
    """A rewriting cannot be used; the text says why, in Chinese. It never leaves this room."""
