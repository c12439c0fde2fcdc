"""The last place, pressed by several processes at the same moment, through the whole site."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.claim_race import Found

ROOT = Path(__file__).parents[2]
ROUNDS, PROCESSES = 10, 4  # `python -m benchmarks.claim_race` does 1,000 rounds with 8


@pytest.mark.timeout(300)
def test_exactly_one_gets_the_last_place_and_a_naive_program_gives_it_to_several() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.claim_race", str(ROUNDS), str(PROCESSES)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KINDRING_", "DJANGO_"))}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False)
    numbers = [int(number) for number in re.findall(r"\d+", ran.stdout)]
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert Found(*numbers[2:6]) == Found(ROUNDS, 0, 0, 0)
    assert numbers[6] > 0
