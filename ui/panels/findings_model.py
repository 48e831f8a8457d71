"""The findings as a model that a table shows: filtered, sorted, each in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication

from gridmap.checks import Finding
from gridmap.checks.finding import SEVERITY_RANK
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile
from ui.look.appearance import appearance_of
from ui.look.plain import as_it_reads
from ui.look.told import RIGHT, Told
from ui.look.words import Words
from ui.session.jobs import Job
from ui.words.findings import Wording

Index = QModelIndex | QPersistentModelIndex
_AT_ONCE: Final = 2_000
"""So many sentences are made before anybody notices."""
COLUMNS: Final = ("severity", "rule", "message", "households", "area_m2")
_ROLES: Final = frozenset(
    map(
        int,
        (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.TextAlignmentRole,
            Qt.ItemDataRole.ForegroundRole,
        ),
    )
)


class FindingsModel(QAbstractTableModel):
    """The findings of a plan that pass a filter; a sentence is made only when its row is seen."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._all: tuple[Finding, ...] = ()
        self._wording: Wording | None = None
        self._privacy: Profile = "briefing"
        self._filter: tuple[str, Collection[str], str] = ("", (), "")
        self._within: frozenset[int] | None = None
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self.rows: list[Finding] = []
        self._sentences: list[str] | None = None
        self._said: dict[Finding, str] = {}
        """Of findings that were seen: their sentences in the present wording."""

    def show_findings(self, findings: tuple[Finding, ...], plan: Plan) -> None:
        """Show other findings."""
        self._all = findings
        self._reword(plan)

    def set_language(self) -> None:
        """Say everything in the present language."""
        if self._wording is not None:
            self._reword(self._wording.plan)

    def set_privacy(self, privacy: Profile) -> None:
        """Say of people what another profile says."""
        self._privacy = privacy
        self.set_language()

    def _reword(self, plan: Plan) -> None:
        self._wording = Wording(plan, self._words.language, self._privacy)
        self._sentences, self._said = None, {}
        self._refill()

    def sentences(self) -> Callable[[Job], tuple[Wording, list[str]]] | None:
        """Return what makes the sentences of all findings off the window's thread, ``None`` if they are there.

        :meth:`take_sentences` takes the result; until then a text in a long table is looked for in vain.
        """
        wording, findings = self._wording, self._all
        if wording is None or self._sentences is not None or len(findings) <= _AT_ONCE:
            return None

        def work(job: Job) -> tuple[Wording, list[str]]:
            made: list[str] = []
            for start in range(0, len(findings), _AT_ONCE):
                job.step(start / len(findings))
                made += [wording.message(finding).lower() for finding in findings[start : start + _AT_ONCE]]
            return wording, made

        return work

    def take_sentences(self, made: tuple[Wording, list[str]]) -> None:
        """Take what :meth:`sentences` has made, unless other findings are shown by now."""
        wording, sentences = made
        if wording is self._wording:
            self._sentences = sentences
            if self._filter[2]:
                self._refill()

    @property
    def is_ready(self) -> bool:
        """Whether texts can be looked for."""
        return self._sentences is not None or len(self._all) <= _AT_ONCE

    def set_filter(self, severity: str, rules: Collection[str], text: str) -> None:
        """Show only findings of a severity, of some rules, and with a text in code, name or sentence (none: any)."""
        self._filter = (severity, rules, text.strip().lower())
        self._refill()

    def set_place(self, within: frozenset[int] | None) -> None:
        """Show only findings about some of these grids, ``None`` for all findings."""
        if within != self._within:
            self._within = within
            self._refill()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is by importance."""
        self._order = (column, order)
        self._refill()

    def row_of(self, finding: Finding | None) -> int:
        """Return the row of a finding, -1 if it is not shown."""
        if finding is None:
            return -1
        return next((row for row, other in enumerate(self.rows) if other.id == finding.id), -1)

    def _refill(self) -> None:
        severity, rules, text = self._filter
        found: Iterable[Finding] = self._all
        if text and self._wording is not None:
            if self._sentences is None and len(self._all) <= _AT_ONCE:
                self._sentences = [self._wording.message(finding).lower() for finding in self._all]
            said = self._sentences or []
            found = [finding for finding, sentence in zip(self._all, said, strict=False) if text in sentence]
        rows = [
            finding
            for finding in found
            if (not severity or finding.severity == severity)
            and (not rules or finding.rule in rules)
            and (self._within is None or not self._within.isdisjoint(finding.grids))
        ]
        column, order = self._order
        if column >= 0:
            descending = order == Qt.SortOrder.DescendingOrder
            rows.sort(key=lambda finding: self._key(finding, COLUMNS[column]), reverse=descending)
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _key(self, finding: Finding, column: str) -> Any:
        if column == "severity":
            return SEVERITY_RANK[finding.severity]
        if column == "rule":
            return finding.rule
        if column == "message":
            return finding.grids
        return float(finding.values.get(column, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of findings shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"column-{COLUMNS[section]}")
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(RIGHT) if section > 2 else int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role not in _ROLES or not index.isValid() or self._wording is None:
            return None
        finding, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(RIGHT) if index.column() > 2 else None
        if role == Qt.ItemDataRole.ForegroundRole and column == "severity":
            return self._colour(finding)
        if role == Qt.ItemDataRole.ToolTipRole and column == "message":
            return as_it_reads(self._sentence(self._wording, finding))
        if role == Qt.ItemDataRole.ToolTipRole and column == "rule":
            return as_it_reads(self._wording.meaning(finding.rule))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._text(self._wording, finding, column)

    def told(self, index: Index) -> Told | None:
        """Return what a cell shows, as :meth:`data` does."""
        if not index.isValid() or self._wording is None:
            return None
        number = index.column()
        finding, column = self.rows[index.row()], COLUMNS[number]
        colour = self._colour(finding) if column == "severity" else None
        return Told(self._text(self._wording, finding, column), RIGHT if number > 2 else None, None, colour)

    @staticmethod
    def _colour(finding: Finding) -> QColor:
        return QColor(appearance_of(QGuiApplication.palette()).severity(finding.severity))

    def _text(self, wording: Wording, finding: Finding, column: str) -> str:
        if column == "severity":
            return wording.severity(finding.severity)
        if column == "rule":
            return wording.rule(finding.rule)
        if column == "message":
            return self._sentence(wording, finding)
        value = finding.values.get(column)
        if value is None:
            return ""
        return f"{int(value):,}" if column == "households" else f"{float(value):,.1f}"

    def _sentence(self, wording: Wording, finding: Finding) -> str:
        said = self._said.get(finding)
        if said is None:
            said = self._said[finding] = wording.message(finding)
        return said
