"""What base maps need: the user's key for Tianditu, an address of one's own, a file of tiles."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.errors import BadInput
from ui.canvas.base_map.choice import source_of
from ui.canvas.base_map.tile_address import likely_datum
from ui.dialogs.files_asked import ask_which
from ui.look.box_buttons import add_button
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.settings import Settings

_DATUMS: Final = ("wgs84", "gcj02")
_WIDTH: Final = 520


class BaseMapDialog(QDialog):
    """Asks for what a base map needs, and stays until it is usable.

    Parameters
    ----------
    settings : Settings
        Takes what was entered once it is accepted.
    words : Words
    wanted : str
        The base map that is to be shown afterwards, one of :data:`ui.canvas.base_map.choice.CHOICES`.
    parent : QWidget, optional
    """

    def __init__(self, settings: Settings, words: Words, wanted: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings, self._words, self._wanted = settings, words, wanted
        self.key, self.address, self.file = QLineEdit(), QLineEdit(), QLineEdit()
        self.datum = QComboBox()
        for datum in _DATUMS:
            self.datum.addItem("", datum)
        self.browse = QPushButton()
        self.browse.setAutoDefault(False)
        self.complaint, self._key_note, self._address_note, self._datum_note = (plain_label() for _ in range(4))
        self._labels = {name: plain_label() for name in ("key", "address", "file", "datum")}
        for name, field in (("key", self.key), ("address", self.address), ("file", self.file), ("datum", self.datum)):
            self._labels[name].setBuddy(field)
        for note in (self._key_note, self._address_note, self._datum_note):
            note.setProperty("role", "muted")
        for label in (self.complaint, self._key_note, self._address_note, self._datum_note):
            label.setWordWrap(True)
        self.complaint.setProperty("role", "complaint")
        self._key_note.setOpenExternalLinks(True)
        self.buttons = QDialogButtonBox()
        self.do = add_button(self.buttons, QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave = add_button(self.buttons, QDialogButtonBox.ButtonRole.RejectRole)
        self.do.setDefault(True)
        self._lay_out()

        self.key.setText(settings.base_map("key"))
        self.address.setText(settings.base_map("address"))
        self.file.setText(settings.base_map("file"))
        self.datum.setCurrentIndex(max(self.datum.findData(settings.base_map("datum")), 0))
        self.address.textEdited.connect(self._guess_datum)
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        words.changed.connect(self.set_texts)
        self.set_texts()
        {"own": self.address, "mbtiles": self.file}.get(wanted, self.key).setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow(self._labels["key"], self.key)
        form.addRow("", self._key_note)
        form.addRow(self._labels["address"], self.address)
        form.addRow("", self._address_note)
        file = QHBoxLayout()
        file.addWidget(self.file, 1)
        file.addWidget(self.browse)
        form.addRow(self._labels["file"], file)
        form.addRow(self._labels["datum"], self.datum)
        form.addRow("", self._datum_note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.complaint)
        layout.addWidget(self.buttons)
        self.complaint.hide()
        self.setMinimumWidth(_WIDTH)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self._words
        self.setWindowTitle(say("base-map-settings"))
        for name, label in self._labels.items():
            label.setText(say(f"base-map-field-{name}"))
        for field, name in ((self.key, "key"), (self.address, "address"), (self.file, "file"), (self.datum, "datum")):
            field.setAccessibleName(say(f"base-map-field-{name}"))
        for i, datum in enumerate(_DATUMS):
            self.datum.setItemText(i, say(f"base-map-datum-{datum}"))
        self._key_note.setText(say("base-map-key-note"))
        self._address_note.setText(say("base-map-address-note"))
        self._datum_note.setText(say("base-map-datum-note"))
        self.browse.setText(say("base-map-browse"))
        self.do.setText(say("base-map-apply"))
        self.leave.setText(say("window-cancel"))
        self._fit()

    def _fit(self) -> None:
        """Be as high as the notes need in the present language, each line of them whole."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), max(layout.totalHeightForWidth(self.width()), self.height()))

    def _guess_datum(self, address: str) -> None:
        self.datum.setCurrentIndex(_DATUMS.index("gcj02" if likely_datum(address) == "gcj02" else "wgs84"))

    def _browse(self) -> None:
        say = self._words
        known = Path(self.file.text()).parent if self.file.text().strip() else None
        file = ask_which(self, "base-map", say("action-base-map-mbtiles"), "MBTiles (*.mbtiles)", known)
        if file is not None:
            self.file.setText(str(file))

    def accept(self) -> None:
        """Take what was entered if the base map that is wanted can be made of it; say what is wrong otherwise."""
        entered = {
            "key": self.key.text().strip(),
            "address": self.address.text().strip(),
            "file": self.file.text().strip(),
            "datum": str(self.datum.currentData()),
        }
        before = {name: self._settings.base_map(name) for name in entered}
        self._put(entered)
        try:
            source_of(self._wanted, self._settings)
        except BadInput as error:
            self._put(before)
            self.complaint.setText(self._words.of(error))
            self.complaint.show()
            self._fit()
            return
        super().accept()

    def _put(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            self._settings.put_base_map(name, value)
