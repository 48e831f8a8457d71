"""How cells of a table of people are painted and edited: rows tinted, the current cell framed, choices offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gridmap.model.plain_text import is_plain, without_strange_letters
from ui.look.told import ToldDelegate
from ui.panels.people.model import PeopleModel, tint

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(ToldDelegate):
    """Paints the ground of a row itself, since the window's style sheet leaves out what the model says of it.

    Parameters
    ----------
    model : PeopleModel
        Of the table.
    choices : callable
        Returns for an index what may be chosen in its cell, nothing if it is typed.
    """

    def __init__(self, parent: QObject, model: PeopleModel, choices: Callable[[Index], Sequence[str]]) -> None:
        super().__init__(parent, model.told)
        self._model, self._choices = model, choices

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground, then the cell, and a frame around the one that is typed or pasted into."""
        state: QStyle.StateFlag = option.state
        if self._model.is_lit(index.row()) and not state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, tint())
        super().paint(painter, option, index)
        if state & QStyle.StateFlag.State_HasFocus:
            palette: QPalette = option.palette
            painter.save()
            painter.setPen(QPen(QColor(palette.color(QPalette.ColorRole.Text)), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a list to choose from, or a field to type in."""
        choices = self._choices(index)
        if choices:
            box = QComboBox(parent)
            box.addItems(list(choices))
            box.activated.connect(lambda _: self._chosen(box))
            return box
        field = QLineEdit(parent)
        field.setFrame(False)
        field.textChanged.connect(lambda text: None if is_plain(text) else field.setText(without_strange_letters(text)))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what stands in the cell; with nothing where that is masked."""
        now = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findText(now))
        elif isinstance(editor, QLineEdit):
            editor.setText(now)
            if not now:
                editor.setPlaceholderText(str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed or chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Let the editor take the cell, and a list what it needs."""
        rect = option.rect
        if isinstance(editor, QComboBox):
            rect.setWidth(max(rect.width(), editor.sizeHint().width()))
        editor.setGeometry(rect)

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)
