"""The edit in hand: how the tool is used, what it would bring, what may be chosen, and the buttons that end it."""

from __future__ import annotations

import html
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gridmap.edits.splitting import why_uneven
from gridmap.model.scheme import Level
from ui.canvas.editing.figures import FigureRow, count_text, ground_text, rows_of, standard_text
from ui.look.choice_box import ChoiceBox
from ui.look.fields import whole_number_field
from ui.look.plain import as_menu_text, plain_label, unbroken
from ui.look.words import Words
from ui.panels.base import Panel
from ui.panels.compound_rows import outline_told
from ui.session.desk import Desk
from ui.session.editing import Option


class EditingPanel(Panel):
    """Shows what is proposed in words and figures, and lets it be chosen, accepted or dropped."""

    key = "editing"

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        self.editing = desk.editing
        self.heading = plain_label()
        self.heading.setProperty("role", "heading")
        self.help = plain_label()
        self.help.setProperty("role", "muted")
        self.reason = plain_label()
        self.figures = plain_label()
        self.figures.setTextFormat(Qt.TextFormat.RichText)
        self.figures.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self.heading, self.help, self.reason, self.figures):
            label.setWordWrap(True)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(12)
        self.form.setVerticalSpacing(8)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.fields: dict[str, QComboBox | QLineEdit | QSpinBox] = {}
        self.unlock = QPushButton()
        self.unlock.clicked.connect(self._unlock)
        self.accept = QPushButton()
        self.accept.setDefault(True)
        self.drop = QPushButton()
        self.accept.clicked.connect(self.editing.accept_wanted)
        self.drop.clicked.connect(self.editing.drop_wanted)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 8, 12, 12)
        buttons.addWidget(self.accept)
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(12, 8, 12, 12)
        body.setSpacing(10)
        body.addWidget(self.heading)
        body.addWidget(self.help)
        body.addLayout(self.form)
        body.addWidget(self.reason)
        body.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.figures)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)
        self.watch(self.editing.outcome_changed, self._show_outcome)
        self.watch(self.editing.options_changed, self._show_options)
        self.watch(self.editing.tool_changed, lambda _: self.set_texts())
        self.ready()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        say, tool = self.words, self.editing.tool
        named = self.editing.subject
        heading = say(f"action-tool-{tool}") if tool else say("editing-no-tool")
        name = unbroken(named) if say.language == "en" else named
        self.heading.setText(say("editing-heading-of", tool=heading, name=name) if named else heading)
        self.help.setText(say(f"tool-{tool}-help") if tool else say("editing-no-tool-help"))
        self.accept.setText(say("editing-accept"))
        self.drop.setText(say("editing-drop"))
        self._show_options()
        self._show_outcome()

    # ---- what is proposed --------------------------------------------------------------------------------------------

    def _show_outcome(self) -> None:
        outcome = self.editing.outcome
        refused = outcome.refused if outcome is not None else None
        warning = self._to_mind() if outcome is not None else ""
        self.reason.setText(self.words.of(refused, self.session.plan) if refused is not None else warning)
        self.reason.setVisible(bool(self.reason.text()))
        level = self._locked_level()
        in_compound = refused is not None and refused.key == "compound-would-be-cut"
        self.unlock.setVisible(level is not None or in_compound)
        if in_compound:
            self.unlock.setText(as_menu_text(self.words("editing-cut-compounds")))
        if level is not None:
            self.unlock.setText(as_menu_text(self.words("editing-unlock", level=level.name)))
        self.figures.setText(self._table(rows_of(outcome)) if outcome is not None else "")
        self.figures.setVisible(bool(self.figures.text()))
        proposed = outcome is not None and outcome.change is not None and not self.editing.is_provisional
        self.accept.setVisible(proposed)
        self.drop.setVisible(outcome is not None)

    def _to_mind(self) -> str:
        """Say what to mind about what is proposed, if there is anything."""
        outcome = self.editing.outcome
        if outcome is not None and not self.editing.is_provisional and (told := outline_told(outcome, self.words)):
            return told
        uneven = why_uneven(outcome.change) if outcome is not None and outcome.change is not None else None
        return self.words.of(uneven) if uneven is not None else self.words.of_warning(self.editing.warning)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept with Enter and drop with Escape from every field, as the buttons say; a button does its own."""
        focus, key = self.focusWidget(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton):
            focus.click()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.accept.isHidden():
            self.editing.accept_wanted.emit()
        elif key == Qt.Key.Key_Escape and not self.drop.isHidden():
            self.editing.drop_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _locked_level(self) -> Level | None:
        """Return the highest locked level that stands in the way of what is proposed."""
        outcome = self.editing.outcome
        if outcome is None or outcome.refused is None or outcome.refused.key != "border-locked":
            return None
        at = outcome.plan.positions(list(getattr(outcome.refused, "grids", ())))
        ranks = set(outcome.plan.ranks[at].tolist()) & self.editing.locked_ranks
        return next((level for level in outcome.plan.scheme.levels if level.rank in ranks), None)

    def _unlock(self) -> None:
        level, outcome = self._locked_level(), self.editing.outcome
        if level is not None:
            self.editing.lock_level(level.rank, locked=False)
        elif outcome is not None and outcome.refused is not None and outcome.refused.key == "compound-would-be-cut":
            self.editing.keep_compounds(False)

    def _table(self, rows: tuple[FigureRow, ...]) -> str:
        """Return the figures as a table: to each grid its name and a line for each figure."""
        if not rows:
            return ""
        say = self.words
        lines = []
        for row in rows:
            told = {"new": row.standard[1:], "gone": row.standard[:1]}.get(row.fate, row.standard)
            met = " → ".join(dict.fromkeys(standard_text(standard, say) for standard in told))
            lines.append(f"<tr><td colspan='2'><b>{html.escape(row.title(say))}</b></td></tr>")
            ground, _, unit = ground_text(row.area_m2, say).rpartition(" ")  # beside the figures it has no room
            for name, text in (
                (say("figure-households"), count_text(row.households)),
                (say("figure-residents"), count_text(row.residents)),
                (say("figure-area-in", unit=unit), ground),
                (say("figure-met"), met),
            ):
                lines.append(f"<tr><td>{html.escape(name)}</td><td align='right'>{html.escape(text)}</td></tr>")
            lines.append("<tr><td colspan='2'>&nbsp;</td></tr>")
        return f"<table width='100%' cellspacing='0' cellpadding='2'>{''.join(lines)}</table>"

    # ---- what may be chosen ------------------------------------------------------------------------------------------

    def _show_options(self) -> None:
        options = self.editing.options
        if [(key, self._kind(field)) for key, field in self.fields.items()] != [(o.key, o.kind) for o in options]:
            while self.form.rowCount():
                self.form.removeRow(0)
            self.fields = {}
            for option in options:
                self.form.addRow(plain_label(), self._field_of(option))
        for option in options:
            self._fill(option, self.fields[option.key])
            label = self.form.labelForField(self.fields[option.key])
            assert isinstance(label, QLabel)
            label.setText(self.words(f"option-{option.key}"))
            label.setBuddy(self.fields[option.key])
            self.fields[option.key].setAccessibleName(self.words(f"option-{option.key}"))

    def _field_of(self, option: Option) -> QWidget:
        field: QComboBox | QLineEdit | QSpinBox
        if option.kind == "choice":
            field = ChoiceBox()
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(10)
            field.activated.connect(lambda at: self.editing.choose(option.key, field.itemData(at)))
        elif option.kind == "number":
            field = whole_number_field()
            field.valueChanged.connect(partial(self.editing.choose, option.key))
        else:
            field = QLineEdit()
            field.textEdited.connect(partial(self.editing.choose, option.key))
        self.fields[option.key] = field
        return field

    def _fill(self, option: Option, field: QComboBox | QLineEdit | QSpinBox) -> None:
        value = self.editing.values.get(option.key)
        blocked = field.blockSignals(True)
        if isinstance(field, QComboBox):
            field.clear()
            for data, text in option.choices:
                field.addItem(text, data)
            field.setCurrentIndex(max(field.findData(value), 0))
        elif isinstance(field, QSpinBox):
            field.setRange(option.least, option.most)
            field.setValue(int(value or option.least))
        elif field.text() != str(value or ""):
            field.setText(str(value or ""))
        field.blockSignals(blocked)

    @staticmethod
    def _kind(field: QWidget) -> str:
        return {ChoiceBox: "choice", QSpinBox: "number"}.get(type(field), "text")
