"""A sheet of all keys, made of the actions and of what the map answers to; it can be printed as a PDF."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.errors import GridMapError
from gridmap.model.wanted import to_the_end
from gridmap.search.pinyin import plain
from gridmap.storage.whole_files import write_whole
from ui.look.appearance import LIGHT, Appearance, appearance_of
from ui.look.fonts import chinese_family
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.outputs.paper.pdf_text import with_readable_text
from ui.session.jobs import Job

_SIZE: Final = QSize(880, 640)
_COLUMNS: Final = 2


@dataclass(frozen=True)
class KeyLine:
    """A key and what it does."""

    keys: str
    does: str


@dataclass(frozen=True)
class KeyGroup:
    """The keys of one menu, or of the map."""

    title: str
    lines: tuple[KeyLine, ...]


def matching(groups: Iterable[KeyGroup], typed: str) -> list[KeyGroup]:
    """Return the groups with the lines in which something stands; all of them if nothing is looked for."""
    wanted = plain(typed.strip())
    found = []
    for group in groups:
        lines = tuple(line for line in group.lines if wanted in plain(f"{line.keys} {line.does} {group.title}"))
        if lines:
            found.append(KeyGroup(group.title, lines))
    return found


def sheet_of(groups: Sequence[KeyGroup], title: str, look: Appearance, *, columns: int = _COLUMNS) -> str:
    """Return the sheet as HTML: the groups in columns of about the same length."""
    total = sum(len(group.lines) + 2 for group in groups)
    parts: list[list[KeyGroup]] = [[] for _ in range(columns)]
    column, filled = 0, 0
    for group in groups:
        size = len(group.lines) + 2
        if column < columns - 1 and filled and filled + size / 2 > total / columns:
            column, filled = column + 1, 0
        parts[column].append(group)
        filled += size
    cells = "".join(
        f"<td width='{100 // columns}%' style='padding-right: 18px; vertical-align: top'>"
        + "".join(_group(group, look) for group in part)
        + "</td>"
        for part in parts
    )
    heading = f"<h2>{html.escape(title)}</h2>" if title else ""
    return f"{heading}<table width='100%'><tr>{cells}</tr></table>"


def _group(group: KeyGroup, look: Appearance) -> str:
    rows = "".join(
        f"<tr><td width='36%' style='padding: 2px 10px 2px 0; white-space: pre'><b>{html.escape(line.keys)}</b></td>"
        f"<td style='padding: 2px 0'>{html.escape(line.does)}</td></tr>"
        for line in group.lines
    )
    head = f"<p style='margin: 10px 0 2px 0; color: {look.accent}'><b>{html.escape(group.title)}</b></p>"
    return f"{head}<table width='100%' cellspacing='0'>{rows}</table>"


def as_pdf(groups: Sequence[KeyGroup], title: str) -> bytes:
    """Return the sheet as a PDF of A4 pages, black on white, with text that can be searched."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(15, 15, 15, 15),
            QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    writer.setResolution(120)
    writer.setTitle(title)
    page = QTextDocument()
    page.documentLayout().setPaintDevice(writer)
    page.setDefaultStyleSheet(f"body, td, p, h2 {{ font-family: '{chinese_family()}'; font-size: 8.5pt; }}")
    page.setHtml(f"<body>{sheet_of(groups, title, LIGHT)}</body>")
    page.setPageSize(writer.pageLayout().paintRectPixels(writer.resolution()).size().toSizeF())
    page.print_(writer)
    buffer.close()
    return with_readable_text(bytes(buffer.data().data()), chinese_family())


class KeysSheet(QDialog):
    """Shows the sheet, finds in it, and writes it as a PDF.

    Parameters
    ----------
    words : Words
    groups : sequence of KeyGroup
    parent : QWidget, optional
    """

    def __init__(self, words: Words, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words("action-keys"))
        self._words, self._groups = words, tuple(groups)
        self.job: Job | None = None
        """The writing of the PDF, once it has begun."""
        self.finder, self.sheet, self.note = QLineEdit(), QTextBrowser(), plain_label()
        self.finder.setClearButtonEnabled(True)
        self.finder.setPlaceholderText(words("keys-find"))
        self.finder.setAccessibleName(words("keys-find"))
        self.finder.textChanged.connect(self._show)
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setAccessibleName(words("action-keys"))
        self.sheet.document().setDocumentMargin(14)
        self.note.setProperty("role", "muted")
        self.write, self.leave = QPushButton(words("keys-print")), QPushButton(words("window-close"))
        self.write.setAutoDefault(False)
        self.write.clicked.connect(self._ask_where)
        self.leave.setDefault(True)
        self.leave.clicked.connect(self.accept)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(self.write)
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self.finder)
        layout.addWidget(self.sheet, 1)
        layout.addLayout(below)
        room = parent.window().size() - QSize(40, 40) if parent is not None else _SIZE
        self.resize(_SIZE.boundedTo(room))
        self._show("")
        self.finder.setFocus()

    def _show(self, typed: str) -> None:
        found = matching(self._groups, typed)
        self.note.setText("" if found else self._words("keys-none", typed=typed.strip()))
        self.sheet.setHtml(sheet_of(found, "", appearance_of(self.palette())))

    def _ask_where(self) -> None:
        say = self._words
        name, _ = QFileDialog.getSaveFileName(self, say("keys-print"), f"{say('keys-file')}.pdf", "PDF (*.pdf)")
        if name:
            self.write_to(Path(name))

    def write_to(self, path: Path) -> None:
        """Write the sheet as a PDF in another thread, and say that it was written or why not."""
        if self.job is not None:
            self.job.discard()
        path = path if path.suffix else path.with_suffix(".pdf")
        title = (
            f"GridMap: {self._words('action-keys')}"
            if self._words.language != "zh"
            else f"GridMap {self._words('action-keys')}"
        )
        groups = self._groups

        def work(_: Job) -> None:
            with to_the_end():  # who leaves the sheet meanwhile wants the file all the same
                write_whole(path, as_pdf(groups, title))

        self.job = Job(work, self)
        self.job.finished.connect(lambda _: self.note.setText(self._words("cli-written", file=str(path))))
        self.job.failed.connect(self._not_written)
        self.job.ended.connect(lambda: self.write.setEnabled(True))
        self.write.setEnabled(False)
        self.job.start()

    def _not_written(self, error: Exception) -> None:
        if not isinstance(error, GridMapError):
            raise error
        self.note.setText(self._words.of(error))

    def done(self, result: int) -> None:
        """Leave once a file that is being written is whole."""
        if self.job is not None:
            self.job.discard()
            self.job = None
        super().done(result)
