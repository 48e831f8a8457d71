"""A party-building zone: its name, kind, the branch that leads it, and its ground; new or corrected."""

from __future__ import annotations

import numpy as np
import shapely
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from gridmap.edits import AddZone, CorrectZone
from gridmap.ground.tiling import valid_shapes
from gridmap.model.plan import Plan
from gridmap.people.branches import seats
from gridmap.people.privacy import Profile
from gridmap.people.vacancies import places_of
from ui.dialogs.base import EditDialog
from ui.dialogs.branch_choices import branch_choices, villages_of_branches
from ui.dialogs.picker import Choices, Picker
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session


class ZoneDialog(EditDialog):
    """Ask for a zone; its ground is that of the grids that are selected, if that is wanted.

    Parameters
    ----------
    zone : int
        Which is corrected, 0 for a new one.
    """

    def __init__(self, session: Session, words: Words, zone: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.zone = zone
        plan = session.plan
        zones = plan.tables["zones"]
        self.grids = tuple(grid for grid in session.selection if plan.shape(grid) is not None)
        self.name, self.kind, self.ground = QLineEdit(), QComboBox(), QCheckBox()
        self.kind.setEditable(True)
        self.kind.addItems(sorted({str(kind) for kind in zones["kind"] if kind}))
        self.kind.setCurrentText("")
        branch = 0
        if zone:
            row = zones.loc[zone]
            self.name.setText(str(row["name"]))
            self.kind.setCurrentText(str(row["kind"]))
            branch = int(row["branch"])
        self.ground.setEnabled(bool(self.grids))
        self.ground.setChecked(bool(self.grids) and not zone)
        self.picker = Picker(leading_branches(plan, self.grids, session.privacy))
        self.none = QPushButton()
        self.none.setAutoDefault(False)
        self.none.clicked.connect(self.picker.view.clearSelection)
        self.picker.beside.addWidget(self.none)
        self._name_label, self._kind_label, self._branch_label = plain_label(), plain_label(), plain_label()
        for label, field in ((self._name_label, self.name), (self._kind_label, self.kind)):
            label.setBuddy(field)
            self.form.addRow(label, field)
        self.form.addRow(self.ground)
        self._branch_label.setBuddy(self.picker)
        self.form.addRow(self._branch_label)
        self.form.addRow(self.picker)
        self.keep_plain(self.name)
        self.name.textChanged.connect(self._enable)
        self.resize(620, 520)
        self.ready()
        self.picker.choose(branch)
        self._enable()
        self.name.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("zone-correct-title" if self.zone else "zone-new-title"))
        self.heading.hide()
        for label, field, key in (
            (self._name_label, self.name, "people-zone"),
            (self._kind_label, self.kind, "people-zone-kind"),
            (self._branch_label, self.picker.view, "people-leads"),
        ):
            label.setText(say(key))
            field.setAccessibleName(say(key))
        self.ground.setText(say("zone-ground", count=len(self.grids)) if self.grids else say("zone-ground-none"))
        self.none.setText(say("zone-no-branch"))
        self.picker.field.setPlaceholderText(say("link-find"))
        self.picker.field.setAccessibleName(say("link-find"))
        columns = ("people-branch", "column-secretary", "people-village-of", "people-members")
        self.picker.choices.name([say(key) for key in columns])
        self.picker.widen({1: 92, 2: 148, 3: 80})
        self.do.setText(say("attributes-do" if self.zone else "worker-do"))

    def edit(self) -> AddZone | CorrectZone | None:
        """Return what is described, ``None`` while there is no name."""
        name, kind, branch = self.name.text(), self.kind.currentText(), self.picker.chosen
        if not name.strip():
            return None
        ground = self._shape() if self.ground.isChecked() else None
        if not self.zone:
            return AddZone(name, kind, branch, ground)
        return CorrectZone(self.zone, name, kind, branch, ground)

    def _shape(self) -> shapely.Geometry:
        plan = self.session.plan
        return shapely.union_all(valid_shapes(plan)[plan.positions(self.grids)])

    def _enable(self) -> None:
        self.do.setEnabled(bool(self.name.text().strip()))


def leading_branches(plan: Plan, grids: tuple[int, ...], privacy: Profile) -> Choices:
    """Return all branches, those that are seated in some grids or in their villages first."""
    ids, (which, grid) = plan.tables["branches"].index.to_numpy(), seats(plan)
    villages = villages_of_branches(plan)
    at = plan.positions(list(grids)) if grids else np.empty(0, dtype=np.int64)
    near = np.isin(villages, [name for name in places_of(plan, at)["village_name"].tolist() if name])
    near |= np.isin(np.arange(len(ids)), which[np.isin(grid, at)])
    return branch_choices(plan, np.lexsort((ids, ~near)), privacy)
