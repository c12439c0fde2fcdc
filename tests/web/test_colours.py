"""Every pair of colours that the styles put together can be read (WCAG 2.2 AA)."""

import re
from itertools import product
from pathlib import Path

import pytest

import kindring.web

TOKENS = (Path(kindring.web.__file__).parent / "static/css/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "card", "sunk")
KINDS = ("emotional", "practical", "informational", "companionship")
TEXT = [
    *product(("ink", "ink-soft", "leaf", "lamp", "care", *KINDS), GROUNDS),
    ("leaf-ink", "leaf"),
    ("leaf", "leaf-wash"),
    ("ink", "lamp-wash"),
    ("ink-soft", "lamp-wash"),
    ("lamp", "lamp-wash"),
    ("ink", "care-wash"),
    ("care", "care-wash"),
]
EDGES = [*product(("edge", "lamp", "care", "leaf"), GROUNDS)]


def tokens(scheme: str) -> dict[str, str]:
    light, dark = TOKENS.split("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    return found if scheme == "light" else {**found, **dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", dark))}


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), TEXT)
def test_text_can_be_read(scheme: str, front: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[front], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_inputs_and_focus_can_be_seen(scheme: str, edge: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[edge], colours[ground]) >= 3
