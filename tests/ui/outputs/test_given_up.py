"""An export that is given up ends at its next step and leaves nothing; its bar only rises."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridmap.checks import Findings, run_checks
from gridmap.model.plan import Plan
from gridmap.model.wanted import GivenUp, must_be_wanted, while_wanted
from ui.outputs.export import Export
from ui.outputs.formats import OF_A_PLAN, formats_of

SUFFIXES = [known.key for known in formats_of(*OF_A_PLAN) if known.offered]


@pytest.fixture(scope="module")
def found(town: Plan) -> Findings:
    return run_checks(town)


def written(town: Plan, found: Findings, path: Path, most: int) -> list[float]:
    """Write a map that is given up when it has asked so often; return the shares that were told."""
    shares: list[float] = []
    asked = 0

    def ask() -> None:
        nonlocal asked
        asked += 1
        if asked > most:
            raise GivenUp

    def step(share: float) -> None:
        ask()
        shares.append(share)

    with while_wanted(ask):
        Export(town, found, format=path.suffix[1:], paper="A4").write(path, step)
    shares.append(float(asked))
    return shares


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_given_up_leaves_no_file_whenever_that_is(
    qapp: object, town: Plan, found: Findings, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"map.{suffix}"
    written(town, found, path, 10**9)
    *shares, asked = written(town, found, path, 10**9)  # what the plan keeps is known by now
    assert shares, "nothing was told"
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.5 < shares[-1] <= 1
    files = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    for most in (0, int(asked) // 2, int(asked) - 1):  # the last time is when the file is about to take its place
        with pytest.raises(GivenUp):
            written(town, found, path, most)
        assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == files
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(GivenUp):
        written(town, found, path, int(asked) - 1)
    assert not list(tmp_path.iterdir())


def test_outside_of_such_work_nobody_is_asked() -> None:
    must_be_wanted()
    with pytest.raises(GivenUp), while_wanted(_give_up):
        must_be_wanted()
    must_be_wanted()


def _give_up() -> None:
    raise GivenUp
