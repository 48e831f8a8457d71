"""A box to choose from whose words end in dots where they have too little room; Qt alone cuts them off."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from ui.look.painting import ended
from ui.look.plain import as_it_reads


class ChoiceBox(QComboBox):
    """A combo box that says in full under the pointer what it has no room for."""

    def __init__(self) -> None:
        super().__init__()
        self.currentTextChanged.connect(lambda text: self.setToolTip(as_it_reads(text.strip())))

    def shown_text(self) -> str:
        """Return what is read in the box: the words without what sets them in, as many as there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        words = option.currentText.strip()
        return option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box as every other one."""
        option = QStyleOptionComboBox()
        with ended(QStylePainter(self)) as painter:
            self.initStyleOption(option)
            option.currentText = self.shown_text()
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
