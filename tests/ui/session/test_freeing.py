"""What a closed project was made of ends in another thread than the window's, and not before everybody let go of it."""

from __future__ import annotations

import datetime as dt
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from pytestqt.qtbot import QtBot

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from sample_data.make import make_plan
from ui.look.words import Words
from ui.panels.people.model import PeopleModel
from ui.panels.people.tables import table_of
from ui.session import freeing
from ui.session.freeing import THREAD, free_elsewhere, when_plans_went
from ui.session.opening import Opening
from ui.session.session import Session

WAIT = 10_000


def test_a_plan_ends_in_the_other_thread_once_nobody_else_has_it(qtbot: QtBot) -> None:
    plan, ended = Plan(load_scheme()), list[str]()
    alive = weakref.ref(plan, lambda _: ended.append(threading.current_thread().name))
    free_elsewhere(plan, None)
    qtbot.wait(5 * freeing._LOOK_MS)
    assert alive() is plan
    assert ended == []
    del plan
    qtbot.waitUntil(lambda: ended == [THREAD], timeout=WAIT)


def test_what_others_keep_is_theirs_and_not_waited_for_for_ever(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freeing, "_LONGEST_S", 0.0)
    plan = make_plan("town", 2020)
    names, shapes = plan.tables["grids"]["name"].tolist(), plan.all_shapes.tolist()
    free_elsewhere(plan)
    qtbot.waitUntil(lambda: not any(one and one[0] is plan for one in freeing._freeing().held), timeout=WAIT)
    assert plan.tables["grids"]["name"].tolist() == names
    assert plan.all_shapes.tolist() == shapes


def test_what_shares_its_shapes_with_a_plan_that_ends_keeps_them(qtbot: QtBot) -> None:
    plan = make_plan("town", 2020)
    shapes, told = plan.all_shapes, shapely.to_wkb(plan.all_shapes).tolist()
    alive = weakref.ref(plan)
    free_elsewhere(plan)
    del plan
    qtbot.waitUntil(lambda: alive() is None, timeout=WAIT)
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(WAIT / 1000)
    assert shapely.to_wkb(shapes).tolist() == told


def test_the_project_of_a_session_that_closes_ends_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    session, ended = Session(), list[str]()
    session.take(Project.create(tmp_path / "a.gpkg", Plan(load_scheme())), check=False)
    watched = weakref.ref(session.plan, lambda _: ended.append(threading.current_thread().name))
    session.close()
    qtbot.waitUntil(lambda: watched() is None, timeout=WAIT)
    assert ended == [THREAD]


def test_it_is_told_when_plans_have_gone_and_not_of_less(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told, only_these = list[int](), freeing._Freeing(None)
    monkeypatch.setattr(freeing, "_freeing", lambda: only_these)
    plans = [make_plan("town", 2020), Plan(load_scheme())]
    alive = [weakref.ref(plan) for plan in plans]

    def hear() -> None:
        told.append(sum(ref() is not None for ref in alive))

    when_plans_went(hear)
    free_elsewhere([1, 2, 3])
    qtbot.waitUntil(lambda: not only_these._timer.isActive(), timeout=WAIT)
    assert told == []
    free_elsewhere(*plans)
    qtbot.wait(5 * freeing._LOOK_MS)
    assert told == [], "somebody has them"
    plans.clear()
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    qtbot.waitUntil(lambda: not only_these._timer.isActive(), timeout=WAIT)
    assert told == [0], "once, and nobody has them"


@pytest.fixture
def opening(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Opening, Path]]:
    """A session with a project open, and where that lies."""
    path, session = tmp_path / "a.gpkg", Session()
    Project.create(path, make_plan("town", 2020)).close()
    opening = Opening(session, lambda _: None)
    with qtbot.waitSignal(opening.open(path).ended, timeout=6 * WAIT):
        pass
    assert session.project is not None
    yield opening, path
    session.close()


def test_what_was_opened_twice_ends_elsewhere(qtbot: QtBot, opening: tuple[Opening, Path]) -> None:
    ended = list[str]()

    def note(brought: Any) -> None:
        weakref.finalize(brought[0].plan, lambda: ended.append(threading.current_thread().name))

    opening[0].open(opening[1]).finished.connect(note)
    qtbot.waitUntil(lambda: bool(ended), timeout=6 * WAIT)
    assert ended == [THREAD]


def test_what_was_opened_and_is_not_shown_ends_elsewhere(qtbot: QtBot, opening: tuple[Opening, Path]) -> None:
    ended, untaken = list[str](), opening[0]._untaken
    job = opening[0].open(opening[1])
    while not untaken:  # it is open, and what comes next waits for the window's turn
        time.sleep(0.01)
    weakref.finalize(untaken[0][0].plan, lambda: ended.append(threading.current_thread().name))
    job.cancel()
    opening[0]._session.close()
    assert not untaken
    del job
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    assert ended == [THREAD]


def test_a_table_of_people_that_gives_way_to_another_ends_elsewhere(qtbot: QtBot) -> None:
    plan, on, ended = make_plan("town", 2020), dt.date(2026, 6, 15), list[str]()
    model = PeopleModel("workers", Words("zh"), "internal")
    model.show_table(table_of(plan, "workers", on))
    assert model.rowCount() > 0
    watched = weakref.ref(model.table, lambda _: ended.append(threading.current_thread().name))
    model.show_table(model.table)
    assert watched() is model.table
    model.show_table(None)
    assert model.rowCount() == 0
    qtbot.waitUntil(lambda: watched() is None, timeout=WAIT)
    assert ended == [THREAD]
