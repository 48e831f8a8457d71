"""What else may be wanted of an export: several pages or forms, a scale, a review number, a template, coordinates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from gridmap.model.errors import BadInput
from gridmap.project.earlier import Moment, plan_on
from ui.dialogs.files_asked import ask_which
from ui.look.day_edit import DayEdit
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.export import Export
from ui.outputs.paper.grid_changes import changes_of
from ui.session.session import Session

SCALES: Final = (0, 500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000)
CRS: Final = ("", "EPSG:4490", "EPSG:4326", "gcj02", "bd09")
"""Coordinates of data that are offered; any other EPSG code is typed."""

_CRS_WORDS: Final = {
    "": "export-crs-own",
    "EPSG:4490": "crs-cgcs2000",
    "EPSG:4326": "crs-wgs84",
    "gcj02": "crs-gcj02",
    "bd09": "crs-bd09",
}
_ROWS: Final = {
    "pages": "atlas",
    "forms": "forms",
    "scale": "scale",
    "review": "review",
    "template": "template",
    "since": "since",
    "crs": "crs",
}
"""By the name of a row, what a format must ask for it to be shown; ``export-NAME`` is its label."""


class MoreOptions(QWidget):
    """Rows of the export dialog that only some formats have."""

    changed = Signal()

    def __init__(self, session: Session, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._words = session, words
        # Where it stays, in the order of the keys: what is put elsewhere is dressed again.
        self._labels = {name: plain_label(self) for name in _ROWS}
        beside_template, beside_since = QWidget(self), QWidget(self)
        self.pages, self.forms, self.scale = (QComboBox(self) for _ in range(3))
        self.review, self.template = QLineEdit(self), QLineEdit(beside_template)
        self.browse = QPushButton(beside_template)
        self.review.setMaxLength(60)
        self.lists_changes = QCheckBox(beside_since)
        self.since = DayEdit(session.on.replace(month=1, day=1), beside_since)
        self.crs = QComboBox(self)
        self.pages.addItem("", "")
        for level in session.plan.scheme.levels:
            self.pages.addItem("", level.key)
        for form in ("dossier", "board"):
            self.pages.addItem("", form)
        for scale in SCALES:
            self.scale.addItem("", scale)
        for form in ("", "dossier"):
            self.forms.addItem("", form)
        for crs in CRS:
            self.crs.addItem("", crs)
        self.crs.setEditable(True)
        self.crs.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._fields: dict[str, QWidget] = {
            "pages": self.pages,
            "forms": self.forms,
            "scale": self.scale,
            "review": self.review,
            "template": _side_by_side(beside_template, self.template, self.browse),
            "since": _side_by_side(beside_since, self.lists_changes, self.since),
            "crs": self.crs,
        }
        self._named = self._fields | {"template": self.template, "since": self.lists_changes}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(10)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in self._fields.items():
            self._form.addRow(self._labels[name], field)
            self._labels[name].setBuddy(self._named[name])
        for box in (self.pages, self.forms, self.scale):
            box.currentIndexChanged.connect(self.changed)
        self.crs.editTextChanged.connect(self.changed)
        self.lists_changes.toggled.connect(self.since.setEnabled)
        self.lists_changes.toggled.connect(self.changed)
        self.since.setEnabled(False)
        self.since.chosen.connect(self.changed)
        self.since.not_understood.connect(self._complain)
        self.review.textChanged.connect(self.changed)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._choose_template)

    @property
    def labels(self) -> Sequence[QWidget]:
        """What stands beside the fields."""
        return tuple(self._labels.values())

    def show_for(self, asks: Collection[str]) -> None:
        """Show the rows that a format has, and nothing at all if it has none."""
        for name, field in self._fields.items():
            self._form.setRowVisible(field, _ROWS[name] in asks)
        self.setVisible(any(ask in asks for ask in _ROWS.values()))

    def added_to(self, wish: Export, asks: Collection[str]) -> Export:
        """Return what is wanted, with what the rows say that the format has."""
        pages = self.pages.currentData() if "atlas" in asks else self.forms.currentData() if "forms" in asks else ""
        form = pages if pages in ("dossier", "board") else "map"
        template = self.template.text().strip() if "template" in asks else ""
        return replace(
            wish,
            atlas=pages if form == "map" else "",
            form=form,
            scale=int(self.scale.currentData()) if "scale" in asks else 0,
            review_number=self.review.text().strip() if "review" in asks else "",
            template=Path(template) if template else None,
            since=self.since.date if "since" in asks and self.lists_changes.isChecked() else None,
            crs=self.coordinates if "crs" in asks else "",
        )

    @property
    def coordinates(self) -> str:
        """The coordinates that are chosen or typed, ``""`` for those that the format has."""
        chosen, typed = self.crs.currentIndex(), self.crs.currentText().strip()
        return str(self.crs.itemData(chosen)) if chosen >= 0 and typed == self.crs.itemText(chosen) else typed

    def put_coordinates(self, crs: str) -> None:
        """Choose coordinates, or have them typed."""
        at = self.crs.findData(crs)
        self.crs.setCurrentIndex(at)
        if at < 0:
            self.crs.setEditText(crs)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        levels = {level.key: say.name(level.name) for level in self._session.plan.scheme.levels}
        for name, label in self._labels.items():
            label.setText(say(f"export-{name}"))
            self._named[name].setAccessibleName(say(f"export-{name}"))
        for place in range(self.pages.count()):
            key = self.pages.itemData(place)
            if key in levels:
                self.pages.setItemText(place, say("export-pages-atlas", level=levels[key]))
            else:
                self.pages.setItemText(place, say(f"export-pages-{key or 'one'}"))
        for place in range(self.scale.count()):
            scale = self.scale.itemData(place)
            self.scale.setItemText(place, f"1:{scale:,}" if scale else say("export-scale-fitting"))
        for place in range(self.forms.count()):
            self.forms.setItemText(place, say(f"export-forms-{self.forms.itemData(place) or 'one'}"))
        asked = self.coordinates  # the words of the box are what is typed into it
        with QSignalBlocker(self.crs):  # the same coordinates in other words
            for place, crs in enumerate(CRS):
                self.crs.setItemText(place, say(_CRS_WORDS[crs]))
            self.put_coordinates(asked)
        self.lists_changes.setText(say("export-since-from"))
        self.since.setAccessibleName(say("export-since-day"))
        self.browse.setText(say("export-browse"))
        self.review.setPlaceholderText(say("export-review-none"))
        self.template.setPlaceholderText(say("export-template-none"))

    def _complain(self, typed: str) -> None:
        self._session.complained.emit(BadInput("day-not-understood", value=typed))

    def _choose_template(self) -> None:
        chosen = ask_which(self, "template", self._words("export-template"), "PowerPoint (*.pptx *.potx)")
        if chosen is not None:
            self.template.setText(str(chosen))
            self.template.setCursorPosition(0)
            self.template.setFocus(Qt.FocusReason.OtherFocusReason)


def _side_by_side(both: QWidget, wide: QWidget, small: QWidget) -> QWidget:
    """Put two fields that a widget has in one row, and return it."""
    line = QHBoxLayout(both)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(wide, 1)
    line.addWidget(small)
    return both


def tells_changes(wish: Export) -> bool:
    """Whether what is wanted tells what was done to the project: sheets of grids, or a workbook that is to."""
    return wish.form == "dossier" or wish.since is not None


def with_changes(wish: Export, moment: Moment, step: Callable[[float], object] = lambda _: None) -> Export:
    """Return what is wanted with what was done to the project, if it tells that; in any thread, for it takes its time.

    Parameters
    ----------
    moment : Moment
        The project as it was when this was asked for.
    step : callable
        Told the share that is done, from 0 to 1; what it raises ends the work.
    """
    if not tells_changes(wish):
        return wish
    earlier = plan_on(moment, wish.since, lambda share: step(share / 2)) if wish.since else None
    begun = 0.5 if wish.since else 0.0
    done = changes_of(moment, wish.language, wish.privacy, lambda share: step(begun + (1 - begun) * share))
    return replace(wish, changes=done, earlier=earlier)
