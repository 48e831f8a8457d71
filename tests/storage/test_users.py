"""Who closes a project waits for whoever reads it in another thread just then; the process would end there else."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager

import pytest

from gridmap.edits import SetAttributes
from gridmap.model.errors import GridMapError
from gridmap.storage import journal
from gridmap.storage.users import Users

SOON_S = 20.0
"""Nothing here takes so long; a test that waits in vain fails by it."""


@contextmanager
def in_a_thread(work):
    """Do some work in another thread meanwhile, and see it done in the end."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield thread
    thread.join(SOON_S)
    assert not thread.is_alive()


def until(condition):
    """Wait until another thread has come so far."""
    tick, left = threading.Event(), int(SOON_S / 0.005)
    while not condition() and left:
        tick.wait(0.005)
        left -= 1
    assert condition()


def test_a_project_that_is_closed_while_its_history_is_read_stays_open_until_that_is_read(project, monkeypatch):
    project.perform(SetAttributes("grids", (4,), {"name": "东门"}))
    reads, goes_on, told = threading.Event(), threading.Event(), []
    read_lines = journal.history

    def slow(connection, known):
        reads.set()
        goes_on.wait(SOON_S)
        return read_lines(connection, known)

    monkeypatch.setattr(journal, "history", slow)
    with in_a_thread(lambda: told.append(len(project.history()))):
        assert reads.wait(SOON_S)
        with in_a_thread(project.close) as closing:
            until(lambda: project.file._users._closes)
            assert closing.is_alive() and not told
            project.file.connection.execute("SELECT 1")  # it is open still
            goes_on.set()
    assert told == [1]
    with pytest.raises(sqlite3.ProgrammingError):
        project.file.connection.execute("SELECT 1")


def test_who_comes_after_it_was_closed_is_told_so(project):
    project.close()
    with pytest.raises(GridMapError) as raised:
        project.history()
    assert raised.value.key == "file-not-saved"


def test_who_comes_while_it_is_being_closed_waits_for_that_and_holds_nobody_up():
    users, order, begun = Users(), [], threading.Event()

    def first():
        with users.one_more():
            begun.set()
            until(lambda: users._closes)
            with users.one_more():  # who is inside may go on
                order.append("first")

    def last():
        with users.one_more():
            order.append("last")

    with in_a_thread(first):
        assert begun.wait(SOON_S)
        with in_a_thread(lambda: users.close(lambda: order.append("closed"))):
            until(lambda: users._closes or order)
            with in_a_thread(last):
                pass
    assert order == ["first", "closed", "last"]


def test_who_uses_it_may_close_it_and_a_close_that_fails_bars_nobody():
    users, closed = Users(), []
    with users.one_more():
        users.close(lambda: closed.append("inside"))
    with pytest.raises(sqlite3.OperationalError):
        users.close(fails)
    with users.one_more():
        closed.append("open")
    assert closed == ["inside", "open"]


def fails():
    raise sqlite3.OperationalError("unable to close")
