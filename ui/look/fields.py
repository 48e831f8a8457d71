"""Fields for numbers, whose text stands as far from the frame as in every other field."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

_F = TypeVar("_F", bound=QAbstractSpinBox)
_BEFORE_PX: Final = 7
"""Left of the number: Qt 6 leaves the padding of a style sheet out on the side where a spin box has no buttons."""


def whole_number_field() -> QSpinBox:
    """Return a field for a whole number, with arrows up and down."""
    return _spaced(QSpinBox())


def number_field() -> QDoubleSpinBox:
    """Return a field for a number with decimals, with arrows up and down."""
    return _spaced(QDoubleSpinBox())


def _spaced(field: _F) -> _F:
    field.lineEdit().setTextMargins(_BEFORE_PX, 0, 0, 0)
    return field
