"""Whose calendar a secret opens."""

from kindring.lib.link_secrets import secret_hash
from kindring.notices.models import NoticeChoices
from kindring.notices.recipients import Recipient


def whose_feed(secret: str) -> Recipient | None:
    """The owner of the feed with this secret; None when it is nobody's any more."""
    found = NoticeChoices.objects.filter(feed_hash=secret_hash(secret)).select_related("owner").first()
    return found.owner if found else None
