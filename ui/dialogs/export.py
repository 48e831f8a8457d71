"""Export a map, a text, a workbook or data: what of it, on which paper, for whom, with a picture of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gridmap.model.errors import Problem
from gridmap.model.plain_text import as_file_name
from gridmap.people.privacy import PROFILES
from gridmap.project.earlier import Moment
from layers import THEMES, Layer
from ui.dialogs.export_more import MoreOptions, tells_changes, with_changes
from ui.dialogs.files_asked import ask_where
from ui.dialogs.map_preview import Preview
from ui.dialogs.page_look import PageLook, TemplateBar
from ui.dialogs.page_templates import keep_template, use_template
from ui.look.box_buttons import add_button
from ui.look.plain import plain_label
from ui.look.progress_bar import ProgressBar
from ui.look.words import Words
from ui.outputs.asked import PARTS
from ui.outputs.export import PAPER_MM, Export
from ui.outputs.formats import OF_A_MAP, OF_A_PLAN, Format, format_of, formats_of
from ui.outputs.paper.base_map import BaseTiles
from ui.session.jobs import Job
from ui.session.noting import note_export
from ui.session.session import Session
from ui.words.messages import message_of
from ui.words.titles import place_of

AS_SHOWN: Final = "as-shown"
"""In the choice of contents: the layers of the map as they stand there now."""

_LABELS: Final = ("format", "title", "content", "scope", "unit", "paper", "holds", "privacy")
_MOST_NOTES: Final = 5
_DPI: Final = (100, 150, 200, 300, 600)
_TOLD: Final = 0.3
"""Share of the bar for finding out what was done to the project."""


class ExportDialog(QDialog):
    """Ask what to export and write it in the background; it stays open until the file is there.

    Parameters
    ----------
    theme : str
        The theme that the map shows, one of :data:`layers.THEMES`.
    shown : sequence of (Layer, float)
        The visible layers of the map and how opaque each is.
    base : BaseTiles, optional
        The base map below them.
    """

    writing = Signal(object)
    """An :class:`Export` that is being written now."""

    def __init__(
        self,
        session: Session,
        words: Words,
        theme: str,
        shown: tuple[tuple[Layer, float], ...],
        parent: QWidget | None = None,
        base: BaseTiles | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session, self.words = session, words
        self._theme, self._shown = theme, shown
        self._job: Job | None = None
        self.written: Path | None = None
        """The file that was written, when there is one."""
        self.notes: tuple[Problem, ...] = ()
        """What has to be said beside it."""
        # Everything is made where it stays, in the order of the keys: what Qt puts elsewhere is dressed again,
        # a box with the list that it opens.
        self._sheet, self._holds = QWidget(self), QWidget(self)
        self._labels = {key: plain_label(self) for key in _LABELS}
        self.format = QComboBox(self)
        self.title = QLineEdit(self)
        self.title.setClearButtonEnabled(True)
        self.content, self.scope, self.unit = (QComboBox(self) for _ in range(3))
        self.paper, self.orientation, self.dpi = (QComboBox(self._sheet) for _ in range(3))
        self.holds = {part: QCheckBox(self._holds) for part in PARTS}
        self.privacy = QComboBox(self)
        _find_in(self.unit)
        for box in (self.content, self.scope, self.unit, self.privacy):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
        self.more = MoreOptions(session, words, self)
        self.look = PageLook(words, base, self)
        self.preview = Preview(session, words, self.wish, self)
        self.templates = TemplateBar(words, self)
        self.bar = ProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.told = plain_label(self)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.open_file = add_button(self.buttons, role.ActionRole)
        self.open_folder = add_button(self.buttons, role.ActionRole)
        self.do = add_button(self.buttons, role.AcceptRole)
        self.leave = add_button(self.buttons, role.RejectRole)
        self._form = QFormLayout()
        _lay_out(self)
        _fill(self)
        self._connect()
        words.changed.connect(self.set_texts)
        session.plan_changed.connect(self._plan_changed)
        self.set_texts()

    # ---- building ----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        """Let every field tell what it is set to, and every button do its work."""
        self.buttons.accepted.connect(self._ask_where)
        self.buttons.rejected.connect(self.reject)
        self.open_file.clicked.connect(lambda: _open(self.written))
        self.open_folder.clicked.connect(lambda: _open(self.written and self.written.parent))
        self.scope.currentIndexChanged.connect(self._list_units)
        for choice in (self.format, self.content, self.scope, self.unit, self.paper, self.orientation, self.privacy):
            choice.currentIndexChanged.connect(self._changed)
        for check in self.holds.values():
            check.toggled.connect(self._changed)
        self.title.textChanged.connect(self._changed)
        self.more.changed.connect(self._changed)
        self.look.changed.connect(self._changed)
        self.content.currentIndexChanged.connect(self.look.forget_layers)
        self.preview.framed.connect(self._framed)
        self.templates.everything.clicked.connect(self.preview.show_everything)
        self.templates.open.clicked.connect(lambda: use_template(self))
        self.templates.keep.clicked.connect(lambda: keep_template(self))
        for choice in (self.scope, self.unit):
            choice.currentIndexChanged.connect(self.preview.show_everything)

    def _fields(self) -> dict[str, QWidget]:
        """Return the rows of the form; ``export-KEY`` is the label of each."""
        return {
            "format": self.format,
            "title": self.title,
            "content": self.content,
            "scope": self.scope,
            "unit": self.unit,
            "paper": self._sheet,
            "holds": self._holds,
            "privacy": self.privacy,
        }

    def _selected(self) -> tuple[int, ...]:
        plan = self.session.plan
        return tuple(grid for grid in self.session.selection if plan.shape(grid) is not None)

    def _list_units(self) -> None:
        """List the grids of the level that was chosen, in the order of their codes."""
        plan, level = self.session.plan, self.scope.currentData()
        self.unit.blockSignals(True)
        self.unit.clear()
        if level and level != "selection":
            rank = next(known.rank for known in plan.scheme.levels if known.key == level)
            rows = plan.grids[(plan.ranks == rank) & plan.has_shape].sort_values("code", kind="stable")
            for grid, name, code in zip(rows.index.tolist(), rows["name"], rows["code"], strict=True):
                self.unit.addItem(f"{name}　{code}" if name else code, grid)
        self.unit.blockSignals(False)

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say = self.words
        self.setWindowTitle(say("export-heading"))
        for key, label in self._labels.items():
            label.setText(say(f"export-{key}"))
        for key, field in self._fields().items():
            field.setAccessibleName(say(f"export-{key}"))
        self.paper.setAccessibleName(say("export-paper"))
        self.orientation.setAccessibleName(say("export-orientation"))
        self.dpi.setAccessibleName(say("export-dpi"))
        self.preview.setAccessibleName(say("export-preview"))
        levels = {level.key: say.name(level.name) for level in self.session.plan.scheme.levels}
        _name(self.format, lambda key: say(f"export-format-{key}"))
        _name(self.content, lambda key: say(f"export-{key}" if key == AS_SHOWN else f"theme-{key}"))
        _name(self.scope, lambda key: self._scope_words(key, levels))
        _name(self.paper, lambda key: say("export-paper-slide") if key == "16:9" else key)
        _name(self.orientation, lambda upright: say("export-portrait" if upright else "export-landscape"))
        _name(self.dpi, lambda dpi: say("export-dpi-value", dpi=dpi))
        _name(self.privacy, lambda key: say(f"export-privacy-{key}"))
        for part, check in self.holds.items():
            check.setText(say(f"export-part-{part}"))
        self.more.set_texts()
        self.look.set_texts()
        every = (*self._labels.values(), *self.more.labels, *self.look.labels)
        widest = max(label.sizeHint().width() for label in every)
        for beside in every:
            beside.setMinimumWidth(widest)
        self.templates.set_texts()
        self.preview.setToolTip(say("export-preview-note"))
        self.do.setText(say("export-do"))
        self.open_file.setText(say("export-open-file"))
        self.open_folder.setText(say("export-open-folder"))
        if self._job is not None:
            self._changed()
        self._show_state()

    def _scope_words(self, key: str, levels: dict[str, str]) -> str:
        if key == "selection":
            return self.words("export-scope-selection", count=len(self._selected()))
        return self.words("export-scope-unit", level=levels[key]) if key else self.words("export-scope-all")

    # ---- what is wanted ----------------------------------------------------------------------------------------------

    def wish(self) -> Export:
        """Return what the fields describe."""
        content, scope = self.content.currentData(), self.scope.currentData()
        asks = self._kind.asks
        grids: tuple[int, ...] = ()
        if scope == "selection":
            grids = self._selected()
        elif scope and self.unit.currentData():
            grids = (int(self.unit.currentData()),)
        wish = Export(
            plan=self.session.plan,
            findings=self.session.findings,
            theme=next(theme for theme in THEMES if theme == (self._theme if content == AS_SHOWN else content)),
            language=self.words.language,
            format=self.format.currentData(),
            title=self.title.text().strip(),
            grids=grids,
            drawn=self._shown if content == AS_SHOWN and "drawn" in asks else (),
            paper=self.paper.currentData(),
            upright=bool(self.orientation.currentData()),
            dpi=int(self.dpi.currentData()) if "dpi" in asks else 0,
            parts=frozenset(part for part, check in self.holds.items() if check.isChecked()),
            privacy=self.privacy.currentData(),
            on=self.session.on,
        )
        wish = self.more.added_to(wish, asks)
        if "paper" not in asks:
            return wish
        return replace(self.look.added_to(wish), extent=None if wish.atlas else self.preview.extent)

    @property
    def _kind(self) -> Format:
        """What the table of formats says of the one that is chosen."""
        return format_of(f"_.{self.format.currentData()}", *OF_A_PLAN)

    def _changed(self) -> None:
        asks, wish = self._kind.asks, self.wish()
        rows = {
            self.title: "title" in asks,
            self.content: "theme" in asks,
            self._sheet: "paper" in asks,
            self._holds: "parts" in asks,
            self.privacy: "privacy" in asks,
            self.unit: self.unit.count() > 0,
        }
        for field, shown in rows.items():
            self._form.setRowVisible(field, shown)
        self.dpi.setVisible("dpi" in asks)
        self.holds["trends"].setVisible(replace(wish, parts=PARTS).has_trends)
        self.more.show_for(asks)
        self.look.setVisible("paper" in asks)
        self.templates.setVisible("paper" in asks)
        self.templates.everything.setEnabled(self.preview.extent is not None)
        self.title.setPlaceholderText(wish.heading)
        self.preview.draw_soon()

    def tell(self, words: str) -> None:
        """Say something below the fields."""
        self.told.setText(words)
        self.told.show()

    def _framed(self, zoomed: bool) -> None:
        """Take the extent that was chosen in the preview; whoever zooms has no use for a scale of before."""
        if zoomed:
            self.more.scale.setCurrentIndex(0)
        self._changed()

    # ---- writing -----------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        """Ask for the file and write it; the ending is that of the format."""
        wish, kind, project = self.wish(), self._kind, self.session.project
        if project is None:
            return
        title = place_of(wish.plan, wish.grids, wish.language)
        name = wish.heading if kind.kind in OF_A_MAP else self.words("file-name-workbook", name=title)
        name = f"{as_file_name(name)}{kind.suffix}"
        asked = ask_where(self, "map", self.windowTitle(), name, kind.file_filter, project.path.parent)
        if asked is None:
            return
        path, _ = asked
        if path.suffix.lower() != kind.suffix:
            path = path.with_name(path.name + kind.suffix)
        self.write(wish, path)

    def write(self, wish: Export, path: Path) -> None:
        """Write the file in the background, and find out there what was done to the project if it tells that."""
        self.preview.stop()
        self.written = None
        self.writing.emit(wish)
        project = self.session.project
        moment = Moment.of(project) if project is not None and tells_changes(wish) else None
        self.session.start("job-exporting", lambda job: _written(wish, path, moment, job), self._take_file, self._watch)
        self._show_state()

    def _watch(self, job: Job) -> None:
        self._job = job
        job.progressed.connect(self._show_progress)
        job.ended.connect(lambda: self._ended(job))

    def _show_progress(self, share: float) -> None:
        self.bar.setValue(round(share * 1000))

    def _take_file(self, result: tuple[tuple[Path, ...], tuple[Problem, ...], Export]) -> None:
        (self.written, *_), notes, wish = result
        noted = note_export(self.session, self.written, wish.privacy, wish.count, self.words.language)
        self.notes = (*noted, *notes)

    def _what_was_written(self) -> str:
        """Say which file was written, and below it the first of what has to be said beside it."""
        say = self.words
        lines = [say("cli-written", file=str(self.written))]
        lines += [message_of(note, say.language) for note in self.notes[:_MOST_NOTES]]
        if len(self.notes) > _MOST_NOTES:
            lines.append(say("cli-more-problems", count=len(self.notes) - _MOST_NOTES))
        return "\n".join(lines)

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._show_state()

    def _show_state(self) -> None:
        """Show what goes on: nothing yet, writing, or written."""
        busy, done = self._job is not None, self.written is not None
        for field in (*self._fields().values(), self.more, self.look, self.templates):
            field.setEnabled(not busy)
        self.bar.setVisible(busy)
        self.bar.setValue(0)
        self.told.setVisible(done or busy)
        self.told.setText(self._what_was_written() if done else self.words("job-exporting"))
        self.open_file.setVisible(done)
        self.open_folder.setVisible(done)
        self.do.setEnabled(not busy)
        self.leave.setText(self.words("job-stop" if busy else "window-close" if done else "window-cancel"))
        if not busy:
            self._changed()
        if done:
            self.open_file.setFocus()

    # ---- leaving -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Stop what is being written; close if nothing is."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Give up what is being drawn and close."""
        self.preview.stop()
        super().done(result)

    def _plan_changed(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.done(QDialog.DialogCode.Rejected)  # what it shows is of a plan that is no longer there


def _written(
    wish: Export, path: Path, moment: Moment | None, job: Job
) -> tuple[tuple[Path, ...], tuple[Problem, ...], Export]:
    """Write what is wanted inside a job, in full; return the files, what has to be said beside them, and that."""
    begun = 0.0
    if moment is not None:
        wish, begun = with_changes(wish, moment, lambda share: job.step(_TOLD * share)), _TOLD
    files = wish.write(path, lambda share: job.step(begun + (1 - begun) * share))
    return files, wish.notes(), wish


def _name(box: QComboBox, words: Callable[..., str]) -> None:
    """Give every entry of a box its words, made of what it stands for."""
    for place in range(box.count()):
        box.setItemText(place, words(box.itemData(place)))


def _find_in(box: QComboBox) -> None:
    """Let one type a part of what is listed in a box."""
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    finder = QCompleter(box.model(), box)
    finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    box.setCompleter(finder)
    finder.setFilterMode(Qt.MatchFlag.MatchContains)
    finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)


def _open(path: Path | None) -> None:
    """Open a file or a folder in the program that the system has for it."""
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _lay_out(dialog: ExportDialog) -> None:
    """Put every field in its place."""
    form = dialog._form
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(10)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    sheet = QHBoxLayout(dialog._sheet)
    sheet.setContentsMargins(0, 0, 0, 0)
    sheet.setSpacing(8)
    for box in (dialog.paper, dialog.orientation, dialog.dpi):
        sheet.addWidget(box, 1)
    holds = QGridLayout(dialog._holds)
    holds.setContentsMargins(0, 0, 0, 0)
    holds.setSpacing(8)
    for place, check in enumerate(dialog.holds.values()):
        holds.addWidget(check, place // 3, place % 3)
    for key, field in dialog._fields().items():
        form.addRow(dialog._labels[key], field)
        dialog._labels[key].setBuddy(dialog.paper if field is dialog._sheet else field)
    dialog._labels["holds"].setAlignment(Qt.AlignmentFlag.AlignTop)  # Qt centres it in a height that it guesses
    left = QVBoxLayout()
    left.setSpacing(10)
    left.addLayout(form)
    left.addWidget(dialog.more)
    left.addWidget(dialog.look)
    left.addStretch(1)
    left.addWidget(dialog.told)
    left.addWidget(dialog.bar)
    upper = QHBoxLayout()
    upper.setSpacing(24)
    upper.addLayout(left, 1)
    right = QVBoxLayout()
    right.setSpacing(10)
    right.addWidget(dialog.preview, 1)
    right.addWidget(dialog.templates)
    upper.addLayout(right, 1)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setSpacing(16)
    layout.addLayout(upper)
    layout.addWidget(dialog.buttons)
    dialog.do.setDefault(True)  # of the dialog that it is in by now
    dialog.setMinimumWidth(880)


def _fill(dialog: ExportDialog) -> None:
    """Put everything that may be chosen into the boxes; their words come with :meth:`set_texts`."""
    for format_ in (*formats_of(*OF_A_MAP), *formats_of("workbook", "geodata")):
        dialog.format.addItem("", format_.key)
    for content in (AS_SHOWN, *THEMES):
        dialog.content.addItem("", content)
    dialog.scope.addItem("", "")
    if len(dialog._selected()):
        dialog.scope.addItem("", "selection")
    for level in dialog.session.plan.scheme.levels[:-1]:
        dialog.scope.addItem("", level.key)
    for paper in PAPER_MM:
        dialog.paper.addItem(paper, paper)
    dialog.paper.setCurrentIndex(dialog.paper.findData("A3"))
    for upright in (False, True):
        dialog.orientation.addItem("", upright)
    for dpi in _DPI:
        dialog.dpi.addItem("", dpi)
    dialog.dpi.setCurrentIndex(_DPI.index(200))
    for profile in PROFILES:
        dialog.privacy.addItem("", profile)
    dialog.privacy.setCurrentIndex(PROFILES.index(dialog.session.privacy))
    for check in dialog.holds.values():
        check.setChecked(True)
