"""What Python says of a value that holds what people wrote: its kind, and nothing of its words.

Logs, error reports and failed tests repeat a `repr`. Whatever carries opened words has one of its own:
`def __repr__(self) -> str: return quiet(self)`. `tests/house/test_quiet.py` looks for those that have not.
"""


def quiet(value: object) -> str:
    """Suggested()"""
    return f"{type(value).__name__}()"
