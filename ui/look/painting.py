"""Painters that leave nothing behind, whatever happens while they paint.

Qt warns of one that ends with states saved, and widgets of one window share an engine: a painter that is alive still,
because somebody holds what went wrong, keeps the next one from painting, or takes the engine from it when it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtGui import QPainter

P = TypeVar("P", bound=QPainter)


@contextmanager
def ended(painter: P) -> Iterator[P]:
    """End a painter after what is painted inside, also where that has failed."""
    try:
        yield painter
    finally:
        painter.end()


@contextmanager
def state_kept(painter: QPainter) -> Iterator[None]:
    """Put pen, clip, transform and all else back after what is painted inside, also where that is stopped."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()
