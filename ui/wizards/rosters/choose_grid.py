"""Choose a grid that a list means, where none of the likely ones is it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from gridmap.model.plan import Plan
from ui.dialogs.picker import Choices, Picker
from ui.look.box_buttons import add_button
from ui.look.plain import as_title, plain_label
from ui.look.words import Words


class ChooseGrid(QDialog):
    """A picker over the grids of a plan.

    Parameters
    ----------
    asked : str
        What the list says.
    levels : collection of int
        Ranks of the levels of which one may choose.

    Signals
    -------
    chosen : int
        Id of the grid.
    """

    chosen = Signal(int)

    def __init__(self, plan: Plan, words: Words, asked: str, levels: tuple[int, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(as_title(words("roster-choose-grid")))
        at = np.flatnonzero(np.isin(plan.ranks, levels))
        names, codes = (plan.grids[column].to_numpy(dtype=object) for column in ("name", "code"))
        above = np.append(names, "")[plan.parent_positions[at]]
        self.picker = Picker(Choices(plan.ids[at], [names[at].tolist(), above.tolist(), codes[at].tolist()], 3))
        self.picker.choices.name([words(f"roster-choose-{key}") for key in ("name", "above", "code")])
        self.picker.field.setPlaceholderText(words("roster-search"))
        self.picker.field.setAccessibleName(words("roster-search"))
        self.picker.view.setAccessibleName(words("roster-choose-grid"))
        self.picker.view.setColumnWidth(1, 190)
        self.picker.view.setColumnWidth(2, 170)
        heading = plain_label()
        heading.setWordWrap(True)
        heading.setText(words("roster-choose-for", name=asked))
        self.buttons = QDialogButtonBox()
        self.take = add_button(self.buttons, QDialogButtonBox.ButtonRole.AcceptRole, words("roster-choose-take"))
        add_button(self.buttons, QDialogButtonBox.ButtonRole.RejectRole, words("window-cancel"))
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self.picker.picked.connect(lambda grid: self.take.setEnabled(bool(grid)))
        self.picker.done.connect(self.accept)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(self.picker, 1)
        layout.addWidget(self.buttons)
        self.resize(640, 460)
        self.picker.setFocus()

    def accept(self) -> None:
        """Tell which grid was chosen, and go."""
        if self.picker.chosen:
            self.chosen.emit(self.picker.chosen)
            super().accept()
