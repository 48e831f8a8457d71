"""Damaged and rigged projects open as what they are: the short form; ``python -m tests.rigged`` is the long one."""

from __future__ import annotations

import pytest

from tests.rigged.damage import DAMAGES
from tests.rigged.make import RIGGED
from tests.rigged.run import judged, run

DAMAGED = 20
OFTEN_AND_ODD = tuple(RIGGED)[::8]
"""Every eighth rigging, some of each family; each kind of finding has a test of its own in tests/storage."""


def test_there_are_as_many_riggings_as_were_promised_and_each_damage_has_its_turn():
    assert len(RIGGED) >= 120 and 2 * len(DAMAGES) <= DAMAGED


@pytest.mark.slow
def test_no_damaged_or_rigged_project_ends_in_a_traceback_hangs_or_loses_a_row_in_silence():
    report = run(DAMAGED, 2020, rigs=OFTEN_AND_ODD)
    assert report.failures == [], str(report)
    assert report.counts.total() == DAMAGED + len(OFTEN_AND_ODD)


def test_a_row_that_goes_without_a_word_would_be_noticed():
    found = {
        "codes": {"check": 0},
        "rows": {"grids": 7, "workers": 2},
        "told": ["workers"],
        "edit": "done",
        "whole": "ok",
    }
    rows = {"grids": 8, "workers": 3}
    assert list(judged(found, rows)) == ["1 rows of grids are lost without a word"]
    found |= {"rescued": {"grids": 6, "workers": 2}, "rescue_told": ["workers"]}
    assert list(judged(found, rows))[1:] == [
        "2 rows of grids are left behind by a rescue without a word",
        "grids holds 7 rows when opened and 6 when rescued",
    ]


def test_a_command_that_keeps_the_processor_would_be_noticed():
    assert list(judged({"codes": {}, "seconds": {"check": 31.2, "stats": 29.0}}, {})) == ["check took 31 s"]
