"""What is data in the window is shown as the text it is: no markup, no mnemonic, no formula on the clipboard."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication, QStandardItem, QStandardItemModel, QTextDocumentFragment
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

import ui
from gridmap.edits import AddWorker, LinkBranch
from gridmap.model.errors import BadInput
from gridmap.model.plain_text import is_plain, letters_named, without_strange_letters
from gridmap.project.project import Project
from tests.hostile_text import FIRST, HOSTILE, UNPRINTABLE, VILLAGE, plan_with_names
from ui.dialogs.add_worker import AddWorkerDialog
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.dialogs.end_assignment import EndAssignmentDialog
from ui.dialogs.export import ExportDialog
from ui.dialogs.link_branch import LinkBranchDialog
from ui.dialogs.set_attributes import SetAttributesDialog
from ui.look.long_table import LongTable, as_spreadsheet
from ui.look.plain import as_it_reads, as_menu_text, as_title, plain_label
from ui.look.words import Words
from ui.panels.people.tables import KINDS as TABLES
from ui.session.settings import Settings
from ui.window.draft_bar import DraftBar
from ui.window.main_window import MainWindow

WAIT = 20_000
NAMES = [name for name in HOSTILE if len(name) < 200]


def as_qt_shows(text: str) -> str:
    """Return what is seen of a text where Qt guesses whether it is HTML."""
    return QTextDocumentFragment.fromHtml(text).toPlainText() if text.startswith("<p ") else text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_tip_shows_the_text_and_nothing_that_it_says(qapp, name):
    shown = as_it_reads(name)
    if "<" in name or "&lt;" in name:
        assert (
            shown.startswith("<p style=") and "<" not in shown[len("<p style='white-space: pre-wrap'>") : -len("</p>")]
        )
        assert as_qt_shows(shown) == name
    else:
        assert shown == name


@pytest.mark.parametrize("name", HOSTILE)
def test_a_menu_and_a_title_show_every_letter(qtbot, name):
    action, window = QAction(as_menu_text(name)), QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle(as_title(name))
    assert "\t" not in action.text() and action.text().replace("&&", "&") == " ".join(name.split())
    assert window.windowTitle().replace("[*][*]", "[*]") == " ".join(name.split())


def test_a_label_is_plain(qtbot):
    label = plain_label()
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_no_label_is_left_to_guess_what_it_is_given():
    for file in sorted(Path(ui.__file__).parent.rglob("*.py")):
        if file.name == "plain.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "QLabel"
            assert not made, f"{file.name}:{node.lineno} makes a QLabel; plain_label() shows data as it is"


# ---- the clipboard ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", " =1", "＝1+1", "\u200b=1", "+86 512"]
)
def test_no_cell_on_the_clipboard_is_a_formula(qtbot, name):
    model = QStandardItemModel(1, 2)
    model.setHorizontalHeaderLabels([name, "户数"])
    model.setItem(0, 0, QStandardItem(name))
    model.setItem(0, 1, QStandardItem("-1,234.5"))
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    table = LongTable(view, Words("zh"), "test")
    view.selectRow(0)
    table.copy_rows()
    data: QMimeData = QGuiApplication.clipboard().mimeData()
    heads, row = (line.split("\t") for line in data.text().split("\n"))
    one_line = " ".join(name.split())
    assert heads == [f"'{one_line}", "户数"] and row == [f"'{one_line}", "-1,234.5"]
    assert f"<td style=\"mso-number-format:'\\@'\">{html.escape(chr(39) + name)}</td><td>-1234.5</td>" in data.html()


@pytest.mark.parametrize("text", ["nan", "inf", "1e5", "1_000", "１２", "0x10", "12,34"])
def test_a_text_that_only_looks_like_a_number_stays_a_text(text):
    assert as_spreadsheet([[text]]).count("mso-number-format") == 1


# ---- the window ------------------------------------------------------------------------------------------------------


@pytest.fixture
def window(nothing_left, qtbot: QtBot, tmp_path: Path):
    """The real window on a village whose grids, workers and branches have hostile names."""
    file = tmp_path / "[*]<b>&x.gpkg"
    Project.create(file, plan_with_names(NAMES)).close()
    window = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(window.isVisible)
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        window.open_project(file)
    yield window
    window.close()
    window.deleteLater()


def cells_of(model: QAbstractItemModel, role: Qt.ItemDataRole, under: QModelIndex | None = None) -> list[str]:
    """Return what all cells of a model say under a role."""
    under = under or QModelIndex()
    said: list[str] = []
    for row in range(model.rowCount(under)):
        for column in range(model.columnCount(under)):
            said.append(str(model.index(row, column, under).data(role) or ""))
        said += cells_of(model, role, model.index(row, 0, under))
    return said


def must_show_all(window: QWidget) -> None:
    """Fail if a label may guess, or a tip or an action would be taken for markup."""
    for label in window.findChildren(QLabel):
        assert label.textFormat() != Qt.TextFormat.AutoText or _is_qts_own(label), label.text()
    for widget in window.findChildren(QWidget):
        tip = widget.toolTip()
        assert "<" not in tip or tip.startswith("<p style='white-space: pre-wrap'>")


def _is_qts_own(label: QLabel) -> bool:
    return label.objectName().startswith("qt_") or type(label) is not QLabel


PATCH = re.compile(r'<img src="data:image/png;base64,[A-Za-z0-9+/=]+" width="\d+" height="\d+" />')
"""The patch of colour before a state, which is the page's own."""


def test_the_window_shows_every_name_as_it_is(qtbot, window):
    session = window.session
    assert "[*][*]<b>&x.gpkg" in window.windowTitle()
    tree = window.docks["tree"].widget()
    qtbot.waitUntil(lambda: tree.model.index_of(FIRST).isValid(), timeout=WAIT)
    shown = cells_of(tree.model, Qt.ItemDataRole.DisplayRole)
    assert set(NAMES) <= set(shown)
    findings = window.docks["findings"].widget()
    for model in (tree.model, findings.model):
        for tip in cells_of(model, Qt.ItemDataRole.ToolTipRole):
            assert "<" not in tip or tip.startswith("<p style='white-space: pre-wrap'>")
    inspector = window.docks["inspector"].widget()
    window.docks["inspector"].raise_()
    for number, name in enumerate(NAMES):
        session.select([FIRST + number])
        inspector.refresh()
        page = inspector.page
        assert " ".join(name.split()) in " ".join(page.toPlainText().split()), name
        of_data = PATCH.sub("", page.toHtml())
        assert "<img" not in of_data and "onerror=alert(1)>" not in of_data
    panel = window.panels["people"]
    window.raise_panel("people")
    panel.tabs.setCurrentIndex(TABLES.index("facilities"))
    qtbot.waitUntil(lambda: panel.page.model.rowCount() == len(NAMES), timeout=WAIT)
    told = cells_of(panel.page.model, Qt.ItemDataRole.ToolTipRole)
    assert all("<" not in tip or tip.startswith("<p style='white-space: pre-wrap'>") for tip in told)
    said = [" ".join(cell.split()) for cell in cells_of(panel.page.model, Qt.ItemDataRole.DisplayRole)]
    assert {" ".join(name.split()) for name in NAMES} <= set(said)
    must_show_all(window)


def test_menus_steps_and_complaints_show_every_letter(qtbot, monkeypatch, window):
    from PySide6.QtWidgets import QMessageBox

    session = window.session
    grid = FIRST + NAMES.index("[*] &File &&")
    window.menus.map_menu.fill(grid)
    assert window.menus.map_menu.actions()[0].text() == "[*] &&File &&&& 320582100201022"
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda parent, title, text: told.append(text))
    window.complain(BadInput("file-not-found", file="<img src=x>.gpkg"))
    assert as_qt_shows(told[0]) == window.words("file-not-found", file="<img src=x>.gpkg")
    session.select([VILLAGE])
    must_show_all(window)


def test_dialogs_show_every_name_as_it_is(qtbot, window):
    session, words = window.session, window.words
    for number, name in enumerate(NAMES):
        session.select([FIRST + number])
        for dialog in (
            SetAttributesDialog(session, words, [FIRST + number], window),
            AssignWorkerDialog(session, words, FIRST + number, window),
            LinkBranchDialog(session, words, FIRST + number, window),
            EndAssignmentDialog(session, words, 1 + number, window),
        ):
            assert dialog.heading.textFormat() == Qt.TextFormat.PlainText
            assert name in dialog.heading.text()
            for box in dialog.findChildren(QComboBox):
                assert all("<" not in (box.itemData(i, Qt.ItemDataRole.ToolTipRole) or "") for i in range(box.count()))
            must_show_all(dialog)
            dialog.reject()


def test_the_search_shows_every_name_as_it_is(qtbot, window):
    palette = window.findChild(QWidget, "palette") or window.palette_dialog
    palette.ask()
    qtbot.waitUntil(lambda: palette._index is not None, timeout=WAIT)
    palette.field.setText("<img")
    assert any(choice.title == "<img src=x onerror=alert(1)>" for choice in palette.model.choices)
    palette.reject()


def test_a_picker_of_branches_shows_every_name_as_it_is(window):
    session = window.session
    dialog = LinkBranchDialog(session, window.words, FIRST, window)
    shown = cells_of(dialog.picker.view.model(), Qt.ItemDataRole.DisplayRole)
    assert set(NAMES[1:]) <= set(shown)  # the first serves that grid already
    for tip in cells_of(dialog.picker.view.model(), Qt.ItemDataRole.ToolTipRole):
        assert "<" not in tip or tip.startswith("<p style='white-space: pre-wrap'>")
    dialog.reject()


DRAFT = "[*] &File && <b>{{7*191}}</b>"


def test_a_draft_is_called_what_it_is_called_in_menu_bar_and_status(qtbot, window):
    drafting, say = window.desk.drafting, window.words
    with qtbot.waitSignal(drafting.changed, timeout=WAIT):
        drafting.begin(DRAFT)
    bar = window.findChild(DraftBar)
    assert bar.isVisible() and bar.name.text() == say("draft-bar", title=DRAFT)
    assert bar.name.textFormat() == Qt.TextFormat.PlainText and bar.name.buddy() is None
    window.drafts._list()
    [entry] = window.drafts.menu.actions()
    assert entry.text().partition("\t")[0].replace("&&", "&") == DRAFT
    window.drafts.leave()
    assert window.statusBar().currentMessage() == say("draft-left", title=DRAFT)
    must_show_all(window)


@pytest.mark.parametrize("name", ["<img src=x>", "&File && [*]", "{{7*191}}", "%n{0}"])
def test_what_would_be_undone_is_told_with_every_letter(window, name):
    session = window.session
    session.perform(AddWorker(name))
    undo = window.actions_by_key["undo"]
    assert name in undo.text().replace("&&", "&") and undo.text().count("&") == 2 * name.count("&")
    assert name in as_qt_shows(undo.toolTip())
    session.undo()
    redo = window.actions_by_key["redo"]
    assert name in redo.text().replace("&&", "&") and name in as_qt_shows(redo.toolTip())
    session.perform(LinkBranch(1 + NAMES.index("[*] &File &&"), FIRST))
    assert "[*] &File &&" in undo.text().replace("&&", "&")


# ---- what is typed, and what is written ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for text in UNPRINTABLE if not re.search("[\ud800-\udfff]", text)])
def test_control_characters_are_taken_out_of_what_is_typed_and_that_is_told(qtbot, window, text):
    session, words = window.session, window.words
    attributes = SetAttributesDialog(session, words, [FIRST], window)
    worker = AddWorkerDialog(session, words, parent=window)
    typed = without_strange_letters(text)
    for dialog, fields in ((attributes, attributes.texts.values()), (worker, worker._fields.values())):
        assert dialog.note.isHidden()
        for field in fields:
            field.setText(text)
            assert field.text() == typed
        assert dialog.note.text() == words("typed-letters-left-out", letters=letters_named(text))
        assert not dialog.note.isHidden() and is_plain(dialog.note.text())
    assert attributes.edit().values == dict.fromkeys(("name", "use", "note"), typed)
    assert worker.edit() == AddWorker(typed, typed, typed, phone_checked=True)
    for dialog in (attributes, worker):
        dialog.reject()


def test_the_place_of_the_cursor_is_kept_when_letters_are_taken_out(window):
    dialog = AddWorkerDialog(window.session, window.words, parent=window)
    dialog.name.setText("甲乙")
    dialog.name.setCursorPosition(1)
    dialog.name.insert("x\x00\x1by")
    assert dialog.name.text() == "甲xy乙" and dialog.name.cursorPosition() == 3
    dialog.reject()


@pytest.fixture
def odd_window(nothing_left, qtbot, tmp_path):
    """A window on a village with control characters in its names; the last grid has no shape."""
    file = tmp_path / "odd.gpkg"
    Project.create(file, plan_with_names(["a\x00b", "c", "d\x1be", "<b>&f"])).close()
    window = MainWindow(Settings(tmp_path / "settings.ini"), Words("en"))
    window.show()
    with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
        window.open_project(file)
    yield window
    window.close()
    window.deleteLater()


def test_exporting_tells_of_control_characters_and_of_what_is_not_on_the_map(qtbot, monkeypatch, odd_window, tmp_path):
    dialog = ExportDialog(odd_window.session, odd_window.words, "boundaries", (), odd_window)
    dialog.open()
    units = [dialog.unit.itemText(i) for i in range(dialog.unit.count())]
    assert units == []
    dialog.scope.setCurrentIndex(dialog.scope.findData("village"))
    assert [dialog.unit.itemText(i) for i in range(dialog.unit.count())] == ["长江村　320582100201"]
    dialog.format.setCurrentIndex(dialog.format.findData("html"))
    for scope in ("village", ""):
        dialog.scope.setCurrentIndex(dialog.scope.findData(scope))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, scope=scope: (str(tmp_path / f"m{scope}"), ""))
        qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
        written = tmp_path / f"m{scope}.html"
        qtbot.waitUntil(lambda file=written: dialog.written == file and dialog._job is None, timeout=WAIT)
        lines = dialog.told.text().splitlines()
        assert lines[:4] == [
            odd_window.words("cli-written", file=str(written)),
            "Without a shape, so not on the map: 1 grid.",
            "Without usable ground, so not visible on a map: 1 (320582100201005). gridmap check says why.",
            'Grid 320582100201001, "name": control characters (U+0000) are written as �.',
        ]
        assert lines[-1].startswith("Note: ") and len(lines) == 7
    assert dialog.told.textFormat() == Qt.TextFormat.PlainText
    dialog.done(0)
