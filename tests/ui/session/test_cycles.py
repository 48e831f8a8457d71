"""Rubbish of Qt's is let go in the window's thread, whichever thread happens to make many objects."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ui.session.cycles import CycleSearch


@pytest.fixture
def search_of_python() -> Iterator[None]:
    """Python's own search as it is outside of the tests, which keep it off."""
    was_on = gc.isenabled()
    gc.enable()
    yield
    gc.enable() if was_on else gc.disable()


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


def test_what_comes_in_by_the_ten_thousand_is_not_looked_through_before_its_project_is_closed(qapp, search_of_python):
    search = CycleSearch()
    try:
        before = gc.get_freeze_count()
        ended_in: list[int] = []
        project = [[[]] for _ in range(100_000)]
        rubbish(ended_in)
        assert search.look() == 0
        assert gc.get_freeze_count() - before > len(project)
        assert not ended_in
        search.take_up_again()
        assert gc.get_freeze_count() == 0
        gc.collect()
        assert ended_in == [threading.get_ident()]
    finally:
        search.end()
        gc.freeze()  # as the tests keep it
