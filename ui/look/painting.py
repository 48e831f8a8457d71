"""A painter whose state is put back whatever happens: Qt warns of one that ends with states saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPainter


@contextmanager
def state_kept(painter: QPainter) -> Iterator[None]:
    """Put pen, clip, transform and all else back after what is painted inside, also where that is stopped."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()
