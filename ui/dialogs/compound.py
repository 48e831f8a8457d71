"""A compound: what it is called, what it has, its branch, and an outline around its buildings; new or corrected."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from gridmap.edits import AddCompound, CorrectCompound, Edit, RemoveOutline, Together
from gridmap.ground.compound_outlines import buildings_of, outline_around, place_named
from gridmap.ground.compounds import compounds
from gridmap.model.errors import GridMapError
from gridmap.people.privacy import shown_error
from ui.dialogs.base import EditDialog
from ui.dialogs.branch_choices import branch_choices
from ui.dialogs.picker import Picker
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session

_CALLED: Final = {
    "name": "compound-name",
    "alias": "inspector-compound-alias",
    "firm": "compound-firm",
    "committee": "compound-committee",
    "source": "compound-source",
    "declared_households": "compound-declared-households",
    "declared_residents": "compound-declared-residents",
    "registered": "compound-registered",
    "members": "compound-members",
}
_NUMBERS: Final = ("declared_households", "declared_residents", "registered", "members")


class CompoundDialog(EditDialog):
    """Ask for a compound.

    Parameters
    ----------
    grid : int
        Id of the grid that a new one is in.
    place : int
        Place among the compounds of the one that is corrected, or, if the list has none for it, put on the list; -1 for
        one of which nothing is known.

    Signals
    -------
    outline_wanted : int, str
        The form is done, and the outline of the compound of this row is to be drawn (``outline``) or its vertices
        corrected (``vertices``) on the map.
    """

    outline_wanted = Signal(int, str)

    def __init__(
        self, session: Session, words: Words, grid: int, place: int = -1, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, words, parent)
        plan, found = session.plan, compounds(session.plan)
        self.place, self.grid = place, grid
        self.compound = int(plan.tables["compounds"].index[place]) if 0 <= place < found.listed else 0
        self.texts = {key: QLineEdit() for key in _CALLED if key not in _NUMBERS}
        self.numbers = {key: QSpinBox() for key in _NUMBERS}
        self.has_committee, self.around = QCheckBox(), QCheckBox()
        for box in self.numbers.values():
            box.setRange(0, 1_000_000_000)
            box.setGroupSeparatorShown(True)
            box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        order = np.argsort(plan.tables["branches"]["name"].to_numpy(dtype=object), kind="stable")
        self.picker = Picker(branch_choices(plan, order, session.privacy))
        self.none = QPushButton()
        self.none.setAutoDefault(False)
        self.none.clicked.connect(self.picker.view.clearSelection)
        self.picker.beside.addWidget(self.none)
        self._labels = {key: plain_label() for key in _CALLED}
        self.above, self.minded = plain_label(), plain_label()
        self.minded.setProperty("role", "complaint")
        self.minded.setWordWrap(True)
        self.draw, self.correct, self.remove = QPushButton(), QPushButton(), QPushButton()
        for button, how in ((self.draw, "outline"), (self.correct, "vertices"), (self.remove, "")):
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._go_on, how))
        self.drawn = plain_label()
        branch = self._begin()
        self._lay_out()
        self.keep_plain(*self.texts.values())
        for field in self.texts.values():
            field.textChanged.connect(self._look)
        for box in self.numbers.values():
            box.valueChanged.connect(self._look)
        for tick in (self.has_committee, self.around):
            tick.toggled.connect(self._look)
        self.picker.picked.connect(self._look)
        self.resize(640, 600)
        self.ready()
        self.picker.choose(branch)
        self._look()
        self.texts["name"].setFocus()

    def _begin(self) -> int:
        """Show the compound as it is, and return its branch."""
        if not self.compound:
            if self.place >= 0:
                found = compounds(self.session.plan)
                self.texts["name"].setText(str(found.name[self.place]))
                self.grid = int(found.seat[self.place]) or self.grid
            return 0
        row = self.session.plan.tables["compounds"].loc[self.compound]
        for key, field in self.texts.items():
            field.setText(str(row[key]))
        for key, box in self.numbers.items():
            box.setValue(max(int(row[key]), 0))
        self.has_committee.setChecked(bool(row["has_committee"]))
        return int(row["branch"])

    def _lay_out(self) -> None:
        for key, label in self._labels.items():
            label.setBuddy(self.texts[key] if key in self.texts else self.numbers[key])
        pairs = QGridLayout()
        pairs.setHorizontalSpacing(12)
        pairs.setVerticalSpacing(8)
        for number, key in enumerate(_CALLED):
            row, column = divmod(max(number - 1, 0), 2)
            field = self.texts.get(key) or self.numbers[key]
            pairs.addWidget(self._labels[key], row + (number > 0), 2 * column)
            pairs.addWidget(field, row + (number > 0), 2 * column + 1, 1, 1 if number else 3)
        pairs.setColumnStretch(1, 1)
        pairs.setColumnStretch(3, 1)
        self.body.addLayout(pairs)
        self.body.addWidget(self.has_committee)
        self.body.addWidget(self.around)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.drawn)
        for button in (self.draw, self.correct, self.remove):
            line.addWidget(button)
        line.addStretch(1)
        self.body.addLayout(line)
        self.above.setBuddy(self.picker)
        self.body.addWidget(self.above)
        self.body.addWidget(self.picker, 1)
        self.body.addWidget(self.minded)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("compound-correct-title" if self.compound else "compound-new-title"))
        self.heading.hide()
        for key, label in self._labels.items():
            label.setText(say(_CALLED[key]))
            (self.texts.get(key) or self.numbers[key]).setAccessibleName(say(_CALLED[key]))
        self.has_committee.setText(say("compound-has-committee"))
        self.above.setText(say("compound-branch"))
        self.none.setText(say("compound-no-branch"))
        self.picker.field.setPlaceholderText(say("link-find"))
        self.picker.field.setAccessibleName(say("link-find"))
        self.picker.view.setAccessibleName(say("compound-branch"))
        columns = ("people-branch", "column-secretary", "people-village-of", "people-members")
        self.picker.choices.name([say(key) for key in columns])
        self.picker.widen({1: 92, 2: 148, 3: 80})
        self.do.setText(say("attributes-do" if self.compound else "worker-do"))
        self.draw.setText(say("compound-outline-again" if self._has_outline else "compound-outline-draw"))
        self.correct.setText(say("compound-outline-correct"))
        self.remove.setText(say("compound-outline-remove"))
        self.drawn.setText(say("compound-outline-is" if self._has_outline else "compound-outline-none"))
        self._say_around()

    @property
    def _has_outline(self) -> bool:
        table = self.session.plan.tables["compounds"]
        return bool(self.compound) and table.geometry.loc[self.compound] is not None

    def _go_on(self, how: str) -> None:
        """Save what is described, and go on with the outline on the map; ``""`` takes it away."""
        session, compound = self.session, self.compound
        if not how:
            self.around.setChecked(False)
        described = self.edit() if self.do.isEnabled() else None
        edits: list[Edit] = [one for one in (described, None if how else RemoveOutline(compound)) if one is not None]
        if len(edits) > 1:
            edits = [Together(tuple(edits), "correct-compound", {"name": self.texts["name"].text().strip()})]
        if edits and session.perform(edits[0]) is None:
            return
        self.reject()  # the project that changed has done so already
        if how:
            self.outline_wanted.emit(compound or int(session.plan.tables["compounds"].index.max()), how)

    def _whose(self) -> int:
        """Return the place of the compound whose buildings an outline would be around, -1 for none."""
        if self.place >= 0:
            return self.place
        return place_named(self.session.plan, self.texts["name"].text().strip(), self.grid)

    def _say_around(self) -> None:
        count = len(buildings_of(self.session.plan, self._whose()))
        self.around.setText(self.words("compound-around", count=count) if count else self.words("compound-around-none"))
        self.around.setEnabled(count > 0)
        if not count:
            self.around.setChecked(False)

    def _look(self) -> None:
        """Say beforehand why the compound cannot be as it is described."""
        self._say_around()
        edit, told = self.edit(), ""
        if edit is not None:
            try:
                edit.change(self.session.plan)
            except GridMapError as error:
                if error.key != "changes-nothing":
                    told = self.words.of(shown_error(error, self.session.privacy), self.session.plan)
                edit = None
        self.minded.setText(told)
        self.minded.setVisible(bool(told))
        self.do.setEnabled(edit is not None)
        as_it_is = bool(self.compound) and not told and bool(self.texts["name"].text().strip())
        self.draw.setEnabled(edit is not None or as_it_is)
        for button in (self.correct, self.remove):
            button.setVisible(self._has_outline)
            button.setEnabled(self.draw.isEnabled())

    def edit(self) -> AddCompound | CorrectCompound | None:
        """Return what is described, ``None`` while there is no name."""
        values: dict[str, str | int | bool] = {key: field.text().strip() for key, field in self.texts.items()}
        name = str(values["name"])
        if not name:
            return None
        values |= {key: box.value() for key, box in self.numbers.items()}
        values |= {"has_committee": self.has_committee.isChecked(), "branch": self.picker.chosen}
        plan = self.session.plan
        outline = outline_around(plan, self._whose()) if self.around.isChecked() else None
        if self.compound:
            row = plan.tables["compounds"].loc[self.compound]
            changed = {key: value for key, value in values.items() if row[key] != value}
            return CorrectCompound(self.compound, self._with_committee(changed), outline)
        values = self._with_committee(values)
        return AddCompound(name, self.grid, outline, {key: value for key, value in values.items() if key != "name"})

    def _with_committee(self, values: dict[str, str | int | bool]) -> dict[str, str | int | bool]:
        """Return values where a committee whose name is new is one that there is."""
        return {**values, "has_committee": True} if values.get("committee") else values
