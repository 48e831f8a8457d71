"""Work that is shared out among the cores comes back in its order, whoever does it and whatever goes wrong."""

from __future__ import annotations

import os
import threading
import time

import numpy as np
import pytest
import shapely

from gridmap.ground import cores

PATIENCE_S = 20.0


@pytest.fixture
def three(monkeypatch):
    """Have three cores, whatever there are, and threads for two of them."""
    monkeypatch.setattr(cores, "CORES", 3)
    cores._others.cache_clear()
    yield
    cores._others().shutdown()
    cores._others.cache_clear()


@pytest.mark.usefixtures("three")
def test_pieces_come_back_in_their_order_and_several_threads_do_them():
    together = threading.Barrier(3, timeout=PATIENCE_S)
    who = set()

    def work(piece: int) -> int:
        if piece < 3:
            together.wait()  # nobody gets past it alone
        who.add(threading.get_ident())
        return piece * piece

    assert cores.shared_out(work, range(50)) == [piece * piece for piece in range(50)]
    assert len(who) == 3 and threading.get_ident() in who


@pytest.mark.usefixtures("three")
def test_work_may_ask_for_work_and_nobody_waits_for_a_thread_that_is_busy():
    def inner(piece: int) -> int:
        return piece + 1

    def outer(piece: int) -> int:
        return sum(cores.shared_out(inner, range(piece)))

    assert cores.shared_out(outer, range(40)) == [sum(range(1, piece + 1)) for piece in range(40)]
    free = threading.Event()
    busy = [cores._others().submit(free.wait, PATIENCE_S) for _ in range(2)]
    assert cores.shared_out(inner, range(9)) == list(range(1, 10))
    assert not any(one.done() for one in busy)
    free.set()


@pytest.mark.parametrize("count", [1, 3])
def test_work_that_was_begun_is_done_once_and_waited_for(three, monkeypatch, count):
    monkeypatch.setattr(cores, "CORES", count)
    done = []
    waits = [cores.Once(lambda piece=piece: done.append(piece) or piece * piece) for piece in range(20)]
    for wait in waits:
        cores.elsewhere(wait)
    assert [wait() for wait in waits] == [piece * piece for piece in range(20)]
    assert sorted(done) == list(range(20))


@pytest.mark.usefixtures("three")
def test_work_that_nobody_has_begun_is_done_by_whoever_waits_for_it():
    free, who = threading.Event(), []
    busy = [cores._others().submit(free.wait, PATIENCE_S) for _ in range(2)]
    wait = cores.Once(lambda: who.append(threading.get_ident()))
    cores.elsewhere(wait)
    wait()
    assert who == [threading.get_ident()]
    assert not any(one.done() for one in busy)
    free.set()


@pytest.mark.usefixtures("three")
def test_an_error_of_work_that_was_begun_reaches_whoever_waits():
    wait = cores.Once(lambda: 1 // 0)
    cores.elsewhere(wait)
    with pytest.raises(ZeroDivisionError):
        wait()


@pytest.mark.usefixtures("three")
def test_work_that_waits_for_other_work_has_it_done_once_whoever_asks_for_both():
    done = []
    first = cores.Once(lambda: done.append("first") or 3)
    second, third = (cores.Once(lambda name=name: done.append(name) or first() + 1) for name in ("second", "third"))
    for work in (first, second, third):
        cores.elsewhere(work)
    assert (third(), second(), first()) == (4, 4, 3)
    assert sorted(done) == ["first", "second", "third"]


@pytest.mark.usefixtures("three")
def test_an_error_reaches_whoever_asked_after_all_have_ended_and_the_next_work_is_done():
    going = []

    def work(piece: int) -> int:
        going.append(piece)
        time.sleep(0.001)
        if piece == 7:
            raise ValueError("seven")
        going.remove(piece)
        return piece

    with pytest.raises(ValueError, match="seven"):
        cores.shared_out(work, range(30))
    assert going == [7]
    assert cores.shared_out(abs, [-1, -2]) == [1, 2]


@pytest.mark.usefixtures("three")
def test_arrays_and_trees_give_what_one_core_gives():
    shapes = shapely.points(np.random.default_rng(3).uniform(0, 100, (5000, 2)))
    around = shapely.buffer(shapes, 2.0)
    assert np.array_equal(cores.on_all_cores(shapely.area, around), shapely.area(around))
    tree = shapely.STRtree(shapes)
    for found, alone in zip(cores.query(tree, around, "intersects"), tree.query(around, "intersects"), strict=True):
        assert np.array_equal(found, alone)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.usefixtures("three")
def test_a_process_that_was_forked_has_threads_of_its_own():
    assert cores.shared_out(abs, range(20)) == list(range(20))  # the threads are up
    child = os.fork()
    if not child:
        os._exit(0 if cores.shared_out(abs, range(20)) == list(range(20)) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
