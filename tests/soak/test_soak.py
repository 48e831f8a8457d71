"""One round of everything, the short form of ``python -m tests.soak``; and every failure can be repeated."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.soak.__main__ import main
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
    again = soak(seed=13, only=["odd"], once=True, tell=told.append)
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


def test_whoever_has_enough_is_told_the_counts_so_far(monkeypatch):
    @contextmanager
    def tiresome(folder):
        def attempt(seed: int) -> Tally:
            if seed == 7:
                raise KeyboardInterrupt
            return Tally(survived=1)

        yield attempt

    monkeypatch.setitem(FAMILIES, "tiresome", (tiresome, 1))
    rounds: list[str] = []
    tallies = soak(seed=5, only=["tiresome"], after_round=rounds.append)
    assert tallies["tiresome"].survived == 2 and [line.split()[-4:] for line in rounds] == [
        ["1", "0", "1", "0"],
        ["2", "0", "2", "0"],
    ]


def test_time_ends_it_between_two_attempts(odd_numbers):
    assert soak(seed=4, minutes=0, only=["odd"])["odd"].tried == 0


def test_it_is_started_from_a_terminal():
    words = [sys.executable, "-m", "tests.soak", "--seed", "3", "--rounds", "0", "--only", "damage"]
    run = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[0] == "seed 3" and run.stdout.split()[-5:] == ["damage", "0", "0", "0", "0"]


def test_an_unknown_family_is_refused_with_those_that_are_known(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["soak", "--only", "nothing"])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr().err
    assert left.value.code == 2 and all(name in said for name in FAMILIES)


def test_a_failure_is_an_exit_code(odd_numbers, monkeypatch, capsys):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    for seed, code in ((2, 0), (3, 1)):
        monkeypatch.setattr(sys, "argv", ["soak", "--only", "odd", "--attempt", str(seed)])
        assert main() == code
    assert "--only odd --attempt 3" in capsys.readouterr().out
