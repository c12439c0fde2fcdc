"""`kindring ensure_nightly`: the worker calls it when it starts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kindring.accounts.tasks import ensure_nightly


class Command(BaseCommand):
    help = "Sees to it that what is over gets deleted every night"

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_nightly(timezone.now())
