"""What people offer, what one of them carries, and what someone could give: in words, never in a balance."""

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kindring.engine.matching import Gift, GiveBack
from kindring.people.kinds import Kind
from kindring.web.words import names_words

TITLES: dict[str, str | Promise] = {
    "emotional": _("Listen and be there"),
    "practical": _("Lend a hand"),
    "informational": _("Share what I know"),
    "companionship": _("Keep company"),
}
EXAMPLES: dict[str, str | Promise] = {
    "emotional": _("A call on a bad evening, a message at nine, sitting together."),
    "practical": _("A meal, a lift, minding the children, coming along to an appointment."),
    "informational": _("An opinion, a form, something you have been through yourself."),
    "companionship": _("A walk, working side by side, being glad about good news."),
}
_OFTEN: dict[int, str | Promise] = {
    1: _("at most once a month"),
    2: _("at most twice a month"),
    4: _("at most once a week"),
    8: _("at most twice a week"),
    31: _("as often as it suits"),
}
OFTEN = tuple(_OFTEN)
_GIFTS: dict[Gift, str | Promise] = {
    "kind_word": _("A kind word is plenty, whenever you feel like it."),
    "know_how": _("Perhaps something you know could help somebody here."),
    "company": _("Perhaps a walk or a cup of tea together, when it suits you."),
    "ear": _("Perhaps half an hour of listening, when you have it to spare."),
    "hand": _("Perhaps a small errand for somebody, when you have the strength."),
}
_MOSTLY: dict[str, str | Promise] = {
    "emotional": _("%(name)s does most of the listening for you just now."),
    "practical": _("%(name)s carries most of the practical help for you just now."),
    "informational": _("%(name)s is the one you mostly turn to for advice just now."),
    "companionship": _("%(name)s is the one who mostly keeps you company just now."),
}


def days_words(days: int) -> str:
    """on any day; on Monday and Sunday"""
    names = [str(name) for number, name in WEEKDAYS.items() if days & 1 << number]
    return gettext("on %(days)s") % {"days": names_words(names)} if names else gettext("on any day")


def often_words(per_month: int) -> str:
    """at most twice a month"""
    words = ngettext("at most %(count)d time a month", "at most %(count)d times a month", per_month)
    return str(_OFTEN.get(per_month) or words % {"count": per_month})


def terms_words(days: int, per_month: int) -> str:
    """on Monday and Sunday, at most twice a month"""
    return gettext("%(days)s, %(often)s") % {"days": days_words(days), "often": often_words(per_month)}


def carrying_words(name: str, kind: int) -> str:
    """For the asker alone. No number: nobody is to be weighed against anybody."""
    mostly = str(_MOSTLY[Kind(kind).word]) % {"name": name}
    return gettext("%(mostly)s Perhaps somebody else would like to be asked, too. Only you see this.") % {
        "mostly": mostly
    }


def gift_words(found: GiveBack) -> str:
    """One small thing that someone who was helped could offer."""
    return str(_GIFTS[found.gift])
