"""The third step of a new project: what it is called, where its file goes, and where on the earth it lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from gridmap.exchange.whereabouts import ZONES, Whereabouts, nearest_zones
from gridmap.model.errors import GridMapError
from gridmap.model.plain_text import as_file_name, without_strange_letters
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from gridmap.project.beginning import empty_plan, in_crs
from ui.dialogs.files_asked import ask_where
from ui.look.plain import plain_label
from ui.wizards.crs_words import crs_in_words
from ui.wizards.frame import Step, Wizard

OTHER: Final = "other"
_SUFFIX: Final = ".gpkg"
_NO_TITLES: Final = frozenset(
    ("downloads", "desktop", "documents", "tmp", "temp", "下载", "桌面", "文档", "我的文档", "新建文件夹", "new folder")
)
"""Names of folders that say nothing of what lies in them."""


class PlaceStep(Step):
    """Suggests title, file and CRS from the files that come in; whatever the user has typed stays."""

    key = "place"

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._scheme: Scheme | None = None
        self._where: Whereabouts | None = None
        self.plan: Plan | None = None
        """The plan that the project begins with, once the step is done."""
        self._plan_of: tuple[str, ...] = ()
        self.leaves: Callable[[], None] = lambda: None
        """Called when the plan is known, before the next step."""
        self.title, self.file, self.other = QLineEdit(), QLineEdit(), QLineEdit()
        self.title.setMaxLength(200)
        self.crs = QComboBox()
        self.crs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.crs.setMaxVisibleItems(12)
        self.browse = QPushButton()
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._ask)
        self.lies = plain_label()
        self.lies.setWordWrap(True)
        self.lies.setProperty("role", "muted")
        self._labels = {key: plain_label() for key in ("title", "file", "crs", "other")}
        beside = QWidget()
        line = QHBoxLayout(beside)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.file, 1)
        line.addWidget(self.browse)
        form = self._form = QFormLayout(self)
        form.setContentsMargins(0, 8, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget, QWidget], ...] = (
            ("title", self.title, self.title),
            ("file", beside, self.file),
            ("crs", self.crs, self.crs),
            ("other", self.other, self.other),
        )
        for key, field, buddy in rows:
            form.addRow(self._labels[key], field)
            self._labels[key].setBuddy(buddy)
        form.addRow("", self.lies)
        self.title.textEdited.connect(lambda: self.title.setModified(True))
        self.title.textChanged.connect(self._titled)
        for field in (self.file, self.other):
            field.textChanged.connect(self.changed)
        self.crs.currentIndexChanged.connect(self._chose_crs)
        self.first = self.title

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        for key, label in self._labels.items():
            label.setText(say(f"new-project-label-{key}"))
        self.browse.setText(say("new-project-browse"))
        self.file.setAccessibleName(say("new-project-label-file"))
        self.other.setPlaceholderText("EPSG:4549")
        self._list_crs()

    # ---- suggesting --------------------------------------------------------------------------------------------------

    def suggest(self, scheme: Scheme, files: Sequence[Path], where: Whereabouts | None) -> None:
        """Suggest what is not said yet.

        Parameters
        ----------
        scheme : Scheme
        files : sequence of Path
            What comes in.
        where : Whereabouts or None
            Where that lies, as far as it shows.
        """
        fresh = (scheme, where) != (self._scheme, self._where)
        self._scheme, self._where = scheme, where
        if not self.title.isModified():
            self.title.setText(self._title_of(files))
        if not self.file.isModified():
            self._suggest_file(files)
        if fresh:
            self._list_crs(suggest=True)

    def _title_of(self, files: Sequence[Path]) -> str:
        """Return what the project may be called: as the folder of its files, or as the first of them."""
        if not files:
            return self.words("new-project-untitled")
        folder = files[0].parent.name
        return files[0].stem if folder.casefold() in _NO_TITLES or not folder else folder

    def _suggest_file(self, files: Sequence[Path] = ()) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        said = Path(self.file.text()).parent if self.file.text().strip() else None
        folder = files[0].parent if files else said or Path(documents or Path.home())
        name = as_file_name(self.title.text().strip()) or self.words("new-project-untitled")
        path, number = folder / f"{name}{_SUFFIX}", 2
        while path.exists():
            path, number = folder / f"{name}-{number}{_SUFFIX}", number + 1
        self.file.setText(str(path))
        self.file.setModified(False)

    def _titled(self) -> None:
        """Let the file be called as the project is, as long as nobody has said otherwise."""
        if not self.file.isModified() and self.file.text():
            self._suggest_file()
        self.changed.emit()

    def _list_crs(self, *, suggest: bool = False) -> None:
        """List the zones, that of the place first."""
        say, scheme = self.words, self._scheme
        if scheme is None:
            return
        chosen = self.crs.currentData() if self.crs.count() and not suggest else None
        own = next((zone for zone in ZONES if zone.crs == scheme.crs), None)
        near = self._where.longitude if self._where is not None else float(own.meridian if own else 120)
        first = self._where.zone if self._where is not None else own
        zones = nearest_zones(near)
        if first is not None:
            zones = [first, *(zone for zone in zones if zone != first)]
        self.crs.blockSignals(True)
        self.crs.clear()
        if own is None and first is None:
            self.crs.addItem(say("new-project-crs-of-scheme", crs=scheme.crs), scheme.crs)
        for zone in zones:
            self.crs.addItem(say("new-project-zone", meridian=zone.meridian, crs=zone.crs), zone.crs)
        self.crs.addItem(say("new-project-crs-other"), OTHER)
        self.crs.setCurrentIndex(max(self.crs.findData(chosen), 0))
        self.crs.blockSignals(False)
        self._chose_crs()

    def _chose_crs(self) -> None:
        """Show the field for another CRS where it is wanted, and where the files lie."""
        other = self.crs.currentData() == OTHER
        self._form.setRowVisible(self.other, other)
        say, where = self.words, self._where
        lies = say("new-project-place-unknown")
        if where is not None:
            key = "new-project-place-said" if where.sure else "new-project-place-looks"
            values = {"longitude": where.longitude, "latitude": where.latitude, "crs": crs_in_words(where.said, say)}
            lies = say(key, meridian=where.zone.meridian, **values)
        self.lies.setText(f"{lies}\n\n{say('new-project-crs-explained')}")
        self.changed.emit()

    # ---- what is said ------------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Where the project's file goes."""
        path = Path(self.file.text().strip()).expanduser()
        return path if path.suffix.lower() == _SUFFIX else path.with_name(f"{path.name}{_SUFFIX}")

    def _ask(self) -> None:
        """Ask where the file goes."""
        named, filters = self.path, self.words("window-project-filter")
        title = self.words("new-project-label-file")
        asked = ask_where(self, "project", title, named.name, filters, named.parent, there=True)
        if asked is not None:
            self.file.setText(str(asked[0]))
            self.file.setModified(True)
            self.changed.emit()

    def stands_in_the_way(self) -> str:
        """Say what is missing: a name for the file, a folder that is there, a file that is not there yet."""
        say = self.words
        if not self.file.text().strip() or not Path(self.file.text().strip()).name:
            return say("new-project-no-file")
        if not self.path.parent.is_dir():
            return say("folder-not-found", file=self.path.name, folder=str(self.path.parent))
        if self.path.exists():
            return say("new-project-file-exists", file=self.path.name)
        if self.crs.currentData() == OTHER and not self.other.text().strip():
            return say("new-project-no-crs")
        return ""

    def forward(self, go: Callable[[], None]) -> None:
        """Make the plan that the project begins with; a CRS that is none is told."""
        assert self._scheme is not None
        crs = str(self.crs.currentData())
        if crs == OTHER:
            crs = self.other.text().strip()
            crs = f"EPSG:{crs}" if crs.isdigit() else crs
        title = without_strange_letters(self.title.text())
        if self.plan is None or self._plan_of != (self._scheme.text, crs, title):
            try:
                self.plan = empty_plan(in_crs(self._scheme, crs), title)
            except GridMapError as error:
                self.wizard.complain(error)
                return
            self._plan_of = (self._scheme.text, crs, title)
        self.leaves()
        go()

    def next_words(self) -> str:
        """Return what the button says where this is the last step."""
        return self.words("new-project-create") if self.wizard.is_last else ""
