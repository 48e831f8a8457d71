"""What is done soon has a turn for itself, after the paint that was asked for at the same time."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

from ui.look.soon import soon

LAST = Qt.EventPriority.LowEventPriority.value
"""As Qt asks for paints."""


def test_what_is_done_soon_has_another_turn_than_the_paint_that_was_asked_for_with_it(qtbot):
    done = []

    class Painted(QObject):
        def event(self, event):
            done.append("paint")
            return super().event(event)

    owner, painted = QObject(), Painted()
    timer = soon(owner, lambda: done.append("work"))
    for _ in range(3):
        timer.start()
    QCoreApplication.postEvent(painted, QEvent(QEvent.Type.UpdateRequest), LAST)
    turns = []
    while "work" not in done:
        before = len(done)
        QCoreApplication.processEvents()
        turns.append(done[before:])
    assert [turn for turn in turns if turn] == [["paint"], ["work"]]


def test_what_is_to_be_done_soon_is_not_once_its_owner_is_gone(qtbot):
    done = []
    owner = QObject()
    soon(owner, lambda: done.append("work")).start()
    QCoreApplication.processEvents()
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete.value)
    for _ in range(5):
        QCoreApplication.processEvents()
    assert done == []
