"""The tree of failures that errors.py draws is the tree that it defines."""

import re

from kb import errors


def test_the_list_at_the_top_names_every_failure_and_no_other() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert drawn == [each.__name__ for each in errors.KbError.__subclasses__()]
    defined = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert defined == {"KbError", *drawn}
