"""stub"""


def aligned() -> None: ...
