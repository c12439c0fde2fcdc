"""What is searched for, sealed into the address: histories and logs keep addresses, and a name is nobody's business.

The address is a page like any other, so that going back, turning pages and coming back after a press all work.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from kindring.lib import keyring
from kindring.lib.sealing import Unsealable, seal, unseal
from kindring.web.sessions import SignedIn

_NAME, _PLACE, _KEY = "asked", "web.asked", "people"
_LONGEST = 2048  # characters of an address


def sealed_query(request: SignedIn, asked: Mapping[str, str]) -> dict[str, str]:
    """The query of an address that asks for this; {} where nothing is asked."""
    if not asked:
        return {}
    user = request.user.id
    blob = seal(keyring.current().to_seal(user, _KEY), json.dumps(asked, ensure_ascii=False), user, _PLACE)
    return {_NAME: base64.urlsafe_b64encode(blob).decode().rstrip("=")}


def asked_in(request: SignedIn) -> dict[str, Any]:
    """What this page's address asks for; {} for an address of someone else, of a key from before, or nonsense."""
    given = request.GET.get(_NAME, "")
    if not given or len(given) > _LONGEST:
        return {}
    user = request.user.id
    try:
        blob = base64.b64decode(given + "=" * (-len(given) % 4), b"-_", validate=True)
        return dict(json.loads(unseal(keyring.current().to_open(user, _KEY), blob, user, _PLACE)))
    except (Unsealable, ValueError):
        return {}
