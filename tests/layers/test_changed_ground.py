"""Ground that changes hands on a map: with from and to, the borders as they were, and a legend."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely

from gridmap.edits import GiveGround
from gridmap.project.comparison import Comparison, compare
from layers import ChangedGround, palette
from tests.drafts.conftest import EAST, NORTH, B, D, ground, village_plan


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    #  +---+---+---+---+---+      the east fifth of A goes to B, the west tenth of E to D
    #  | A>| B | C | D |<E |
    #  +---+---+---+---+---+
    before = after = village_plan()
    for edit in (GiveGround(ground(80, 0, 100, 100), B), GiveGround(ground(400, 0, 410, 100), D)):
        after = after.apply(edit.change(after))
    return compare(before, after, on=dt.date(2021, 1, 1))


def test_ground_comes_first_by_size_with_from_and_to(comparison: Comparison) -> None:
    marks = ChangedGround(comparison).marks(comparison.after)
    assert marks.label[:2].tolist() == ["第一网格 → 第二网格", "第五网格 → 第四网格"]
    assert [marks.styles[style] for style in marks.style[:2]] == [palette.CHANGED_GROUND] * 2
    assert marks.key[:2].tolist() == [0, 1]
    assert [round(shape.area) for shape in marks.shape[:2]] == [2_000, 1_000]
    assert [entry.words for entry in marks.legend.entries] == ["legend-changed-ground", "legend-old-border"]
    assert marks.legend.entries[0].count == 2


def test_borders_as_they_were_are_those_that_are_no_border_any_more(comparison: Comparison) -> None:
    marks = ChangedGround(comparison).marks(comparison.after)
    lines = shapely.union_all(marks.shape[2:])
    wanted = [[(EAST + x, NORTH), (EAST + x, NORTH + 100)] for x in (100, 400)]
    assert shapely.equals(lines, shapely.multilinestrings(wanted))
    assert len(ChangedGround(comparison, old_borders=False).marks(comparison.before)) == 2


def test_only_what_touches_the_window_is_yielded(comparison: Comparison) -> None:
    window = (EAST, NORTH, EAST + 90, NORTH + 100)
    marks = ChangedGround(comparison).marks(comparison.after, window)
    assert marks.key.tolist() == [0]
    assert marks.legend.entries[0].count == 2


def test_nothing_changed_yields_no_marks() -> None:
    plan = village_plan()
    assert len(ChangedGround(compare(plan, plan)).marks(plan)) == 0
