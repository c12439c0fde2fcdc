"""The environment in which every page is rendered: what a template can say without being handed it."""

from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.templatetags.static import static as static_url
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.translation import (
    get_language,
    get_language_bidi,
    gettext,
    ngettext,
    npgettext,
    pgettext,
)
from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from kindring.people.kinds import words_of
from kindring.web import dates, inputs, words

DAYS = ("local_day", "day_words", "short_day", "full_day", "near_day")
KIT = ("marks", "buttons", "fields", "parts", "map")
_SOME_ID = UUID(int=0)


def environment(*, loader: BaseLoader, auto_reload: bool = False, **_options: Any) -> Environment:
    """For Django's Jinja2 backend. A name that a page was not given is an error, never an empty string."""
    env = Environment(
        loader=loader,
        auto_reload=auto_reload,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals |= {"url": url, "static": static, "language": get_language, "direction": direction}
    env.globals |= {"kind_icons": words.KIND_ICONS, "way_icons": words.WAY_ICONS}
    env.globals |= {"described": inputs.described, "first_input_id": inputs.first_input_id}
    env.globals["month_day"] = dates.month_day
    env.filters |= {name: getattr(dates, name) for name in DAYS}
    env.filters |= {name: getattr(words, name) for name in ("kind_word", "ring_word", "way_word", "initials")}
    env.filters["kinds"] = words_of
    env.globals |= {"_": said, "icon": icon}
    # A block rendered alone does not see the imports at the top of its page, so the kit is everywhere.
    env.globals["kit"] = kit(env)
    env.globals["shell_of"] = shell(env)
    return env


def kit(env: Environment) -> SimpleNamespace:
    """Every macro of `templates/kit/` under its name."""
    macros: dict[str, Any] = {}
    for file in KIT:
        module = env.get_template(f"kit/{file}.html").module
        macros |= {name: macro for name, macro in vars(module).items() if not name.startswith("_")}
    return SimpleNamespace(icon=icon, **macros)


def shell(env: Environment) -> Callable[[str], SimpleNamespace]:
    """From a room to the parts of the frame that are the same on every page in one language: rendered once."""
    parts = vars(env.get_template("frame_parts.html").module)

    @lru_cache(maxsize=256)
    def once(room: str, language: str, _prefix: str, _urlconf: str) -> SimpleNamespace:
        plain = {name: parts[name]() for name in ("links", "skip", "leave_button", "foot", "lost")}
        return SimpleNamespace(**plain, rail=parts["rail"](room), language=language, direction=direction())

    return lambda room: once(room, get_language() or "en", get_script_prefix(), settings.ROOT_URLCONF)


def said(message: str, **values: Any) -> Markup:
    """`_()` in templates, as Jinja2's own and half its cost: a page says some thirty things."""
    words = Markup(gettext(message))  # noqa: S704 (texts of the program and its translations)
    return words % values if values or "%" in words else words


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """One symbol of the sprite `static/icons.svg`. It only accompanies words, so nobody hears it."""
    use = format_html('<use href="{}#{}"/>', static("icons.svg"), name)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false">{}</svg>', use)  # type: ignore[return-value]


def direction() -> str:
    """The way the current language is written: ltr or rtl."""
    return "rtl" if get_language_bidi() else "ltr"


def url(name: str, *args: Any, **options: Any) -> str:
    """The address of a page by its name, as `reverse`; `query=` and `fragment=` are passed on.

    A page of 150 people holds 150 addresses that differ in their id only, so those are resolved once by name.
    """
    if not options and not args:
        return _address(name, get_script_prefix(), settings.ROOT_URLCONF)
    if not options and len(args) == 1 and isinstance(args[0], UUID):
        address = _address_with_id(name, get_script_prefix(), settings.ROOT_URLCONF)
        return address.replace(str(_SOME_ID), str(args[0]))
    query, fragment = options.pop("query", None), options.pop("fragment", None)
    return reverse(name, args=args or None, kwargs=options or None, query=query, fragment=fragment)


@lru_cache(maxsize=512)
def _address(name: str, _prefix: str, _urlconf: str) -> str:
    return reverse(name)


@lru_cache(maxsize=512)
def _address_with_id(name: str, _prefix: str, _urlconf: str) -> str:
    return reverse(name, args=[_SOME_ID])


def static(path: str) -> str:
    """The address of a static file; remembered where files do not change under a running server."""
    return static_url(path) if settings.DEBUG else _static(path)


_static = lru_cache(maxsize=256)(static_url)
