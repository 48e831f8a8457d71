"""A suggestion of who takes what is vacant, before and after, to be applied as one step or left."""

from __future__ import annotations

from typing import Final

import pandas as pd
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from gridmap.edits import ApplySuggestion
from gridmap.people.suggestions import Suggestion
from ui.dialogs.base import EditDialog
from ui.dialogs.small_maps import side_by_side
from ui.dialogs.staffing_sketch import BeforeAndAfter, StaffingSketch
from ui.look.list_of_rows import as_list_of_rows
from ui.look.long_table import LongTable
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.lists.suggestion import headings_of_suggestion, left_in_words, suggestion_in_words
from ui.session.session import Session

_GIVEN: Final = {"village": 128, "code": 144, "name": 144, "role": 144, "leaves": 128, "comes": 128}
_LEFT: Final = {"village": 144, "code": 144, "name": 160, "limit": 320}
"""Columns of the two tables, from left to right, and their widths in pixels."""
_ROW_PX: Final = 28
_MOST_ROWS: Final = 5


class SuggestionDialog(EditDialog):
    """Shows a suggestion for the session's plan; what stays vacant says why.

    Parameters
    ----------
    suggestion : Suggestion
    changes : BeforeAndAfter, optional
        What it changes on the map; worked out in the background by whoever opens the dialog.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        suggestion: Suggestion,
        changes: BeforeAndAfter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, words, parent)
        self.suggestion = suggestion
        self.given, self.left = QTableWidget(), QTableWidget()
        self.summary, self._left_heading = plain_label(), plain_label()
        self.summary.setWordWrap(True)
        self._left_heading.setProperty("role", "heading")
        for table, name in ((self.given, "suggestion"), (self.left, "unfilled")):
            as_list_of_rows(table, _ROW_PX)
            table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            LongTable(table, words, name)
        self._before, self._after, self._legend = plain_label(), plain_label(), plain_label()
        self._legend.setProperty("role", "muted")
        self._legend.setWordWrap(True)
        self.sketches = [] if changes is None else [StaffingSketch(m, changes) for m in (changes.before, changes.after)]
        self.body.addWidget(self.summary)
        if self.sketches:
            maps = side_by_side((self._before, self._after), self.sketches)
            self.body.addLayout(maps, 1)
            self.body.addWidget(self._legend)
        self.body.addWidget(self.given, 1)
        self.body.addWidget(self._left_heading)
        self.body.addWidget(self.left)
        self.given.setVisible(bool(suggestion.given))
        for widget in (self._left_heading, self.left):
            widget.setVisible(bool(suggestion.unfilled))
        self.left.setFixedHeight(_ROW_PX * (min(len(suggestion.unfilled), _MOST_ROWS) + 1) + 4)
        self.do.setEnabled(bool(suggestion.given))
        self.resize(880, 580 if self.sketches else 520)
        session.privacy_changed.connect(self.set_texts)
        self.ready()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, plan, found = self.words, self.session.plan, self.suggestion
        names = headings_of_suggestion(plan, say.language)
        self.setWindowTitle(say("list-suggestion"))
        self.heading.setText(say("suggestion-heading" if found.given else "suggestion-nothing"))
        told = "suggest-summary" if found.proved else "suggest-summary-unproved"
        on, left = found.on.isoformat(), len(found.unfilled)
        self.summary.setText(say(told, on=on, filled=found.filled, left=left, moved=found.moved))
        _fill(self.given, suggestion_in_words(plan, found, say.language, self.session.privacy), _GIVEN, names)
        _fill(self.left, left_in_words(plan, found, say.language), _LEFT, names)
        self._left_heading.setText(say("list-unfilled"))
        self._before.setText(say("suggestion-before"))
        self._after.setText(say("suggestion-after"))
        self._legend.setText(say("suggestion-legend"))
        for sketch, label in zip(self.sketches, (self._before, self._after), strict=False):
            sketch.setAccessibleName(label.text())
        self.given.setAccessibleName(say("list-suggestion"))
        self.left.setAccessibleName(say("list-unfilled"))
        self.do.setText(say("suggestion-do"))

    def edit(self) -> ApplySuggestion | None:
        """Return what was suggested, ``None`` if that is nothing."""
        return ApplySuggestion(self.suggestion) if self.suggestion.given else None


def _fill(table: QTableWidget, rows: pd.DataFrame, widths: dict[str, int], names: dict[str, str]) -> None:
    table.setColumnCount(len(widths))
    table.setRowCount(len(rows))
    table.setHorizontalHeaderLabels([names[key] for key in widths])
    for place, (key, width) in enumerate(widths.items()):
        table.setColumnWidth(place, width)
        for row, text in enumerate(rows[key].tolist()):
            table.setItem(row, place, QTableWidgetItem(str(text)))
