"""The asks room, as Django sees it."""

from django.apps import AppConfig


class AsksConfig(AppConfig):
    """Whoever erases their account gives back what they promised, and takes back what they asked."""

    name = "kindring.asks"

    def ready(self) -> None:
        from kindring.accounts.erasure import before_erasing  # both look at models, which are loaded only now
        from kindring.asks.actions.leaving import leave_erased

        before_erasing(leave_erased)
