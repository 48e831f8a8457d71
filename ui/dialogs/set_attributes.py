"""Set what is known of the selected grids: name, kind, urban or rural, use, note; of one, or of many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gridmap.edits import SetAttributes
from gridmap.model.scheme import SETTINGS
from ui.dialogs.base import EditDialog
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.session import Session

_TEXTS: Final = ("name", "use", "note")
_KEEP: Final = "\0"
"""Data of the entry that leaves a value as it is in each grid."""


class SetAttributesDialog(EditDialog):
    """Shows what the grids have in common; what is changed here is set for all of them, the rest stays.

    Parameters
    ----------
    grids : sequence of int
        Ids, at least one.
    """

    def __init__(self, session: Session, words: Words, grids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.grids = tuple(sorted(grids))
        self._rows = session.plan.grids.loc[list(self.grids)]
        self.texts = {column: QLineEdit() for column in _TEXTS}
        self.kind, self.setting = QComboBox(), QComboBox()
        self._labels = {column: plain_label() for column in ("name", "kind", "setting", "use", "note")}
        fields: dict[str, QWidget] = {"kind": self.kind, "setting": self.setting, **self.texts}
        for column, label in self._labels.items():
            label.setBuddy(fields[column])
            self.form.addRow(label, fields[column])
        for column, text in self.texts.items():
            text.setText(self._common(column) or "")
            text.textChanged.connect(self._show_whether_done)
        self.keep_plain(*self.texts.values())
        for choice in (self.kind, self.setting):
            choice.currentIndexChanged.connect(self._show_whether_done)
        self.setMinimumWidth(420)
        self.ready()
        self.texts["name"].setFocus()

    def _common(self, column: str) -> str | None:
        """Return the value that all grids have in a column, ``None`` if they differ."""
        values = set(self._rows[column])
        return str(values.pop()) if len(values) == 1 else None

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, plan = self.words, self.session.plan
        self.setWindowTitle(say("attributes-title"))
        grid = Wording(plan, say.language).grid(self.grids[0])
        self.heading.setText(grid if len(self.grids) == 1 else say("attributes-of-many", count=len(self.grids)))
        for column, label in self._labels.items():
            label.setText(say(f"attribute-{column}"))
        for column, text in self.texts.items():
            text.setAccessibleName(say(f"attribute-{column}"))
            text.setPlaceholderText(say("attributes-differ") if self._common(column) is None else "")
        ranks = {plan.scheme.kind(kind).level.rank for kind in self._rows["kind"] if kind in plan.scheme}
        kinds = [kind for kind in plan.scheme.kinds if ranks == {kind.level.rank}]
        self._fill(self.kind, "kind", [(kind.key, say.name(kind.name)) for kind in kinds])
        self._fill(self.setting, "setting", [(key, say(f"setting-{key}")) for key in SETTINGS])
        self.do.setText(say("attributes-do"))
        self._show_whether_done()

    def _fill(self, choice: QComboBox, column: str, entries: list[tuple[str, str]]) -> None:
        chosen = choice.currentData() if choice.count() else self._common(column)
        blocked = choice.blockSignals(True)
        choice.clear()
        choice.setAccessibleName(self.words(f"attribute-{column}"))
        common = self._common(column)
        if common is None:
            choice.addItem(self.words("attributes-differ"), _KEEP)
        elif common not in dict(entries):
            choice.addItem(common or self.words("attribute-not-said"), common)
        for key, text in entries:
            choice.addItem(text, key)
        choice.setCurrentIndex(max(choice.findData(_KEEP if chosen is None else chosen), 0))
        choice.blockSignals(blocked)

    def _changed(self) -> dict[str, str | int | float | bool]:
        """Return what was changed, by column."""
        changed: dict[str, str | int | float | bool] = {}
        for column, choice in (("kind", self.kind), ("setting", self.setting)):
            if choice.currentData() not in (_KEEP, self._common(column)):
                changed[column] = str(choice.currentData())
        for column, text in self.texts.items():
            common = self._common(column)
            if text.text().strip() != (common or "") or (common is None and text.isModified()):
                changed[column] = text.text().strip()
        return changed

    def _show_whether_done(self) -> None:
        self.do.setEnabled(bool(self._changed()))

    def edit(self) -> SetAttributes | None:
        """Return the edit, ``None`` if nothing was changed."""
        changed = self._changed()
        return SetAttributes("grids", self.grids, changed) if changed else None
