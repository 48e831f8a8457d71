"""A bar for how much is done that does not paint the window whenever it goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar


class ProgressBar(QProgressBar):
    """Is painted in the window's next turn, with all else that has changed.

    Qt's own paints at once when it gets a value, or a range that its value is not in, and with itself whatever in its
    window waits for being painted, a whole map at times.
    """

    def setRange(self, minimum: int, maximum: int) -> None:
        """Say what is nothing and what is all; both 0 while it is not known how much there is to do."""
        self.setUpdatesEnabled(False)
        super().setRange(minimum, maximum)
        self.setUpdatesEnabled(True)  # this asks for being painted

    def setValue(self, value: int) -> None:
        """Say how much is done."""
        self.setUpdatesEnabled(False)
        super().setValue(value)
        self.setUpdatesEnabled(True)
