"""A link in a narrow panel: a button that takes as many lines as its words need."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.look.plain import as_it_reads

_LEAST_PX: Final = 60


class WrappingLink(QPushButton):
    """A button that looks like a link, whose words go on in the next line where there is too little room.

    Qt's own button is as wide as its words, and pushes what stands beside it out of a narrow panel.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = ""
        """Its words, in one line."""
        self.setFlat(True)
        self.setProperty("role", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, words: str) -> None:
        """Show other words, which are no markup."""
        if words != self.said:
            self.said = words
            self.setAccessibleName(as_it_reads(words))
            self._wrap()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size at which the words stand in one line."""
        around = super().sizeHint() - self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return around + QSize(self.fontMetrics().horizontalAdvance(self.said) + 1, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return the least size: a word or two in a line."""
        return QSize(min(_LEAST_PX, self.sizeHint().width()), self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """Whether it is higher where it is narrower: always."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high it is with as many lines as that takes."""
        more = len(self._lines(width)) - 1
        return self.sizeHint().height() + max(more, 0) * self.fontMetrics().lineSpacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        self.setText("\n".join(self._lines(self.width())).replace("&", "&&"))

    def _lines(self, width: int) -> list[str]:
        layout = QTextLayout(self.said, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width - 2, _LEAST_PX - 2))  # what the rim of a link takes
            lines.append(self.said[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        return lines
