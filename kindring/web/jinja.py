"""The environment in which every page is rendered: what a template can say without being handed it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import (
    get_language,
    get_language_bidi,
    gettext,
    ngettext,
)
from jinja2 import BaseLoader, StrictUndefined
from markupsafe import Markup

from kindring.people.kinds import words_of
from kindring.web import dates, inputs, words
from kindring.web.addresses import static, url
from kindring.web.guide_texts import GUIDES
from kindring.web.map_svg import people_svg
from kindring.web.page_code import PageEnvironment
from kindring.web.why_notes import Known

DAYS = ("local_day", "day_words", "short_day", "full_day", "near_day")
KIT = ("marks", "buttons", "fields", "parts", "map", "lines", "words")


def environment(*, loader: BaseLoader, auto_reload: bool = False, **_options: Any) -> PageEnvironment:
    """For Django's Jinja2 backend: pages in the language of the settings; `in_language` has them in any other."""

    @lru_cache(maxsize=64)
    def in_language(language: str) -> PageEnvironment:
        env = _environment(language, loader=loader, auto_reload=auto_reload)
        env.in_language = in_language
        return env

    return in_language(settings.LANGUAGE_CODE)


def _environment(language: str, **options: Any) -> PageEnvironment:
    """A name that a page was not given is an error, never an empty string."""
    options |= {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = PageEnvironment(language, **options)
    env.globals |= {"_": said, "gettext": said, "ngettext": said_of}
    env.globals |= {"url": url, "static": static, "language": get_language, "direction": direction}
    env.globals |= {"kind_icons": words.KIND_ICONS, "way_icons": words.WAY_ICONS}
    env.globals |= {"described": inputs.described, "first_input_id": inputs.first_input_id}
    env.globals |= {"month_day": dates.month_day, "people_svg": people_svg, "guides": GUIDES}
    env.filters |= {name: getattr(dates, name) for name in DAYS}
    env.filters |= {
        name: getattr(words, name) for name in ("kind_word", "ring_word", "way_word", "initials", "opening")
    }
    env.filters["filled"] = filled_in
    env.filters |= {"kinds": words_of, "xmlattr": attributes}
    env.globals["icon"] = icon
    # A block rendered alone does not see the imports at the top of its page, so the kit is everywhere.
    env.globals["kit"] = kit(env)
    env.globals["shell_of"] = shell(env)
    return env


def kit(env: PageEnvironment) -> SimpleNamespace:
    """Every macro of `templates/kit/` under its name."""
    macros: dict[str, Any] = {}
    for file in KIT:
        module = env.get_template(f"kit/{file}.html").module
        macros |= {name: macro for name, macro in vars(module).items() if not name.startswith("_")}
    return SimpleNamespace(icon=icon, **macros | {"known": _once_each(macros["known"])})


def _once_each(macro: Callable[[Known], Markup]) -> Callable[[Known], Markup]:
    """A note says the same on every page of a language: it is made once for each fact."""
    made: dict[str, Markup] = {}

    def known(note: Known) -> Markup:
        if note.fact not in made:
            made[note.fact] = macro(note)
        return made[note.fact]

    return known


def shell(env: PageEnvironment) -> Callable[[str], SimpleNamespace]:
    """From a room to the parts of the frame that are the same on all its pages: rendered once."""
    parts = vars(env.get_template("frame_parts.html").module)

    @lru_cache(maxsize=256)
    def of_room(room: str) -> SimpleNamespace:
        plain = {name: parts[name]() for name in ("links", "skip", "leave_button", "foot", "lost")}
        plain |= {"rail": parts["rail"](room), "bell": parts["bell"](room), "bell_new": parts["bell"](room, new=True)}
        return SimpleNamespace(**plain, language=env.language, direction=direction())

    return of_room


def said(message: str, **values: Any) -> Markup:
    """`_()` in templates; one without values is put into the page when it is compiled."""
    words = Markup(gettext(message))  # noqa: S704 (texts of the program and its translations)
    return words % values if values or "%" in words else words


def said_of(one: str, many: str, num: int, **values: Any) -> Markup:
    """`ngettext()` in templates; the texts may speak of `num` without being handed it again."""
    return Markup(ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704 (as above)


def filled_in(words: str | Promise, **values: Any) -> Markup:
    """A text of the program that a view hands over, with its values, which are escaped."""
    return Markup(str(words)) % values  # noqa: S704 (texts of the program and its translations)


def attributes(attrs: Mapping[str, Any]) -> Markup:
    """Attributes of an element, a space before each. Their names are the program's; None is not there at all."""
    given = [f' {name}="{PageEnvironment.printed(value)}"' for name, value in attrs.items() if value is not None]
    return Markup("".join(given))  # noqa: S704 (escaped just above)


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """One symbol of the sprite `static/icons.svg`. It only accompanies words, so nobody hears it."""
    use = format_html('<use href="{}#{}"/>', static("icons.svg"), name)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false">{}</svg>', use)  # type: ignore[return-value]


def direction() -> str:
    """The way the current language is written: ltr or rtl."""
    return "rtl" if get_language_bidi() else "ltr"
