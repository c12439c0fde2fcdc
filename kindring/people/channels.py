"""What a way to reach someone is good for."""

from kindring.people.actions.details import Channel


def is_fax(channel: Channel) -> bool:
    """A fax: a number that nobody hears or reads a message at."""
    return "fax" in channel.get("label", "").lower()
