"""The rhythm of a pair: how often two people are usually in touch, and how likely the silence is to go on.

Days are plain ints, `date.toordinal()` of the calendar day in the user's own zone (any origin will do: only
differences count). A day with any contact counts once. Nothing here reads a clock: `today` is an argument.

The formulas and their five fitted numbers come from DESIGN.md, section 6; they were chosen on ten sets of real
calls, messages and mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, log1p
from typing import Literal

type_Word = Literal["in rhythm", "due", "drifting", "sleeping"]
