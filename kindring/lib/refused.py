"""The one way in which an action says no."""


class Refused(Exception):
    """A rule stands against a change.

    `code` is stable and for programs; `message` is one sentence for the person, already translated;
    `status` is the HTTP status under which pages show it.
    """

    def __init__(self, code: str, message: str, status: int = 409) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
