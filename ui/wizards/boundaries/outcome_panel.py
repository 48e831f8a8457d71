"""Beside the map of the wizard: what would come in with its colours and counts, what is asked, what may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridmap.exchange.boundary_outcome import Suggestion
from gridmap.model.arrays import IntArray
from layers.incoming import Incoming
from layers.marks import Entry
from ui.canvas.renderer import Look
from ui.look.appearance import appearance_of
from ui.look.fields import number_field
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.panels.swatches import SIZE, swatch
from ui.wizards.boundaries.preview import STATES
from ui.wizards.boundaries.questions import Questions
from ui.wizards.boundaries.work import Wishes

_ORDER: Final = ("new", "changed", "renamed", "doubtful", "left_out", "gone", "same")
"""What a user looks at first comes first."""
_MATCH_M: Final = 0.5
_MOST_M: Final = 10.0
ALL: Final = -1


class Legend(QListWidget):
    """States with their colours and how many lines are in each; the one that is chosen filters the table.

    Signals
    -------
    chosen : int
        Place in :data:`STATES`, -1 for all.
    """

    chosen = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("incoming-legend")
        self.setAccessibleName(words("legend-incoming"))
        self.setIconSize(SIZE)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._changed)

    def show_counts(self, counts: IntArray) -> None:
        """Show how many lines are in each state; states of which there are none are left out."""
        look, kept = appearance_of(QApplication.palette()), self.chosen_state
        colours = Look(look.key == "dark", look.surface)
        self.blockSignals(True)
        self.clear()
        self._add(ALL, self._words("boundaries-all", count=int(counts.sum())), QIcon())
        for name in _ORDER:
            state = STATES.index(name)
            if counts[state]:
                entry = Entry(f"legend-incoming-{name}", (Incoming.styles[state],))
                icon = QIcon(swatch(entry, colours, look.muted, self.devicePixelRatioF()))
                self._add(state, f"{self._words(f'legend-incoming-{name}')}  {counts[state]:,}", icon)
        at = next((row for row in range(self.count()) if self.item(row).data(Qt.ItemDataRole.UserRole) == kept), 0)
        self.setCurrentRow(at)
        self.blockSignals(False)
        self.setFixedHeight(self.sizeHintForRow(0) * self.count() + 8)
        self.setAccessibleName(self._words("legend-incoming"))
        if self.chosen_state != kept:
            self.chosen.emit(self.chosen_state)

    @property
    def chosen_state(self) -> int:
        """The state that is chosen, -1 for all."""
        at = self.currentRow()
        return ALL if at < 0 else int(self.item(at).data(Qt.ItemDataRole.UserRole))

    def choose(self, state: int) -> None:
        """Choose a state."""
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == state:
                self.setCurrentRow(row)

    def sizeHint(self) -> QSize:
        """Return a size at which words and counts have room."""
        return QSize(220, self.sizeHintForRow(0) * max(self.count(), 1) + 8)

    def _add(self, state: int, text: str, icon: QIcon) -> None:
        item = QListWidgetItem(icon, text)
        item.setData(Qt.ItemDataRole.UserRole, state)
        self.addItem(item)

    def _changed(self) -> None:
        self.chosen.emit(self.chosen_state)


class OutcomePanel(QWidget):
    """Legend, questions and choices, one below the other.

    Signals
    -------
    wished : Wishes
        The user wants it otherwise for all files.
    """

    wished = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.legend = Legend(words)
        self.questions = Questions(words)
        self.number, self.match, self.retire, self.people = (QCheckBox() for _ in range(4))
        self.metres = number_field()
        self.metres.setRange(0.01, _MOST_M)
        self.metres.setDecimals(2)
        self.metres.setSingleStep(0.1)
        self.metres.setValue(_MATCH_M)
        self.metres.setKeyboardTracking(False)
        self.metres.setObjectName("metres")
        self.metres.setFixedWidth(150)
        self.heading = plain_label()
        self.heading.setProperty("role", "heading")
        self.matched, self.offered = plain_label(), plain_label()
        for label in (self.matched, self.offered):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
            label.setIndent(22)
        line = QHBoxLayout()
        line.setContentsMargins(22, 0, 0, 0)
        line.addWidget(self.metres)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.questions)
        layout.addWidget(self.legend)
        layout.addSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self.number)
        layout.addWidget(self.match)
        layout.addLayout(line)
        layout.addWidget(self.matched)
        layout.addWidget(self.retire)
        layout.addWidget(self.people)
        layout.addWidget(self.offered)
        layout.addStretch(1)
        for box in (self.number, self.match, self.retire, self.people):
            box.clicked.connect(self._wish)
        self.metres.valueChanged.connect(self._wish_metres)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        self.heading.setText(say("boundaries-choices"))
        self._name_boxes({})
        self.metres.setSuffix(say("boundaries-metres"))
        self.metres.setAccessibleName(say("boundaries-tolerance"))
        self.metres.setToolTip(say("boundaries-tolerance"))

    def _name_boxes(self, counts: dict[str, int]) -> None:
        say = self._words
        self.number.setText(say("boundaries-number"))
        self.match.setText(say("boundaries-match"))
        self.retire.setText(say("boundaries-retire", count=counts.get("gone", 0)))
        self.people.setText(say("boundaries-people"))

    def show_state(
        self, wishes: Wishes, suggestions: Sequence[Suggestion], counts: dict[str, int], offered: Sequence[str]
    ) -> None:
        """Show what is wished now, and for how many rows it would make a difference.

        Parameters
        ----------
        wishes : Wishes
        suggestions : sequence of Suggestion
        counts : dict
            As of :class:`~gridmap.exchange.boundary_outcome.PreparedBoundaries`.
        offered : sequence of str
            Headers of columns of people that may come in.
        """
        say = self._words
        self._name_boxes(counts)
        bare = sum(int(str(one.values.get("count", 0))) for one in suggestions if one.key == "number")
        if bare:
            self.number.setText(say("boundaries-number-some", count=bare))
        self.offered.setText(say("said-between").join(offered))
        self.matched.setText(say("boundaries-matched", count=counts.get("matched", 0)))
        self.number.setChecked(wishes.number)
        self.match.setChecked(wishes.match > 0)
        self.retire.setChecked(wishes.retire_gone)
        self.people.setChecked(wishes.people)
        self.metres.setEnabled(wishes.match > 0)
        self.matched.setVisible(wishes.match > 0)
        self.retire.setVisible(bool(counts.get("gone")) or wishes.retire_gone)
        self.people.setVisible(bool(offered))
        self.offered.setVisible(bool(offered))
        for box in (self.number, self.match, self.retire, self.people):
            box.setToolTip(box.text())

    def _wish(self) -> None:
        self.metres.setEnabled(self.match.isChecked())
        self.wished.emit(
            Wishes(
                number=self.number.isChecked(),
                match=self.metres.value() if self.match.isChecked() else 0.0,
                people=self.people.isChecked(),
                retire_gone=self.retire.isChecked(),
            )
        )

    def _wish_metres(self) -> None:
        if self.match.isChecked():
            self._wish()
