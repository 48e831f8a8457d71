"""By what the rows of a table of people are chosen: what is typed, a place, a kind, whether they lack a grid."""

from __future__ import annotations

from collections import Counter

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from gridmap.model.arrays import BoolArray
from gridmap.model.plan import Plan
from ui.look.choice_box import ChoiceBox
from ui.look.long_lists import expect_many_rows
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.panels.people.places import Places
from ui.panels.people.tables import Table
from ui.session.session import Session


class Filters(QWidget):
    """A field, two lists and a box in a line, and how many rows are left.

    Attributes
    ----------
    text : QLineEdit
    town, village : QComboBox
    sort : QComboBox
        The kind of facilities, with how many rows there are of it.
    lacking : QCheckBox
        Only rows without a grid.
    count : QLabel
    """

    changed = Signal()

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session, self._words = session, words
        self._places_due = self._kinds_due = True
        self.text, self.town, self.village = QLineEdit(), QComboBox(), QComboBox()
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(96)
        for box in (self.town, self.village):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
        self.sort = ChoiceBox()
        for box in (self.town, self.village):
            expect_many_rows(box)
        self.sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sort.setMinimumContentsLength(14)
        self.sort.hide()
        self.lacking = QCheckBox()
        self.count: QLabel = plain_label()
        self.count.setProperty("role", "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(8)
        line.addWidget(self.text, 1)
        for widget in (self.sort, self.town, self.village, self.lacking, self.count):
            line.addWidget(widget)
        self.text.textChanged.connect(lambda _: self.changed.emit())
        self.town.currentIndexChanged.connect(self._choose_town)
        self.village.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.sort.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.lacking.toggled.connect(lambda _: self.changed.emit())

    @property
    def typed(self) -> str:
        """What is typed, without blanks around it."""
        return self.text.text().strip()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        for field, key in ((self.text, "people-filter"), (self.town, "people-town"), (self.village, "people-village"),
                           (self.sort, "roster-field-facility_kind")):  # fmt: skip
            field.setAccessibleName(say(key))
        self.text.setPlaceholderText(say("people-filter"))
        self.text.setToolTip(say("people-filter-help"))
        self.lacking.setText(say("people-lacking"))
        self.plan_changed()
        self.follow()

    def plan_changed(self) -> None:
        """Remember that the plan is another, and offer what it has once that is to be seen."""
        self._places_due = self._kinds_due = True

    def follow(self) -> None:
        """Offer the places and kinds of the present plan, unless that is done."""
        if self._places_due:
            self._places_due = False
            self._list_places()
        if self._kinds_due and not self.sort.isHidden():
            self._kinds_due = False
            self._list_kinds()

    def _list_places(self) -> None:
        """Offer the towns, and the villages of the town that is chosen."""
        levels = self._session.plan.scheme.levels
        self._fill(self.town, self._words("people-any-town"), 0, 0)
        self.village.setVisible(len(levels) > 1)
        if len(levels) > 1:
            above = int(self.town.currentData() or 0)
            self._fill(self.village, self._words("people-any-village"), 1, above)

    def _list_kinds(self) -> None:
        """Offer the kinds of facilities with how many rows there are of each, those alone of which there are any."""
        plan, box, chosen = self._session.plan, self.sort, self.sort.currentData()
        count = Counter(plan.tables["facilities"]["kind"].tolist())
        box.blockSignals(True)
        box.clear()
        box.addItem(self._words("people-any-kind"), "")
        for kind in plan.scheme.facilities:
            if kind.key in count:
                name, rows = self._words.name(kind.name), count[kind.key]
                box.addItem(self._words("people-kind-rows", name=name, count=rows), kind.key)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)

    def _fill(self, box: QComboBox, anywhere: str, rank: int, above: int) -> None:
        plan, chosen = self._session.plan, box.currentData()
        at = plan.ranks == plan.scheme.levels[rank].rank
        if above:
            at &= plan.ancestors_at(plan.scheme.levels[0]) == above
        names, codes = plan.grids["name"].to_numpy(dtype=object)[at], plan.grids["code"].to_numpy(dtype=object)[at]
        offered = np.where(names == "", codes, names).tolist()
        places = Places(anywhere, offered, plan.ids[at].tolist(), box)
        box.blockSignals(True)
        box.setModel(places)
        box.setCurrentIndex(places.row_of(chosen))
        box.blockSignals(False)

    def _choose_town(self, _: int) -> None:
        self._list_places()
        self.changed.emit()

    def place(self, plan: Plan) -> BoolArray | None:
        """Return which grids lie in the town or village that is chosen, ``None`` for all."""
        for rank, box in ((1, self.village), (0, self.town)):
            if box.currentData() and rank < len(plan.scheme.levels):
                return np.asarray(plan.ancestors_at(plan.scheme.levels[rank]) == box.currentData(), dtype=bool)
        return None

    def fits(self, table: Table) -> BoolArray | None:
        """Return which rows of a table fit the place and the box, ``None`` for all."""
        grids = self.place(table.plan)
        fits = None if grids is None else table.about(grids)
        if self.lacking.isChecked() and not self.lacking.isHidden():
            fits = table.without_grid if fits is None else fits & table.without_grid
        if table.kind == "facilities" and self.sort.currentData():
            kinds = table.plan.tables["facilities"]["kind"].to_numpy(dtype=object)
            mine = np.asarray(kinds == self.sort.currentData(), dtype=bool)
            fits = mine if fits is None else fits & mine
        return fits
