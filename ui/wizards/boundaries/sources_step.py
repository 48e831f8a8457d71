"""The first step for boundaries: which files and layers come in, and what each of them is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from gridmap.exchange.datum import source_named
from gridmap.exchange.first_look import LayerSeen
from gridmap.exchange.whereabouts import nearest_zones
from gridmap.model.errors import BadInput
from ui.dialogs.files_asked import ask_which_files
from ui.look.appearance import appearance_of
from ui.look.plain import as_it_reads
from ui.session.jobs import Job
from ui.wizards.boundaries.work import Source, Work
from ui.wizards.crs_words import crs_in_words
from ui.wizards.dropping import dropped_files
from ui.wizards.frame import Step, Wizard
from ui.wizards.opening import BOUNDARIES, sort_files
from ui.wizards.target import Target

_HEADINGS: Final = ("file", "layer", "rows", "kind", "crs")
_WIDTHS: Final = (210, 100, 64, 240)
_OTHER: Final = "other"
_NEAR: Final = 3


class SourcesStep(Step):
    """Lists the layers of all files, higher levels first; each may be left out or taken for something else.

    Parameters
    ----------
    wizard : Wizard
    work : Work
    target : callable
        Returns where it is to come into.
    prepare : callable
        Works out what would come in, and then goes on.
    """

    key = "sources"

    def __init__(
        self,
        wizard: Wizard,
        work: Work,
        target: Callable[[], Target],
        prepare: Callable[[Callable[[], None]], None],
        files: Iterable[Path] = (),
    ) -> None:
        super().__init__(wizard)
        self.setAcceptDrops(True)
        self._work, self._target, self._prepare = work, target, prepare
        self.files: tuple[Path, ...] = tuple(files)
        self.table = QTableWidget(0, len(_HEADINGS))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setProperty("role", "wizard")
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setMinimumSectionSize(40)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, width)
        self.table.itemChanged.connect(self._checked)
        self.add_files = QPushButton()
        self.add_files.setAutoDefault(False)
        self.add_files.clicked.connect(self._ask)
        above = QHBoxLayout()
        above.addWidget(self.add_files)
        above.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        self.kinds: dict[int, QComboBox] = {}
        self.systems: dict[int, QComboBox] = {}
        """The boxes of kinds and of coordinate systems, by the row in which they are."""
        self.first = self.table

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.add_files.setText(say("new-project-add-files"))
        self.table.setAccessibleName(say("boundaries-sources"))
        self.table.setHorizontalHeaderLabels([say(f"boundaries-heading-{heading}") for heading in _HEADINGS])
        self._show()

    def enter(self) -> None:
        """Look at the files, if that was not done yet."""
        scheme = self._target().plan.scheme
        if self.files and not self._work.knows(self.files, scheme):
            files, works = self.files, self._work

            def look(job: Job) -> tuple[LayerSeen, ...]:
                return works.look(files, scheme, job)

            def take(seen: tuple[LayerSeen, ...]) -> None:
                self._work.take(files, scheme, seen)
                self._show()
                self.changed.emit()
                self.table.setFocus()

            self.wizard.work("job-looking-at-files", look, take, apart=True)
        self._show()

    def stands_in_the_way(self) -> str:
        """Say that nothing is chosen, or why nothing can be."""
        if self._work.wanted:
            return ""
        refused = [source.seen.refused for source in self._work.sources if source.seen.refused is not None]
        return self.words.of(refused[0]) if refused else self.words("boundaries-nothing-chosen")

    def forward(self, go: Callable[[], None]) -> None:
        """Work out what would come in."""
        self._prepare(go)

    # ---- files -------------------------------------------------------------------------------------------------------

    def add(self, paths: Iterable[Path]) -> None:
        """Add files; what is no boundaries is told."""
        sorted_files = sort_files(paths)
        self.files = tuple(dict.fromkeys((*self.files, *sorted_files.boundaries)))
        self.enter()
        if sorted_files.refused:
            self.wizard.complain(sorted_files.refused[0])

    def _ask(self) -> None:
        say = self.words
        endings = " ".join(f"*{suffix}" for suffix in dict.fromkeys((*BOUNDARIES, ".csv", ".txt")))
        kinds = f"{say('new-project-is-boundaries')} ({endings});;{say('new-project-all-files')} (*)"
        files = ask_which_files(self, "boundaries", say("new-project-add-files"), kinds)
        if files:
            self.add(files)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files."""
        event.acceptProposedAction()
        self.add(dropped_files(event.mimeData()))

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        sources = self._work.sources
        self.table.blockSignals(True)
        self.table.clearSpans()
        self.table.clearContents()
        self.table.setRowCount(len(sources))
        self.kinds, self.systems = {}, {}
        for row, source in enumerate(sources):
            self._show_source(row, source)
        self.table.blockSignals(False)
        self.table.setColumnHidden(1, all(not source.seen.layer and source.seen.refused is None for source in sources))

    def _show_source(self, row: int, source: Source) -> None:
        seen = source.seen
        texts = (seen.path.name, seen.layer or "", f"{seen.rows:,}" if seen.refused is None else "", "", "")
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(as_it_reads(str(seen.path)))
            if column == 2:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)
        name = self.table.item(row, 0)
        assert name is not None
        if seen.refused is not None:
            name.setFlags(name.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            told = QTableWidgetItem(self.words.of(seen.refused))
            told.setForeground(QColor(appearance_of(QApplication.palette()).error))
            told.setToolTip(as_it_reads(self.words.of(seen.refused)))
            self.table.setItem(row, 1, told)
            self.table.setSpan(row, 1, 1, len(_HEADINGS) - 1)
            return
        name.setFlags(name.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        name.setCheckState(Qt.CheckState.Checked if source.wanted else Qt.CheckState.Unchecked)
        self.kinds[row] = self._kind_box(row, source)
        self.systems[row] = self._crs_box(row, source)

    def _kind_box(self, row: int, source: Source) -> QComboBox:
        """Return the box that says of which level the rows are."""
        box, scheme = QComboBox(self.table.viewport()), self._work.scheme
        for level in scheme.levels:
            kinds = scheme.kinds_of(level)
            for kind in kinds:
                box.addItem(self.words.name(kind.name), kind.key)
            if len(kinds) > 1:
                names = self.words("said-between").join(self.words.name(kind.name) for kind in kinds)
                box.addItem(self.words("boundaries-kind-by-column", level=self.words.name(level.name)), level.key)
                box.setItemData(box.count() - 1, as_it_reads(names), Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(box.findData(source.said.kind), 0))
        box.setAccessibleName(f"{source.seen.path.name}: {self.words('boundaries-heading-kind')}")
        box.activated.connect(lambda _: self._say(source, kind=str(box.currentData())))
        self.table.setCellWidget(row, 3, box)
        return box

    def _crs_box(self, row: int, source: Source) -> QComboBox:
        """Return the box that says where the coordinates are."""
        box, say, where = QComboBox(self.table.viewport()), self.words, source.seen.where
        said = say("boundaries-crs-unknown") if where is None else crs_in_words(where.said, say)
        sure = where is not None and where.sure
        box.addItem(say("boundaries-crs-of-file" if sure else "boundaries-crs-looks", crs=said), "")
        box.addItem(say("crs-gcj02"), "gcj02")
        box.addItem(say("crs-bd09"), "bd09")
        box.addItem(say("boundaries-crs-degrees"), "EPSG:4490")
        for zone in nearest_zones(120.0 if where is None else where.longitude)[:_NEAR]:
            box.addItem(say("boundaries-crs-zone", meridian=zone.meridian), zone.crs)
        if source.said.crs and box.findData(source.said.crs) < 0:
            box.addItem(source.said.crs, source.said.crs)
        box.addItem(say("new-project-crs-other"), _OTHER)
        box.setCurrentIndex(max(box.findData(source.said.crs or ""), 0))
        box.setAccessibleName(f"{source.seen.path.name}: {say('boundaries-heading-crs')}")
        box.activated.connect(lambda _: self._choose_crs(source, str(box.currentData())))
        self.table.setCellWidget(row, 4, box)
        return box

    # ---- what is said ------------------------------------------------------------------------------------------------

    def _checked(self, item: QTableWidgetItem) -> None:
        if item.column() == 0 and item.row() < len(self._work.sources):
            self._work.sources[item.row()].wanted = item.checkState() == Qt.CheckState.Checked
            self.changed.emit()

    def _say(self, source: Source, **said: object) -> None:
        self._work.say_of(source, said)
        self.changed.emit()

    def _choose_crs(self, source: Source, crs: str) -> None:
        """Take coordinates to be where the user says; another CRS is asked for by its name."""
        if crs == _OTHER:
            title, asked = self.words("boundaries-heading-crs"), self.words("new-project-no-crs")
            name, yes = QInputDialog.getText(self, title, asked)
            crs = name.strip() if yes else source.said.crs or ""
            crs = f"EPSG:{crs}" if crs.isdigit() else crs
        try:
            if crs:
                source_named(crs)
        except BadInput as error:
            self.wizard.complain(error)
            crs = source.said.crs or ""
        self._say(source, crs=crs or None)
        self._show()
