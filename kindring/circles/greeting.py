"""Who waits to be let into a circle, as they called themselves when they accepted."""

from kindring.circles.keys import hello_key
from kindring.circles.models import Invite, Membership
from kindring.lib.sealing import Unsealable, ValueKey, unseal


def greeting(member: Membership, made: Invite | None) -> str:
    """What someone calls themselves who came by the invitation `made`; '' where that cannot be opened (any more)."""
    try:
        key = ValueKey(hello_key(made.secret.encode())) if made else None
        return unseal({key.id: key}, bytes(member.hello or b""), "hello", member.id) if key else ""
    except Unsealable:
        return ""
