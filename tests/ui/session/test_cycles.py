"""Rubbish of Qt's is let go in the window's thread, whichever thread happens to make many objects."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.session import cycles
from ui.session.cycles import CycleSearch


@pytest.fixture
def search_of_python() -> Iterator[None]:
    """Python's own search as it is outside of the tests, which keep it off."""
    was_on = gc.isenabled()
    gc.unfreeze()
    gc.collect()  # what other tests have left
    gc.enable()
    yield
    gc.enable() if was_on else gc.disable()
    gc.freeze()  # as the tests keep it


def rubbish(ended_in: list[int]) -> None:
    """Leave an object of Qt's behind that only a search for cycles finds, and note which thread ends it."""
    left = QObject()
    left.many = [[left] for _ in range(1000)]  # type: ignore[attr-defined]  # enough for a search to be due
    weakref.finalize(left, lambda: ended_in.append(threading.get_ident()))


def make_many_objects() -> None:
    """Make Python look for cycles of all ages, if it does so in this thread."""
    kept = [[[]] for _ in range(20_000)]
    assert len(kept) == 20_000


def in_another_thread() -> None:
    thread = threading.Thread(target=make_many_objects)
    thread.start()
    thread.join()


def test_a_thread_that_makes_many_objects_ends_none_of_qts(qapp, search_of_python):
    ended_in: list[int] = []
    search = CycleSearch()
    try:
        rubbish(ended_in)
        in_another_thread()
        assert not ended_in
        assert search.look() > 0
        assert ended_in == [threading.get_ident()]
        assert search.look() == 0, "nothing is due any more"
    finally:
        search.end()


def test_it_looks_by_itself_while_the_window_is_open(qapp, qtbot, search_of_python):
    ended_in: list[int] = []
    search = CycleSearch()
    try:
        rubbish(ended_in)
        make_many_objects()
        qtbot.waitUntil(lambda: ended_in == [threading.get_ident()], timeout=10_000)
    finally:
        search.end()


def test_the_search_is_pythons_own_again_afterwards(qapp, search_of_python):
    search = CycleSearch()
    assert not gc.isenabled()
    search.end()
    assert gc.isenabled()
    gc.disable()
    CycleSearch().end()
    assert not gc.isenabled(), "as it was before"


@pytest.fixture
def looked_at(monkeypatch) -> list[bool]:
    """Whether somebody looks at the window, as the search is told."""
    answer = [True]
    monkeypatch.setattr(cycles, "_is_looked_at", lambda: answer[0])
    return answer


def test_what_comes_in_by_the_ten_thousand_is_not_looked_through_while_somebody_may_wait_for_the_window(
    qapp, search_of_python, looked_at
):
    search = CycleSearch()
    try:
        before = gc.get_freeze_count()
        assert before > 10_000, "what the program is made of is put away at once"
        ended_in: list[int] = []
        project = [[[]] for _ in range(100_000)]
        rubbish(ended_in)
        assert search.look() == 0
        assert gc.get_freeze_count() - before > len(project)
        search.take_up_again()
        del project
        search.look()
        assert gc.get_freeze_count() > before - 1000, "closing has nothing looked through"
        assert not ended_in
        looked_at[0] = False
        assert search.look() > 0
        assert ended_in == [threading.get_ident()]
        assert gc.get_freeze_count() > before - 1000, "and what is left is put away again"
    finally:
        search.end()


@pytest.mark.parametrize("is_owed", [True, False])
def test_who_never_leaves_the_window_is_not_left_with_the_rubbish(qapp, search_of_python, looked_at, is_owed):
    search = CycleSearch()
    told: list[int] = []
    search.looked_through.connect(lambda: told.append(1))
    try:
        project, ended_in = [[[]] for _ in range(60_000)], []
        rubbish(ended_in)
        assert search.look() == 0 and len(project) == 60_000, "put away, the rubbish with it"
        if is_owed:
            search.take_up_again()
        looks = next(number for number in range(1, 1000) if search.look() and ended_in)
        assert looks == (cycles._SOON if is_owed else cycles._LATE - 1)
        assert told == [1] and ended_in == [threading.get_ident()]
    finally:
        search.end()


def test_what_a_look_at_the_oldest_has_left_is_not_looked_through_again(qapp, search_of_python, looked_at):
    search = CycleSearch()
    try:
        gc.collect(1)
        kept = [[[]] for _ in range(3000)]
        for _ in range(200):
            make = [[[]] for _ in range(800)]
            search.look()
            del make
        assert not any(one is kept for one in gc.get_objects()), "put away"
        assert len(kept) == 3000
    finally:
        search.end()


def test_a_window_that_is_hidden_or_behind_is_not_looked_at(qapp, qtbot):
    for widget in qapp.topLevelWidgets():
        widget.hide()
    assert not cycles._is_looked_at()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(cycles._is_looked_at)
    window.showMinimized()
    assert not cycles._is_looked_at()
