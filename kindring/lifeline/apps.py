"""The Lifeline, as Django sees it."""

from django.apps import AppConfig


class LifelineConfig(AppConfig):
    """Whoever blocks somebody reads nothing of their plan any more, and lets them read nothing of theirs."""

    name = "kindring.lifeline"

    def ready(self) -> None:
        from kindring.circles.partings import after_block  # both look at models, which are loaded only now
        from kindring.lifeline.actions.sharing import end_sharing

        after_block(end_sharing)
