"""Strings that broke other programs: a few of our own, and those that others collected, where they are."""

import json
import re
from pathlib import Path

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "strings"
OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</textarea><svg onload=alert(1)>",
    "</title></style></script><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "%(name)s %s %d %% {0} {name}",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "<!-- --> <![CDATA[ ]]> <?php ?>",
    'O\'Brien "Bob" \\ / `tick`',
    "hx-get='/sign-out' data-hx-trigger=load",
    "<a href=//elsewhere.example>x</a> https://elsewhere.example/",
    "مريم עמית 名前 नाम 👩‍👩‍👧‍👦 🏳️‍🌈 é é ﬁ ǅ",
    "a" * 190,
    "Zalgo: Z̴̙̤̞͉͚̯̞̠͍͑ͫ̓ͪ̂ͫ̽A",
]


def collected() -> list[str]:
    """Every string of the corpus, once; none where it is not there."""
    files = sorted(CORPUS.glob("xss/*.txt"))
    lists = [file.read_text(encoding="utf-8", errors="replace").split("\n") for file in files]
    lists += [json.loads(file.read_text(encoding="utf-8")) for file in CORPUS.glob("blns/*.json")]
    for file in CORPUS.glob("xss/*.mjs"):
        found = re.findall(r'"payload": ("(?:[^"\\]|\\.)*")', file.read_text(encoding="utf-8"))
        lists.append([json.loads(one) for one in found])
    for file in CORPUS.glob("unicode/*.json"):
        lists += [value for value in json.loads(file.read_text(encoding="utf-8")).values() if isinstance(value, list)]
    return list(dict.fromkeys(one for strings in lists for one in strings if one.strip()))


def fair_share(strings: list[str], most: int) -> list[str]:
    """Every so-manieth, so that each collection has its part."""
    return strings[:: max(1, len(strings) // most)]
