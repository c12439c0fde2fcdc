"""The asks room, as Django sees it."""

from django.apps import AppConfig


class AsksConfig(AppConfig):
    """Whoever parts from somebody, from a circle, or from all by erasing their account is out of what was asked."""

    name = "kindring.asks"

    def ready(self) -> None:
        from kindring.accounts.erasure import before_erasing  # all of them look at models, which are loaded only now
        from kindring.asks.actions.leaving import leave_erased, out_of_asks_between, out_of_asks_in
        from kindring.circles.partings import after_block, after_going

        before_erasing(leave_erased)
        after_block(out_of_asks_between)
        after_going(out_of_asks_in)
