"""A facility, organisation or unit: what it is, whom it has, and where it is; new or corrected."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from gridmap.edits import AddFacility, CorrectFacility
from gridmap.model.errors import GridMapError
from ui.dialogs.base import EditDialog
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session

_TEXTS: Final = ("name", "code", "phone", "compound")
_NUMBERS: Final = ("count", "members", "people")
_DAYS: Final = ("from_date", "until_date")
_CALLED: Final = {
    "name": "roster-field-facility_name",
    "kind": "roster-field-facility_kind",
    "code": "roster-field-facility_code",
    "count": "roster-field-facility_count",
    "members": "people-members",
    "people": "roster-field-facility_people",
    "phone": "facility-phone",
    "compound": "people-compound",
    "from_date": "assign-from",
    "until_date": "assign-until",
    "place": "facility-coordinates",
}


class FacilityDialog(EditDialog):
    """Ask for a facility.

    Parameters
    ----------
    facility : int
        Which is corrected, 0 for a new one.

    Signals
    -------
    place_wanted : ()
        The user wants to show the place on the map; the dialog is out of the way until :meth:`take_place` or
        :meth:`come_back`.
    """

    place_wanted = Signal()

    def __init__(self, session: Session, words: Words, facility: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.facility = facility
        self._over = False
        self.finished.connect(self._end)
        self.kind = QComboBox()
        for kind in session.plan.scheme.facilities:
            self.kind.addItem("", kind.key)
        self.texts = {name: QLineEdit() for name in (*_TEXTS, *_DAYS)}
        self.numbers = {name: QSpinBox() for name in _NUMBERS}
        for box in self.numbers.values():
            box.setRange(0, 1_000_000_000)
            box.setGroupSeparatorShown(True)
            box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.numbers["count"].setValue(1)
        self.place, self.on_map = QLineEdit(), QPushButton()
        self.on_map.setAutoDefault(False)
        self.on_map.clicked.connect(self._ask)
        self._labels: dict[str, QLabel] = {}
        self._begin()
        self._lay_out()
        self.keep_plain(*self.texts.values(), self.place)
        self.texts["name"].textChanged.connect(self._enable)
        self.place.textChanged.connect(self._enable)
        self.resize(520, 0)
        self.ready()
        self._enable()
        self.texts["name"].setFocus()

    def _begin(self) -> None:
        """Show the facility as it is."""
        if self.facility:
            row = self.session.plan.tables["facilities"].loc[self.facility]
            for name, field in self.texts.items():
                field.setText(str(row[name]))
            for name, box in self.numbers.items():
                box.setValue(int(row[name]))
            self.kind.setCurrentIndex(self.kind.findData(str(row["kind"])))
            shape = row["geometry"]
            if shape is not None and not shape.is_empty:
                self._write(shapely.point_on_surface(shape))
        self._first = self.place.text()

    def _write(self, at: shapely.Point) -> None:
        self.place.setText(f"{at.x:.2f}, {at.y:.2f}")

    def _ask(self) -> None:
        self.hide()
        self.place_wanted.emit()

    def take_place(self, at: shapely.Point) -> None:
        """Take a place that was shown on the map, in the plan's CRS, and come back."""
        self._write(at)
        self.come_back()

    def come_back(self) -> None:
        """Be seen again."""
        if not self._over:
            self.open()

    def _end(self) -> None:
        self._over = True

    def _lay_out(self) -> None:
        placed = QHBoxLayout()
        placed.setSpacing(8)
        placed.addWidget(self.place, 1)
        placed.addWidget(self.on_map)
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            ("name", self.texts["name"]),
            ("kind", self.kind),
            ("code", self.texts["code"]),
            ("place", placed),
            ("compound", self.texts["compound"]),
            ("phone", self.texts["phone"]),
        )
        for key, field in rows:
            self._label(key, field if isinstance(field, QWidget) else self.place)
            self.form.addRow(self._labels[key], field)
        for keys, fields in ((_NUMBERS, self.numbers), (_DAYS, self.texts)):
            line = QHBoxLayout()
            line.setSpacing(8)
            for key in keys:
                self._label(key, fields[key])
                if key != keys[0]:
                    line.addWidget(self._labels[key])
                line.addWidget(fields[key], 1)
            self.form.addRow(self._labels[keys[0]], line)

    def _label(self, key: str, field: QWidget) -> None:
        self._labels[key] = plain_label()
        self._labels[key].setBuddy(field)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("facility-correct-title" if self.facility else "facility-new-title"))
        self.heading.hide()
        fields: dict[str, QWidget] = {**self.texts, **self.numbers, "kind": self.kind, "place": self.place}
        for key, field in fields.items():
            self._labels[key].setText(say(_CALLED[key]))
            field.setAccessibleName(say(_CALLED[key]))
        for at, kind in enumerate(self.session.plan.scheme.facilities):
            self.kind.setItemText(at, say.name(kind.name))
        self.on_map.setText(say("facility-on-map"))
        self.place.setPlaceholderText(say("facility-coordinates-help"))
        self.texts["name"].setPlaceholderText(say("roster-form-no-person"))
        self.texts["phone"].setPlaceholderText(say("roster-form-no-mobile"))
        for name in _DAYS:
            self.texts[name].setPlaceholderText("2020-01-01")
        self.do.setText(say("attributes-do" if self.facility else "worker-do"))

    def edit(self) -> AddFacility | CorrectFacility | None:
        """Return what is described, ``None`` while there is no name or the place is none."""
        name, shape = self.texts["name"].text().strip(), self._shape()
        if not name or shape is False:
            return None
        values: dict[str, str | int] = {key: self.texts[key].text().strip() for key in _TEXTS}
        values |= {key: self._day(key) for key in _DAYS}
        values |= {key: box.value() for key, box in self.numbers.items()}
        kind = str(self.kind.currentData() or "")
        if self.facility:
            return CorrectFacility(self.facility, {**values, "kind": kind}, shape or None)
        chosen = self.session.selection
        grid = int(chosen[0]) if shape is None and len(chosen) == 1 else 0
        del values["name"]
        return AddFacility(name, kind, grid, shape or None, values)

    def _day(self, key: str) -> str:
        """Return a day as the table has it; what is none stays as it was typed, and is refused with its reason."""
        from gridmap.exchange.tables import read_dates

        typed = self.texts[key].text().strip()
        read = read_dates(np.array([typed], dtype=object))
        return str(read.days[0]) if typed and not read.doubts[0] and read.days[0] else typed

    def _shape(self) -> shapely.Point | bool | None:
        """Return the place that is typed, ``None`` if it is blank or as it was, ``False`` if it is none."""
        from gridmap.exchange.rosters.houses import places_of, projected

        typed = self.place.text().strip()
        if not typed or typed == self._first:
            return None
        found = places_of(np.array([typed], dtype=object), None)
        try:
            [[x, y]] = projected(self.session.plan, found, None).tolist()
        except GridMapError:
            return False
        return shapely.Point(x, y) if np.isfinite([x, y]).all() else False

    def _enable(self) -> None:
        wrong = self._shape() is False
        self.do.setEnabled(bool(self.texts["name"].text().strip()) and not wrong and self.kind.count() > 0)
        self.note.setText(self.words("facility-coordinates-wrong"))
        self.note.setVisible(wrong)
