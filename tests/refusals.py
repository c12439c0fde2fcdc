"""How tests ask for a refusal."""

from collections.abc import Callable
from typing import Any

import pytest

from kindring.lib.refused import Refused


def refusal(action: Callable[..., Any], **words: Any) -> str:
    """The code with which this action is refused; it also has a sentence for the person."""
    with pytest.raises(Refused) as refused:
        action(**words)
    assert refused.value.message
    return refused.value.code
