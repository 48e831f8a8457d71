"""Work in the background: what it gives, what it takes to stop it, and that nothing it knew stays behind."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt
from pytestqt.qtbot import QtBot

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from ui.session.jobs import Job, left_alone
from ui.session.session import Session

WAIT = 10_000
LAST = Qt.EventPriority.LowEventPriority.value
"""As Qt asks for paints."""


def test_what_the_work_knew_does_not_outlive_it(qtbot: QtBot) -> None:
    plan = Plan(load_scheme())
    alive = weakref.ref(plan)
    jobs = [Job(lambda job, plan=plan: len(plan.ids)) for _ in range(20)]
    del plan
    for job in jobs:
        with qtbot.waitSignal(job.ended, timeout=WAIT):
            job.start()
    gc.collect()
    assert alive() is None


@pytest.mark.parametrize("fails", [False, True])
def test_what_is_on_its_way_of_a_cancelled_job_does_not_arrive(qtbot: QtBot, fails: bool) -> None:
    #  a dialog closes, cancels its job and is deleted: its bar must not hear of a step that was made before
    told: list[object] = []

    def work(job: Job) -> str:
        job.step(0.5)
        if fails:
            raise ValueError
        return "result"

    job = Job(work)
    for signal in (job.progressed, job.finished, job.failed):
        signal.connect(told.append)
    with qtbot.waitSignal(job.ended, timeout=WAIT):
        job.start()
        job._pool.waitForDone()  # all of it was said, nothing has arrived
        job.cancel()
    assert told == []
    whole = Job(lambda job: job.step(0.5))
    for signal in (whole.progressed, whole.finished):
        signal.connect(told.append)
    with qtbot.waitSignal(whole.ended, timeout=WAIT):
        whole.start()
    assert told == [0.5, None]


def test_of_what_is_said_before_the_window_has_its_turn_the_last_is_told_and_nothing_after_it_is_lost(
    qtbot: QtBot,
) -> None:
    told: list[object] = []
    gate = threading.Event()

    def work(job: Job) -> str:
        for done in range(1, 51):
            job.count(done, 100)
        gate.wait(5)
        for done in range(51, 101):
            job.count(done, 100)
        return "result"

    job = Job(work)
    job.progressed.connect(told.append)
    job.finished.connect(told.append)
    job.start()
    qtbot.waitUntil(lambda: told[-1:] == [0.5], timeout=WAIT)
    half = len(told)
    with qtbot.waitSignal(job.ended, timeout=WAIT):
        gate.set()
        job._pool.waitForDone()  # all of it was said, nothing has arrived
    assert told[half:] == [1.0, "result"]


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    session = Session()
    yield session
    session.close()


def test_work_that_can_wait_is_done_one_after_the_other(qtbot: QtBot, session: Session) -> None:
    told: list[str] = []
    gate = threading.Event()

    def slow(job: Job) -> str:
        told.append("first begins")
        gate.wait(5)
        return "first"

    session.start("job-figures", slow, told.append, patient=True)
    session.start("job-figures", lambda job: "second", told.append, patient=True)
    session.start("job-figures", lambda job: "at once", told.append)
    qtbot.waitUntil(lambda: "at once" in told, timeout=WAIT)
    assert "second" not in told
    gate.set()
    qtbot.waitUntil(lambda: "second" in told, timeout=WAIT)
    assert told.index("first") < told.index("second")
    assert told.index("at once") < told.index("first")


def test_work_that_waits_and_is_no_longer_wanted_is_never_begun(qtbot: QtBot, session: Session) -> None:
    told: list[str] = []
    gate = threading.Event()
    session.start("job-figures", lambda job: gate.wait(5), patient=True)
    given_up = session.start("job-figures", lambda job: told.append("begun"), patient=True)
    given_up.cancel()
    session.start("job-figures", lambda job: told.append("last"), patient=True)
    gate.set()
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert told == ["last"]


def test_a_session_that_closes_waits_for_nothing_that_has_not_begun(session: Session) -> None:
    told: list[str] = []
    gate = threading.Event()
    session.start("job-figures", lambda job: gate.wait(5), patient=True)
    session.start("job-figures", lambda job: told.append("begun"), patient=True)
    gate.set()
    session.close()
    assert told == []
    assert not session.is_working


def test_what_work_that_never_began_knew_goes_with_the_project(qtbot: QtBot, session: Session) -> None:
    plan = Plan(load_scheme())
    alive, gate = weakref.ref(plan), threading.Event()
    session.start("job-figures", lambda job: gate.wait(5), patient=True)
    kept = session.start("job-legends", lambda job, plan=plan: len(plan.ids), patient=True)
    del plan
    gate.set()
    session.close()
    gc.collect()
    assert alive() is None, "whoever keeps the job keeps no plan"
    kept.cancel()


def test_what_is_given_up_without_waiting_tells_no_more(qtbot: QtBot, session: Session) -> None:
    told, gate = list[object](), threading.Event()
    session.start("job-figures", lambda job: gate.wait(5), told.append)
    session.start("job-figures", lambda job: told.append("begun"), patient=True)
    session.start("job-figures", lambda job: told.append("begun"), patient=True)
    session.background.give_up()
    assert not gate.is_set(), "it came back while the work went on"
    gate.set()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert told in ([], ["begun"]), "what had begun may end"


def test_work_that_is_given_up_is_all_asked_before_any_is_waited_for(qtbot: QtBot, session: Session) -> None:
    asked = threading.Event()

    def first(job: Job) -> None:
        while not job.is_cancelled:
            asked.wait(0.01)
        asked.wait(5)  # ends only once the other one was asked as well

    def second(job: Job) -> None:
        while not job.is_cancelled:
            asked.wait(0.01)
        asked.set()

    for work in (first, second, first):
        session.start("job-figures", work)
    session.close()
    assert asked.is_set()
    assert not session.is_working


def test_a_job_on_its_way_out_is_let_go_later_and_not_waited_for(qtbot: QtBot, session: Session, monkeypatch) -> None:
    out: list[Job] = []
    monkeypatch.setattr(Job, "is_out", property(lambda job: job in out))
    discarded: list[Job] = []

    def discard(job: Job) -> None:
        discarded.append(job)

    monkeypatch.setattr(Job, "discard", discard)
    done: list[int] = []
    job = session.start("job-figures", lambda job: 1, done.append)
    qtbot.waitUntil(lambda: bool(done) and not session.is_working, timeout=WAIT)
    assert not discarded
    out.append(job)
    qtbot.waitUntil(lambda: discarded == [job], timeout=WAIT)


def test_a_job_is_out_before_it_begins_and_once_its_thread_is_done(qtbot: QtBot) -> None:
    gate = threading.Event()
    job = Job(lambda job: gate.wait(5))
    assert job.is_out
    job.start()
    assert not job.is_out
    gate.set()
    qtbot.waitUntil(lambda: job.is_out, timeout=WAIT)


def _giving(number: int) -> Job:
    return Job(lambda _: number)


def _all_said(jobs: list[Job]) -> None:
    """Start jobs one after the other, and wait for their threads without a turn of this one."""
    for job in jobs:
        job.start()
        job._pool.waitForDone()


def test_of_results_that_are_there_at_once_each_has_a_turn_of_its_own_in_their_order(qtbot: QtBot) -> None:
    told: list[object] = []
    jobs = [_giving(number) for number in range(4)]
    for job in jobs:
        job.finished.connect(told.append)
        job.ended.connect(lambda: told.append("end"))
    _all_said(jobs)
    turns = []
    while told.count("end") < len(jobs):
        before = len(told)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        turns.append(told[before:])
    assert [turn for turn in turns if turn] == [[0, "end"], [1, "end"], [2, "end"], [3, "end"]]


def test_what_a_result_has_asked_to_be_painted_has_a_turn_between_it_and_the_next_result(qtbot: QtBot) -> None:
    told: list[object] = []

    class Painted(QObject):
        def event(self, event: QEvent) -> bool:
            told.append("paint")
            return super().event(event)

    painted, jobs = Painted(), [_giving(number) for number in range(3)]
    for job in jobs:
        job.finished.connect(told.append)
        job.finished.connect(lambda _: QCoreApplication.postEvent(painted, QEvent(QEvent.Type.UpdateRequest), LAST))
    _all_said(jobs)
    turns = []
    while told.count("paint") < len(jobs):
        before = len(told)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        turns.append(told[before:])
    assert [turn for turn in turns if turn] == [[0], ["paint"], [1], ["paint"], [2], ["paint"]]


def test_a_result_that_waits_for_its_turn_does_not_arrive_once_it_is_cancelled(qtbot: QtBot) -> None:
    told: list[object] = []
    jobs = [_giving(number) for number in range(3)]
    first, second = jobs[:2]
    first.finished.connect(lambda _: second.cancel())
    for job in jobs:
        job.finished.connect(told.append)
    _all_said(jobs)
    qtbot.waitUntil(lambda: 2 in told, timeout=WAIT)
    assert told == [0, 2]


def test_results_go_on_arriving_under_a_dialog_that_a_result_has_opened(qtbot: QtBot) -> None:
    told: list[object] = []
    first, second, third = _giving(0), _giving(1), _giving(2)
    loop = QEventLoop()

    def ask(_: object) -> None:
        third.start()
        loop.exec()
        told.append("answered")

    first.finished.connect(ask)
    second.finished.connect(told.append)
    third.finished.connect(told.append)
    third.ended.connect(loop.quit)
    _all_said([first, second])
    qtbot.waitUntil(lambda: "answered" in told, timeout=WAIT)
    assert told == [1, 2, "answered"]


def test_a_job_that_is_let_go_of_before_it_could_say_so_still_says_that_it_has_ended(qtbot: QtBot) -> None:
    told: list[str] = []
    job = Job(lambda _: 0)
    job.finished.connect(lambda _: told.append("result"))
    job.ended.connect(lambda: told.append("ended"))
    gone: list[object] = []
    job.destroyed.connect(lambda: gone.append(1))
    _all_said([job])
    job.discard()
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT)
    assert told == ["ended"]


def test_patient_work_that_comes_first_is_done_before_what_waits_already(qtbot: QtBot, session: Session) -> None:
    told, gate = list[str](), threading.Event()
    session.start("job-figures", lambda job: gate.wait(5), patient=True)
    for name, first in (("check", False), ("tree", True), ("legends", False)):
        session.start("job-figures", lambda job, name=name: told.append(name), patient=True, first=first)
    gate.set()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert told == ["tree", "check", "legends"]


def test_closing_waits_for_work_with_the_project_and_for_no_other(qtbot: QtBot) -> None:
    session, gate, begun = Session(), threading.Event(), threading.Semaphore(0)
    told: list[object] = []
    written: list[str] = []

    def look(_: Job) -> str:
        begun.release()
        gate.wait(WAIT / 1000)
        return "looked"

    def write(_: Job) -> None:
        begun.release()
        while not told:
            threading.Event().wait(0.001)
        written.append("all")

    apart = session.start("job-figures", look, told.append, apart=True)
    apart.ended.connect(lambda: told.append("ended"))
    with_project = session.start("job-storing", write)
    for _ in range(2):
        assert begun.acquire(timeout=WAIT / 1000)
    told.append("closing")
    session.close()
    assert written == ["all"] and with_project.is_out
    assert not apart.is_out and not session.is_working
    assert told == ["closing", "ended"]
    gone: list[object] = []
    apart.destroyed.connect(lambda: gone.append(1))
    shiboken6.delete(session)
    gate.set()
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT)
    assert told == ["closing", "ended"]


def test_what_a_job_brings_that_was_given_up_ends_in_its_own_thread(qtbot: QtBot) -> None:
    class Heavy:
        pass

    ended: list[int] = []

    def work(job: Job) -> Heavy:
        heavy = Heavy()
        weakref.finalize(heavy, lambda: ended.append(threading.get_ident()))
        job.cancel()
        return heavy

    job = Job(work)
    with qtbot.waitSignal(job.ended, timeout=WAIT):
        job.start()
    assert len(ended) == 1 and ended[0] != threading.get_ident()


def test_a_job_outlives_whoever_started_it_until_its_thread_is_done_and_nobody_waits_for_it(qtbot: QtBot) -> None:
    begun, goes_on, told = threading.Event(), threading.Event(), list[object]()

    def work(job: Job) -> str:
        begun.set()
        goes_on.wait(WAIT / 1000)
        job.say(0.5)
        return "result"

    owner = QObject()
    job = Job(work, owner)
    for signal in (job.progressed, job.finished, job.failed):
        signal.connect(told.append)
    job.start()
    assert begun.wait(WAIT / 1000)
    shiboken6.delete(owner)
    assert shiboken6.isValid(job) and job.is_cancelled and not job.is_out
    goes_on.set()
    qtbot.waitUntil(lambda: not shiboken6.isValid(job), timeout=WAIT)
    assert told == []


def test_a_job_that_was_discarded_goes_with_whoever_started_it(qtbot: QtBot) -> None:
    owner = QObject()
    job = Job(lambda _: "result", owner)
    with qtbot.waitSignal(job.ended, timeout=WAIT):
        job.start()
    job.discard()  # to be deleted in a later turn
    shiboken6.delete(owner)
    assert not shiboken6.isValid(job)
    assert left_alone() == 0
