"""`kindring ensure_telling`: the worker calls it when it starts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kindring.notices.tasks import ensure_telling


class Command(BaseCommand):
    help = "Sees to it that those who wished for it are told that there is something"

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_telling(timezone.now())
