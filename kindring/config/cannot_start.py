"""The one error that ends a start with a single line instead of a traceback."""


class CannotStart(Exception):
    """Something the host can put right; the text says what, in one line."""
