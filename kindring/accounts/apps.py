"""The accounts room, as Django sees it."""

from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    """Accounts export, erase and forget by `privacy.yaml`, so it is here that the file is checked."""

    name = "kindring.accounts"

    def ready(self) -> None:
        from kindring.lib.privacy_checks import check_privacy  # it looks at models, which are loaded only now

        checks.register(check_privacy, "privacy")
