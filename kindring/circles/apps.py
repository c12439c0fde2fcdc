"""The circles room, as Django sees it."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """Whoever erases their account is out of their circles as whoever leaves them."""

    name = "kindring.circles"

    def ready(self) -> None:
        from kindring.accounts.erasure import before_erasing  # both look at models, which are loaded only now
        from kindring.circles.actions.members import leave_erased

        before_erasing(leave_erased)
