"""The first step of a new project: how the city divides its ground."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.errors import GridMapError
from gridmap.model.scheme import SHIPPED, Kind, Scheme, load_scheme
from ui.dialogs.files_asked import ask_which
from ui.look.plain import as_it_reads, plain_label
from ui.wizards.frame import Step, Wizard
from ui.words.messages import has

_HEADINGS: Final = ("level", "kind", "code", "needs")
_WIDTHS: Final = (150, 170, 160)


class SchemeStep(Step):
    """Lets one choose a scheme that ships or a file, each shown with its levels."""

    key = "scheme"

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._schemes: list[tuple[Scheme, Path | None]] = [(load_scheme(key), None) for key in SHIPPED]
        self.list = QListWidget()
        self.list.setObjectName("choices")
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(200)
        self.list.setMaximumWidth(300)
        self.list.currentRowChanged.connect(self._show)
        self.own = QPushButton()
        self.own.setAutoDefault(False)
        self.own.clicked.connect(self._ask)
        self.source = plain_label()
        self.source.setProperty("role", "muted")
        self.source.setWordWrap(True)
        self.levels = QTableWidget(0, len(_HEADINGS))
        self.levels.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.levels.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.levels.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.levels.setTabKeyNavigation(False)
        self.levels.setWordWrap(True)
        self.levels.setShowGrid(False)
        self.levels.setProperty("role", "wizard")
        self.levels.verticalHeader().hide()
        self.levels.horizontalHeader().setStretchLastSection(True)
        self.levels.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.levels.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for at, width in enumerate(_WIDTHS):
            self.levels.setColumnWidth(at, width)
        layout = QHBoxLayout(self)  # from the outside in, so that each is dressed where it stays
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        left, beside = QVBoxLayout(), QWidget()
        layout.addLayout(left, 2)
        layout.addWidget(beside, 5)
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.own)
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.levels, 1)
        right.addWidget(self.source)
        self.first = self.list
        self._fill(0)

    @property
    def scheme(self) -> Scheme:
        """The scheme that is chosen."""
        return self._schemes[max(self.list.currentRow(), 0)][0]

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.list.setAccessibleName(say("new-project-schemes"))
        self.own.setText(say("new-project-own-scheme"))
        self.levels.setHorizontalHeaderLabels([say(f"new-project-heading-{heading}") for heading in _HEADINGS])
        self.levels.setAccessibleName(say("new-project-levels"))
        self._fill(max(self.list.currentRow(), 0))

    def add(self, path: Path) -> bool:
        """Offer the scheme of a file and choose it; what is wrong with it is told."""
        try:
            scheme = load_scheme(path)
        except GridMapError as error:
            self.wizard.complain(error)
            return False
        self._schemes = [one for one in self._schemes if one[1] != path]
        self._schemes.append((scheme, path))
        self._fill(len(self._schemes) - 1)
        self.changed.emit()
        return True

    def _ask(self) -> None:
        """Ask for the file of a scheme."""
        title, filters = self.words("new-project-own-scheme"), self.words("new-project-scheme-filter")
        file = ask_which(self, "scheme", title, filters)
        if file is not None:
            self.add(file)

    def _fill(self, chosen: int) -> None:
        self.list.clear()
        for scheme, path in self._schemes:
            item = QListWidgetItem(f"{self.words.name(scheme.name)}\n{self._about(scheme, path)}")
            if path is not None:
                item.setToolTip(as_it_reads(str(path)))
            self.list.addItem(item)
        self.list.setCurrentRow(chosen)

    def _about(self, scheme: Scheme, path: Path | None) -> str:
        """Return what is said of a scheme below its name."""
        if path is not None:
            return path.name
        key = f"new-project-scheme-{scheme.key}"
        return self.words(key) if has(key) else ""

    def _show(self, at: int) -> None:
        """Show the levels of a scheme."""
        if at < 0:
            return
        scheme = self._schemes[at][0]
        self.source.setText(
            self.words("new-project-source", source=self.words.name(scheme.source)) if scheme.source else ""
        )
        self.levels.setRowCount(0)
        for level in scheme.levels:
            kinds = scheme.kinds_of(level)
            for number, kind in enumerate(kinds):
                row = self.levels.rowCount()
                self.levels.insertRow(row)
                named = f"{level.rank}  {self.words.name(level.name)}" if number == 0 else ""
                cells = (named, self.words.name(kind.name), kind.code.example, self._needs(scheme, kind))
                for column, text in enumerate(cells):
                    self.levels.setItem(row, column, QTableWidgetItem(text))

    def _needs(self, scheme: Scheme, kind: Kind) -> str:
        """Return what a grid of a kind must have."""
        needs = []
        if kind.worker_required:
            role = next((role.name for role in scheme.roles if role.key == kind.worker_role), None)
            needs.append(self.words.name(role) if role is not None else self.words("new-project-needs-worker"))
        if kind.branch_required:
            tier = next((tier.name for tier in scheme.tiers if tier.key == kind.branch_tier), None)
            needs.append(self.words.name(tier) if tier is not None else self.words("new-project-needs-branch"))
        for setting, (least, most) in kind.households.items():
            if not most:
                continue
            needs.append(self.words(f"new-project-households-{setting}", least=least, most=most))
        return self.words("said-between").join(needs)
