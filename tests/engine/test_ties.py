"""The rhythm against fixed cadences, on real communication data kept beside the project (five seconds)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EVALUATE = ROOT.parent / "shared" / "ties" / "evaluate.py"

pytestmark = pytest.mark.skipif(not EVALUATE.exists(), reason="../shared/ties is not here")


def test_rhythm_tells_drifting_better_than_any_fixed_cadence() -> None:
    pytest.importorskip("numpy")
    printed = subprocess.run(
        [sys.executable, str(EVALUATE), "kindring.engine.rhythm:chance_of_silence"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    mean = re.search(r"^mean +drift .*?([\d.]+) +([\d.]+)$", printed, re.MULTILINE)
    assert mean, printed
    against_fixed, against_menu = map(float, mean.groups())
    assert against_fixed >= 1.10, printed
    assert against_menu >= 1.07, printed
