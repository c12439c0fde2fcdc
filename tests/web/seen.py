"""A page as tests read it: its words, its links, what its forms would send, and whether every field has a name."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"input", "meta", "link", "br", "hr", "img", "path", "circle", "use"}
BLOCKS = {"p", "li", "div", "section", "h1", "h2", "h3", "dt", "dd", "option", "legend", "label"}
Tag = dict[str, str]


@dataclass
class Field:
    """An input, select or textarea, with its value as a browser would send it; None where it sends nothing."""

    name: str
    value: str | None
    attrs: Tag


@dataclass
class Form:
    action: str
    method: str
    id: str
    fields: list[Field] = field(default_factory=list)

    @property
    def values(self) -> dict[str, Any]:
        """What the form sends when nothing is touched; several values of one name as a list."""
        found: dict[str, Any] = {}
        for one in self.fields:
            if one.name and one.value is not None:
                found.setdefault(one.name, []).append(one.value)
        return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


class Seen(HTMLParser):
    """Reads one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Tag]] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.labels: set[str] = set()
        self._open: list[str] = []
        self._field: Field | None = None
        self.feed(html)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag not in VOID:
            self._open.append(tag)
        if tag in BLOCKS:
            self.words.append(" ")
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get"), given.get("id", "")))
        elif tag == "label":
            self.labels.add(given.get("for", ""))
        elif tag in {"input", "select", "textarea"}:
            self._add_field(tag, given)
        elif tag == "option" and self._field and ("selected" in given or self._field.value is None):
            self._field.value = given.get("value", "")

    def _add_field(self, tag: str, given: Tag) -> None:
        if tag == "input":
            box = given.get("type") in {"checkbox", "radio"}
            value = given.get("value", "on" if box else "") if "checked" in given or not box else None
        else:
            value = "" if tag == "textarea" else None
        self._field = Field(
            given.get("name", ""), value, {**given, "in label": "yes" if "label" in self._open else ""}
        )
        owner = next((form for form in self.forms if form.id and form.id == given.get("form")), None)
        if owner or self.forms:
            (owner or self.forms[-1]).fields.append(self._field)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "textarea" and self._field:
            self._field.value = (self._field.value or "") + data.removeprefix("\n")
        if not {"title", "template"} & set(self._open):
            self.words.append(data)

    @property
    def links(self) -> list[str]:
        return [attrs["href"] for tag, attrs in self.tags if tag == "a" and "href" in attrs]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    def form(self, ending: str) -> Form:
        """The form whose action ends so; '' for one that is sent to its own page."""
        return next(form for form in self.forms if (form.action.endswith(ending) if ending else not form.action))

    def nameless(self) -> list[Tag]:
        """Fields that a screen reader could not name."""
        fields = [one for form in self.forms for one in form.fields if one.attrs.get("type") != "hidden"]
        return [
            one.attrs
            for one in fields
            if not (one.attrs["in label"] or one.attrs.get("aria-label") or one.attrs.get("id") in self.labels)
        ]

    def described(self) -> dict[str, str]:
        """For each field that is described by something: its name and the ids, which must exist."""
        told = {one.name: one.attrs.get("aria-describedby", "") for form in self.forms for one in form.fields}
        return {name: ids for name, ids in told.items() if ids}


def seen(response: Any) -> Seen:
    return Seen(response.content.decode())


def where(answer: Any) -> str:
    """Where a redirect leads, without the mark that makes its page say something."""
    return re.sub(r"&mark=[0-9a-f]+", "", answer["Location"])
