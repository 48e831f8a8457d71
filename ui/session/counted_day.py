"""The day for which the window counts who answers for what: today, or one that was chosen, past or planned."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS: Final = 20_000
"""So often it is seen whether midnight has passed; a machine that slept through it is told soon after."""


class CountedDay(QObject):
    """One day for everything that the window shows and writes; edits begin today all the same, unless they are told.

    Attributes
    ----------
    chosen : date or None
        The day that was chosen, ``None`` for today, whichever day that is.
    """

    changed = Signal(object)
    """The day (a date) is another: it was chosen, or midnight has passed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.chosen: dt.date | None = None
        self._told = self.today()
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._watch.timeout.connect(self.look_at_clock)
        self._watch.start()

    @staticmethod
    def today() -> dt.date:
        """Return the day that it is."""
        return dt.date.today()

    @property
    def date(self) -> dt.date:
        """The day that counts, the one that was told last; it changes with the signal and not before."""
        return self._told

    @property
    def is_today(self) -> bool:
        """Whether no other day was chosen."""
        return self.chosen is None

    def choose(self, day: dt.date | None) -> None:
        """Count another day; today itself, or ``None``, follows the clock."""
        self.chosen = None if day == self.today() else day
        self._tell()

    def look_at_clock(self) -> None:
        """Count the new day if midnight has passed and today counts."""
        if self.chosen is not None and self.chosen == self.today():
            self.chosen = None  # a planned day has come
        self._tell()

    def _tell(self) -> None:
        day = self.chosen or self.today()
        if day != self._told:
            self._told = day
            self.changed.emit(day)
