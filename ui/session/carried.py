"""What is carried when somebody is dragged from a table onto a grid: ids alone, which tell nobody who it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData

WORKERS: Final = "application/x-gridmap-workers"


def workers_carried(ids: Sequence[int]) -> QMimeData:
    """Return workers as they are dragged."""
    data = QMimeData()
    data.setData(WORKERS, QByteArray(",".join(map(str, ids)).encode("ascii")))
    return data


def workers_in(data: QMimeData) -> tuple[int, ...]:
    """Return the ids of the workers that are dragged, none if it is something else or from elsewhere."""
    text = bytes(data.data(WORKERS).data()).decode("ascii", "replace") if data.hasFormat(WORKERS) else ""
    parts = text.split(",") if text else []
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()
