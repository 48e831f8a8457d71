"""One round of everything, the short form of ``python -m tests.soak``; and every failure can be repeated."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.soak.families import FAMILIES, NotHereError
from tests.soak.run import command_to_repeat, soak, table
from tests.soak.tally import Tally

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_fails_in_one_round(family):
    told: list[str] = []
    tallies = soak(seed=2020, rounds=1, only=[family], tell=told.append)
    if family not in tallies:
        pytest.skip(told[0])
    assert told == []
    assert tallies[family].tried and tallies[family].failures == []


@pytest.fixture
def odd_numbers(monkeypatch):
    """A family in which every attempt with an odd seed fails, in one way or another."""

    @contextmanager
    def family(folder):
        def attempt(seed: int) -> Tally:
            assert seed % 4 != 1, "seeds of this kind raise"
            return Tally(1, 2, ["and of this kind return it"] if seed % 4 == 3 else [])

        yield attempt

    monkeypatch.setitem(FAMILIES, "odd", (family, 2))


def test_every_failure_is_counted_and_told_with_its_seed_and_a_command(odd_numbers):
    told: list[str] = []
    tallies = soak(seed=10, rounds=2, only=["odd"], tell=told.append)
    assert (tallies["odd"].refused, tallies["odd"].survived, len(tallies["odd"].failures)) == (3, 6, 2)
    assert [line.partition(":")[0] for line in told] == ["FAILED odd, seed 11", "FAILED odd, seed 13"]
    assert told[0].endswith(f"again: {command_to_repeat('odd', 11)}") and "and of this kind return it" in told[0]
    assert "AssertionError: seeds of this kind raise" in told[1]
    assert table(tallies).splitlines()[1].split() == ["odd", "11", "3", "6", "2"]
    told.clear()
    again = soak(seed=0, only=["odd"], attempt=13, tell=told.append)
    assert len(again["odd"].failures) == 1 and told[0].startswith("FAILED odd, seed 13")


def test_what_cannot_be_tried_here_says_so_and_the_rest_goes_on(odd_numbers, monkeypatch):
    @contextmanager
    def elsewhere(folder):
        raise NotHereError("it needs another machine")
        yield

    monkeypatch.setitem(FAMILIES, "elsewhere", (elsewhere, 1))
    told: list[str] = []
    tallies = soak(seed=4, rounds=1, only=["elsewhere", "odd"], tell=told.append)
    assert list(tallies) == ["odd"] and told[0] == "elsewhere: not tried, it needs another machine"


def test_time_ends_it_between_two_attempts(odd_numbers):
    assert soak(seed=4, minutes=0, only=["odd"])["odd"].tried == 0


@pytest.mark.parametrize(("words", "code"), [(("--rounds", "0"), 0), (("--only", "nothing"), 2)])
def test_it_is_started_from_a_terminal(words, code):
    run = subprocess.run([sys.executable, "-m", "tests.soak", "--seed", "3", *words], cwd=ROOT, check=False,
                         capture_output=True, text=True)  # fmt: skip
    assert run.returncode == code, run.stderr
    assert "seed 3" in run.stdout or "invalid choice" in run.stderr
