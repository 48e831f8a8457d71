"""Guards against a binding that loses a reference to None in every void call.

PySide6 6.12.0 does so on Python 3.11: a program that paints runs for a while and then aborts with "deallocating None".
setup.cfg keeps that version out; this test would notice if it came back.
"""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

CALLS = 500  # few enough that a binding with the fault lives to be told
# Everything else that runs in between (caches, the collector) moves the count by a few dozen.
TOLERANCE = CALLS // 10


def references_to_none() -> int:
    while gc.collect():  # what earlier tests left may hold more that goes only with it
        pass
    return sys.getrefcount(None)


def qobject_calls() -> None:
    thing = QObject()
    for _ in range(CALLS):
        thing.setObjectName("grid")


def path_calls() -> None:
    path = QPainterPath()
    for i in range(CALLS):
        path.lineTo(i % 100, i % 7)


def painter_calls() -> None:
    image = QImage(16, 16, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    colour, place = QColor("white"), QRectF(0, 0, 4, 4)
    for _ in range(CALLS):
        painter.fillRect(place, colour)
    painter.end()


@pytest.mark.parametrize("calls", [qobject_calls, path_calls, painter_calls])
def test_void_calls_of_qt_keep_the_references_to_none(calls):
    calls()  # what is made once is made now
    drifts = []
    while len(drifts) < 3 and not (
        drifts and abs(drifts[-1]) < TOLERANCE
    ):  # other threads move it once, a fault always
        before = references_to_none()
        calls()
        drifts.append(references_to_none() - before)
    assert abs(drifts[-1]) < TOLERANCE, f"{CALLS} void calls moved the references to None by {drifts}"


def test_the_count_would_show_a_loss():
    # Holding references is the same movement the other way: the count sees one per call.
    before = references_to_none()
    held = [None] * CALLS
    drift = references_to_none() - before
    assert drift >= CALLS - TOLERANCE or sys.version_info >= (
        3,
        12,
    )  # None never dies from 3.12 on, so nothing can be lost
    del held
