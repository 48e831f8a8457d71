"""Reading a file of tables, whatever its suffix says."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from gridmap.exchange.tables.found import FoundTable

Progress = Callable[[int, int], None]
"""Sheets done, of how many; what it raises stops the reading."""


def read_tables(
    path: Path, *, password: str = "", sheets: Collection[str] | None = None, progress: Progress | None = None
) -> list[FoundTable]:
    """Find the tables of a file."""
    raise NotImplementedError
