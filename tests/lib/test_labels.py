"""Labels are part of every sealed value: one that changes locks what was written under it."""

from collections import Counter
from pathlib import Path

from kindring.accounts import mail_seal
from kindring.lib.privacy import known_models
from kindring.lib.sealed import SealedTextField
from kindring.notices import marks

FROZEN = [line.split() for line in (Path(__file__).parent / "sealed_labels.txt").read_text("utf-8").splitlines()]
AT_FIRST = 19


def labels_in_use() -> list[str]:
    columns = [field for model in known_models().values() for field in model._meta.concrete_fields]
    return [field.label for field in columns if isinstance(field, SealedTextField)] + [
        mail_seal._LABEL,
        marks._LABEL,
    ]


def test_every_label_is_frozen() -> None:
    """A new field adds its label to `sealed_labels.txt`."""
    assert set(labels_in_use()) <= {line[0] for line in FROZEN}


def test_no_frozen_label_is_lost() -> None:
    """A field that goes leaves its label in the list, with `retired` behind it, so that it is never given again."""
    assert {line[0] for line in FROZEN if line[1:] != ["retired"]} <= set(labels_in_use())
    assert not {line[0] for line in FROZEN if line[1:] == ["retired"]} & set(labels_in_use())
    assert len(FROZEN) >= AT_FIRST


def test_no_label_is_given_twice() -> None:
    assert max(Counter(labels_in_use()).values()) == 1
    assert len({line[0] for line in FROZEN}) == len(FROZEN)


def test_no_label_needs_escaping() -> None:
    """`place_of` spells places without escaping."""
    assert all(label.replace(".", "").replace("_", "").isascii() for label in labels_in_use())
    assert all(label.replace(".", "").replace("_", "").isalnum() for label in labels_in_use())
