"""Which questions of Qt a model has an answer to."""

from __future__ import annotations

from PySide6.QtCore import Qt


def numbers_of(*roles: Qt.ItemDataRole) -> frozenset[int]:
    """Return roles as the numbers that Qt asks by, so that a question which nobody answers costs one look."""
    return frozenset(int(role) for role in roles)
