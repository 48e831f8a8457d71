"""The window shows, copies and writes of people what the profile shows that is chosen in it: a briefing at first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QLabel, QLineEdit, QTextBrowser
from pytestqt.qtbot import QtBot

from gridmap.edits import DeleteWorker
from gridmap.model.errors import Refused
from gridmap.people.privacy import PROFILES
from gridmap.project.drafts import draft_named
from tests.ui.conftest import MIDDLE, WEST
from tests.ui.privacy.conftest import DRAFT, HIDDEN, NAMES, NUMBERS, PHONES, USER
from tests.ui.privacy.reading import said_in, said_in_files
from tests.ui.window.people_at_work import ready
from tests.ui.window.windows import shown_window
from ui.dialogs.add_worker import AddWorkerDialog, CorrectWorkerDialog
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.dialogs.bad_cells import BadCellsDialog
from ui.dialogs.branch import BranchDialog
from ui.dialogs.confirming import ConfirmEdit
from ui.dialogs.end_assignment import EndAssignmentDialog
from ui.dialogs.export import ExportDialog
from ui.dialogs.link_branch import LinkBranchDialog
from ui.dialogs.merging import MergeBranchesDialog, MergeWorkersDialog
from ui.dialogs.portfolios import HandOverDialog, StandInDialog, TransferDialog
from ui.dialogs.zone import ZoneDialog
from ui.look.long_table import LongTable
from ui.look.words import Words
from ui.panels.people.tables import KINDS
from ui.session.settings import Settings
from ui.window.main_window import MainWindow
from ui.words.history_lines import what_was_done

WAIT = 20_000


@pytest.fixture
def window(nothing_left, qtbot: QtBot, peopled: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The window on the draft, compared with its project, with every panel in sight and a grid selected."""
    project = Path(shutil.copytree(peopled.parent, tmp_path / "project")) / peopled.name
    with shown_window(qtbot, tmp_path, draft_named(project, DRAFT).path) as window:
        with qtbot.waitSignal(window.desk.drafting.compared, timeout=WAIT):
            window.drafts.compare()
        for dock in window.docks.values():
            dock.show()
            dock.raise_()
            qtbot.waitUntil(dock.widget().isVisible)
        yield window


def choose(window: MainWindow, profile: str) -> None:
    window.actions_by_key[f"people-{profile}"].trigger()
    assert window.session.privacy == profile and window.actions_by_key[f"people-{profile}"].isChecked()


def cells(model: QAbstractItemModel, above: QModelIndex | None = None) -> list[str]:
    """Return all that a model shows, in cells and when one points at them, in every depth."""
    found, above = [], above or QModelIndex()
    for row in range(model.rowCount(above)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(above)):
            index = model.index(row, column, above)
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            found += [str(model.data(index, role) or "") for role in roles]
        found += cells(model, model.index(row, 0, above))
    return found


def seen(window: MainWindow) -> bytes:
    """Return every text in the window: tables, trees, pages, labels, menus, and the title."""
    said = [window.windowTitle(), window.statusBar().currentMessage()]
    for view in window.findChildren(QAbstractItemView):
        if view.model() is not None:
            said += cells(view.model())
    said += [page.toHtml() for page in window.findChildren(QTextBrowser)]
    for label in window.findChildren(QLabel):
        said += [label.text(), label.toolTip()]
    for action in window.findChildren(QAction):
        said += [action.text(), action.toolTip()]
    return "\n".join(said).encode()


@pytest.mark.parametrize("profile", [*PROFILES, None])
def test_nothing_is_seen_beyond_the_profile(window, profile):
    if profile is not None:
        choose(window, profile)
    said = b""
    for grid in (WEST, MIDDLE):
        window.session.select([grid])
        said += seen(window)
    assert said_in(said, HIDDEN[profile or "briefing"]) == set()
    people = {"欧阳铁柱", "慕容晓燕", "Anna Kowalczyk", "尉迟大海", USER}
    assert said_in(said, people) == (set() if profile == "public" else people)
    assert (b"139****2222" in said) == (profile not in ("public", "internal"))
    if profile == "internal":
        assert said_in(said, PHONES | NUMBERS) >= {"13911112222", "SN-48213"}


def test_a_profile_holds_for_what_is_shown_already(window):
    window.session.select([WEST])
    for profile in ("internal", "public", "briefing"):
        choose(window, profile)
        assert said_in(seen(window), HIDDEN[profile]) == set()


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_copied_beyond_the_profile(window, profile):
    choose(window, profile)
    said = ""
    tables = window.findChildren(LongTable)
    assert len(tables) == 18  # those of people have their own test: they are filled when they come to the front
    for table in tables:
        table.view.selectAll()
        table.copy_rows()
        data = QGuiApplication.clipboard().mimeData()
        if data is not None:  # nothing was copied of a table without rows
            said += data.text() + data.html()
    assert said_in(said.encode(), HIDDEN[profile]) == set()
    # From the history, the findings and the comparison.
    people = {USER, "欧阳铁柱", "慕容晓燕", "Anna Kowalczyk"}
    assert said_in(said.encode(), people) == (set() if profile == "public" else people)


@pytest.mark.parametrize("profile", PROFILES)
def test_people_are_found_by_all_that_is_known_and_shown_by_the_profile(window, qtbot, profile):
    choose(window, profile)
    palette = window.search_everything
    palette.ask()
    qtbot.waitUntil(lambda: palette._index is not None, timeout=WAIT)
    said = ""
    for typed in ("欧阳铁柱", "SN-48216", "13911112222", "司徒建国"):
        palette.field.setText(typed)
        hits = [choice for choice in palette.model.choices if choice.hit is not None]
        assert hits, typed
        said += "\n".join(f"{choice.title} {choice.detail}" for choice in hits)
    palette.reject()
    assert said_in(said.encode(), HIDDEN[profile]) == set()
    assert ("欧阳铁柱" in said) == (profile != "public") and ("欧阳*" in said) == (profile == "public")


@pytest.mark.parametrize("profile", PROFILES)
def test_dialogs_show_people_by_the_profile(window, profile):
    choose(window, profile)
    session, words = window.session, window.words
    assigning = AssignWorkerDialog(session, words, WEST, window)
    linking = LinkBranchDialog(session, words, WEST, window)
    ending = EndAssignmentDialog(session, words, 2, window)
    exporting = ExportDialog(session, words, "boundaries", (), window)
    said = "\n".join([*cells(assigning.picker.choices), *cells(linking.picker.choices), ending.heading.text()])
    assert said_in(said.encode(), HIDDEN[profile]) == set()
    assert ("欧阳铁柱" in said) == (profile != "public")
    assigning.picker.field.setText("SN-48213")
    assert assigning.picker.chosen == 1  # found by the number in full, whatever is shown
    assert exporting.wish().privacy == profile
    for dialog in (assigning, linking, ending, exporting):
        dialog.reject()


def test_that_people_are_shown_in_full_stands_in_the_history_and_undo_steps_over_it(window):
    project = window.session.project
    before, undo = len(project.history()), project.undo_entry
    for profile in ("public", "internal", "internal", "briefing"):
        choose(window, profile)
    entries = project.history()[before:]
    assert [(entry.label, dict(entry.values)) for entry in entries] == [("show-people", {"privacy": "internal"})]
    assert project.undo_entry == undo and not project.is_changed_elsewhere
    for words in ("完整显示", "in full"):
        said = [what_was_done(entries[0], "zh"), what_was_done(entries[0], "en")]
        assert any(words in line for line in said)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_table_of_people_shows_copies_and_writes_by_the_profile(window, qtbot, tmp_path, monkeypatch, profile):
    choose(window, profile)
    panel, said, files = window.panels["people"], "", []
    panel.told.disconnect()
    for place, kind in enumerate(KINDS):
        window.raise_panel("people")
        panel.tabs.setCurrentIndex(place)
        ready(qtbot, window)
        page = panel.page
        said += "\n".join(cells(page.model))
        if page.model.rowCount():
            page.view.selectAll()
            page.long.copy_rows()
            data = QGuiApplication.clipboard().mimeData()
            said += data.text() + data.html()
            index = page.model.index(0, 0)
            said += "\n".join(
                str(page.model.data(index.siblingAtColumn(column), Qt.ItemDataRole.EditRole) or "")
                for column in range(page.model.columnCount())
            )
            drag = page.model.mimeData([index])
            said += "".join(bytes(drag.data(name).data()).decode("latin-1") for name in drag.formats())
            files.append(tmp_path / f"{kind}.xlsx")
            monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, file=files[-1]: (str(file), ""))
            panel.actions_by_key["write"].trigger()
            qtbot.waitUntil(lambda: not window.session.is_working, timeout=WAIT)
    assert len(files) > 3
    assert said_in(said.encode(), HIDDEN[profile]) == set()
    assert said_in_files(files, HIDDEN[profile]) == set()
    assert ("欧阳铁柱" in said) == (profile != "public")


@pytest.mark.parametrize("profile", PROFILES)
def test_the_page_of_a_person_and_the_chain_show_people_by_the_profile(window, qtbot, profile):
    choose(window, profile)
    person, said = window.panels["person"], b""
    for worker in window.session.plan.tables["workers"].index.tolist():
        window.session.show_person(worker)
        qtbot.waitUntil(
            lambda worker=worker: person._facts is not None and person._facts.worker == worker, timeout=WAIT
        )
        said += person.page.toHtml().encode() + person.page.toPlainText().encode()
    window.raise_panel("chain")
    chain = window.panels["chain"]
    qtbot.waitUntil(lambda: chain.model.chain is not None, timeout=WAIT)
    said += "\n".join(cells(chain.model)).encode()
    chain.view.selectAll()
    chain.table.copy_rows()
    said += QGuiApplication.clipboard().text().encode()
    drag = chain.model.mimeData([chain.model.index(0, 0)])
    said += b"".join(bytes(drag.data(name).data()) for name in drag.formats())
    assert said_in(said, HIDDEN[profile]) == set()
    assert ("欧阳铁柱".encode() in said) == (profile != "public")


@pytest.mark.parametrize("profile", PROFILES)
def test_dialogs_of_people_at_work_show_them_by_the_profile(window, qtbot, profile):
    choose(window, profile)
    session, words, plan = window.session, window.words, window.session.plan
    workers = plan.tables["workers"].index.tolist()
    said = []
    for make in (HandOverDialog, StandInDialog, CorrectWorkerDialog):
        dialog = make(session, words, workers[0], window)
        said += [dialog.heading.text(), dialog.note.text()]
        said += [text for field in dialog.findChildren(QLineEdit) for text in (field.text(), field.placeholderText())]
        said += cells(dialog.picker.choices) if hasattr(dialog, "picker") else []
        dialog.reject()
    dialogs = [
        TransferDialog(session, words, workers[0], (WEST,), window),
        MergeWorkersDialog(session, words, tuple(workers[:2]), window),
        MergeBranchesDialog(session, words, tuple(plan.tables["branches"].index[:2].tolist()), window),
        BranchDialog(session, words, int(plan.tables["branches"].index[0]), 0, window),
        ZoneDialog(session, words, 0, window),
        AddWorkerDialog(session, words, str(plan.tables["workers"]["name"].iloc[0]), window),
        ConfirmEdit(session, words, DeleteWorker(workers[0]), "worker-delete", {"name": ""}, window),
    ]
    typed = str(plan.tables["workers"]["name"].iloc[0])
    for dialog in dialogs:
        said += [label.text() for label in dialog.findChildren(QLabel)]
        said += [field.placeholderText() for field in dialog.findChildren(QLineEdit)]
        said += [field.text() for field in dialog.findChildren(QLineEdit) if field.text() != typed]
        for view in dialog.findChildren(QAbstractItemView):
            said += cells(view.model()) if view.model() is not None else []
        dialog.reject()
    why = Refused("staff-number-in-use", value="", name="欧阳铁柱")  # as a cell that is pasted may be refused
    listed = BadCellsDialog(session, words, 0, [(1, "工号", "…", why)], window)
    said += cells(listed.table.model())
    listed.reject()
    assert said_in("\n".join(said).encode(), HIDDEN[profile]) == set()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("how", ["workbook", "record.docx", "record.xlsx"])
def test_files_are_written_by_the_profile(window, qtbot, monkeypatch, tmp_path, how, profile):
    choose(window, profile)
    file = tmp_path / (how if "." in how else f"{how}.xlsx")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), "Excel (*.xlsx)"))
    window.actions_by_key["export-workbook" if how == "workbook" else "export-record"].trigger()
    qtbot.waitUntil(file.exists, timeout=WAIT)
    qtbot.waitUntil(lambda: not window.session.is_working, timeout=WAIT)
    assert said_in_files([file], HIDDEN[profile]) == set()
    assert ("慕容晓燕" in said_in_files([file], NAMES)) == (profile != "public")


def test_the_next_window_begins_with_a_briefing(window, tmp_path):
    choose(window, "internal")
    window.settings.save()
    again = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
    assert again.session.privacy == "briefing" and again.actions_by_key["people-briefing"].isChecked()
    again.close()
    again.deleteLater()
