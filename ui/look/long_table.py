"""What every long table of the window has: columns to choose and to move, and rows that Excel takes as they are."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPoint, QStringListModel, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QTreeView

from gridmap.model.plain_text import plain_text
from ui.look.plain import as_menu_text
from ui.look.words import Words

_SPREADSHEET: Final = (
    '<html><head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'  # as Excel and WPS write it
)
_FORMULA: Final = re.compile(r"[\s\ufeff\u200b-\u200f]*[=+\-@＝＋－＠]")
"""How a cell begins that Excel, WPS or LibreOffice works out when it is pasted."""
_NUMBER: Final = re.compile(r"-?[0-9]+(,[0-9]{3})*(\.[0-9]+)?")
_AS_TEXT: Final = "mso-number-format:'\\@'"
"""Excel leaves a cell of this format as it is; else a code of 12 digits becomes a number, and loses leading zeros."""


class LongTable(QObject):
    """Lets one choose the columns of a view by its header and its menu, and copy selected rows by Ctrl+C.

    Parameters
    ----------
    view : QTableView or QTreeView
        With its model; the object is the view's child.
    words : Words
    name : str
        Under which the window remembers the columns.
    pinned : int
        The column that cannot be hidden.

    Attributes
    ----------
    more : list of QAction
        What else its menu offers, on top.
    no_room : set of int
        Columns that are hidden because there is no room for them; they are copied all the same.
    """

    def __init__(self, view: QTableView | QTreeView, words: Words, name: str, pinned: int = 0) -> None:
        super().__init__(view)
        self.setObjectName(f"columns-{name}")
        self.view = view
        self._words = words
        self._pinned = pinned
        self.more: list[QAction] = []
        self.no_room: set[int] = set()
        header = self.header
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self._ask_for_columns(header.mapToGlobal(at)))
        self.copy = QAction(self)
        self.copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy.triggered.connect(self.copy_rows)
        view.addAction(self.copy)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._ask)

    @property
    def header(self) -> QHeaderView:
        """The header whose sections are the columns."""
        return self.view.header() if isinstance(self.view, QTreeView) else self.view.horizontalHeader()

    # ---- columns -----------------------------------------------------------------------------------------------------

    def columns(self) -> list[int]:
        """Return the columns that are shown, from left to right, with those that there is no room for."""
        header = self.header
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [column for column in order if column in self.no_room or not header.isSectionHidden(column)]

    def menu(self) -> QMenu:
        """Return a menu that shows and hides columns."""
        menu = QMenu(self._words("table-columns"), self.view)
        model, header = self.view.model(), self.header
        for column in range(model.columnCount()):
            action = menu.addAction(as_menu_text(str(model.headerData(column, Qt.Orientation.Horizontal) or "")))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(column))
            action.setEnabled(column != self._pinned)
            action.toggled.connect(lambda shown, column=column: header.setSectionHidden(column, not shown))
        return menu

    def _ask_for_columns(self, at: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _ask(self, at: QPoint) -> None:
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.more:
            menu.addActions(self.more)
            menu.addSeparator()
        self.copy.setText(self._words("table-copy"))
        self.copy.setEnabled(bool(self._rows()))
        menu.addAction(self.copy)
        columns = self.menu()
        columns.setParent(menu, columns.windowFlags())
        menu.addMenu(columns)
        menu.popup(self.view.viewport().mapToGlobal(at))

    # ---- copying -----------------------------------------------------------------------------------------------------

    def _rows(self) -> list[QModelIndex]:
        """Return the first cell of every selected row, in the order in which they stand."""
        rows = self.view.selectionModel().selectedRows()
        if isinstance(self.view, QTableView):
            return sorted(rows, key=QModelIndex.row)
        return sorted(rows, key=lambda index: self.view.visualRect(index).top())

    def copy_rows(self) -> None:
        """Put the headings and the selected rows on the clipboard: as text, cells by tabs, and as a table."""
        rows = self._rows()
        if not rows:
            return
        model, columns = self.view.model(), self.columns()
        cells = [[_plain(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns]]
        cells += [[_plain(model.data(row.siblingAtColumn(column))) for column in columns] for row in rows]
        data = _clipping()
        data.setText("\n".join("\t".join(_guarded(_one_line(cell)) for cell in row) for row in cells))
        data.setHtml(as_spreadsheet(cells))
        QGuiApplication.clipboard().setMimeData(data)


def _clipping() -> QMimeData:
    """Return empty data for the clipboard that Qt made itself.

    What is made here would be a Python object; the clipboard outlives Python, and the program would end by crashing
    when it lets go of that (PySide 6.11, met by trying).
    """
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    for format_ in data.formats():
        data.removeFormat(format_)
    return data


def as_spreadsheet(cells: Iterable[Sequence[str]]) -> str:
    """Return rows of texts as the HTML that Excel and WPS paste: figures as numbers, codes as the text they are."""
    return _SPREADSHEET.format(rows="".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in cells))


def _cell(text: str) -> str:
    number = text.replace(",", "")
    is_code = len(number) > 11 or (len(number) > 1 and number.startswith("0") and not number.startswith("0."))
    is_code |= _NUMBER.fullmatch(text) is None
    style = f' style="{_AS_TEXT}"' if is_code else ""
    return f"<td{style}>{html.escape(_guarded(text) if is_code else number)}</td>"


def _plain(value: object) -> str:
    return "" if value is None else plain_text(str(value))


def _guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: as officers write such a cell themselves, ``'+86 …``."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
