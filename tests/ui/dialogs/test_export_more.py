"""The dialog asks for pages, scale, review number and template where the format has them, and wishes for them."""

from __future__ import annotations

import datetime as dt
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from python_calamine import CalamineWorkbook
from shiboken6 import isValid

from ui.dialogs.export import ExportDialog
from ui.outputs.publishing import rules_touched
from ui.program import command_line


@pytest.fixture
def dialog(qtbot, session, words):
    dialog = ExportDialog(session, words, "staffing", ())
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    yield dialog
    if isValid(dialog):
        dialog.done(0)


def choose(box, wanted) -> None:
    box.setCurrentIndex(box.findData(wanted))
    assert box.currentData() == wanted


@pytest.mark.parametrize(
    ("format_", "shown"),
    [
        ("pdf", {"pages", "scale", "review"}),
        ("png", {"scale", "review"}),
        ("pptx", {"review", "template"}),
        ("html", {"review"}),
        ("docx", {"review", "forms"}),
        ("xlsx", {"since"}),
        ("gpkg", {"crs"}),
    ],
)
def test_only_what_the_format_has_is_asked_for(dialog, format_, shown):
    choose(dialog.format, format_)
    more = dialog.more
    fields = {
        "pages": more.pages, "scale": more.scale, "review": more.review, "template": more.template,
        "forms": more.forms, "since": more.since, "crs": more.crs,
    }  # fmt: skip
    assert {name for name, field in fields.items() if field.isVisible()} == shown
    is_map = format_ not in ("xlsx", "gpkg")
    assert dialog.title.isVisible() == is_map and dialog.content.isVisible() == (is_map and format_ != "docx")


def test_what_is_chosen_is_wished_for_and_only_where_the_format_has_it(dialog, tmp_path):
    choose(dialog.format, "pdf")
    choose(dialog.more.pages, "dossier")
    choose(dialog.more.scale, 5000)
    dialog.more.review.setText(" S-1 ")
    dialog.more.template.setText(str(tmp_path / "t.pptx"))
    wish = dialog.wish()
    assert (wish.form, wish.atlas, wish.scale, wish.review_number, wish.template) == ("dossier", "", 5000, "S-1", None)
    choose(dialog.more.pages, "village")
    assert (dialog.wish().form, dialog.wish().atlas) == ("map", "village")
    choose(dialog.format, "pptx")
    wish = dialog.wish()
    assert (wish.form, wish.atlas, wish.scale, wish.template) == ("map", "", 0, tmp_path / "t.pptx")
    choose(dialog.format, "png")
    assert (dialog.wish().form, dialog.wish().atlas, dialog.wish().template) == ("map", "", None)


def test_rules_that_a_public_map_touches_are_among_the_notes(dialog):
    choose(dialog.format, "html")
    choose(dialog.privacy, "public")
    told = [note.key for note in rules_touched(dialog.wish())]
    assert told and set(told) <= {note.key for note in dialog.wish().notes()}


def test_the_dialog_fits_an_office_screen_in_both_languages(qtbot, dialog, words):
    for language in ("zh", "en"):
        words.speak(language)
        for format_ in ("pdf", "pptx", "xlsx", "gpkg"):
            choose(dialog.format, format_)
            dialog.adjustSize()
            assert dialog.height() <= 700 and dialog.width() <= 1366
            if os.environ.get("PICTURES"):
                qtbot.wait(1500)
                dialog.grab().save(str(Path(os.environ["PICTURES"]) / f"dialog-{format_}-{language}.png"))
    words.speak("zh")


def test_sheets_of_grids_tell_what_was_done_in_the_window(dialog, session):
    from gridmap.edits import SetAttributes
    from gridmap.project.earlier import Moment
    from ui.dialogs.export_more import with_changes

    choose(dialog.format, "pdf")
    choose(dialog.more.pages, "dossier")
    wish = dialog.wish()
    grid = int(session.plan.ids[-1])
    session.project.perform(SetAttributes("grids", (grid,), {"note": "x"}))
    moment = Moment.of(session.project)
    assert grid in with_changes(wish, moment).changes[0].grids
    assert with_changes(replace(wish, form="board"), moment).changes == ()


@pytest.mark.parametrize(("format_", "name"), [("pdf", "a.pdf"), ("xlsx", "a.xlsx")])
def test_what_was_done_is_found_out_where_the_file_is_written_and_can_be_stopped(
    qtbot, monkeypatch, dialog, session, tmp_path, format_, name
):
    from gridmap.edits import SetAttributes
    from gridmap.project.open_file import OpenFile

    grid = int(session.plan.ids[-1])
    session.project.perform(SetAttributes("grids", (grid,), {"note": "x"}))
    choose(dialog.format, format_)
    wish = dialog.wish()
    wish = replace(wish, form="dossier") if format_ == "pdf" else replace(wish, since=dt.date(2000, 1, 1))
    here, read, goes_on = threading.get_ident(), [], threading.Event()
    as_ever = OpenFile.change_of

    def change_of(file, target, crs):
        read.append(threading.get_ident())
        goes_on.wait(60)
        return as_ever(file, target, crs)

    monkeypatch.setattr(OpenFile, "change_of", change_of)
    dialog.write(wish, tmp_path / name)
    qtbot.waitUntil(lambda: bool(read))
    assert dialog._job is not None and dialog.bar.isVisible()
    dialog.leave.click()
    goes_on.set()
    qtbot.waitUntil(lambda: dialog._job is None)
    assert here not in read and dialog.isVisible() and dialog.written is None and not list(tmp_path.glob(f"{name}*"))


def test_a_form_for_each_grid_changes_since_a_day_and_coordinates_are_wished_for_as_on_the_command_line(
    qtbot, monkeypatch, dialog, tmp_path, words
):
    more = dialog.more
    choose(dialog.format, "docx")
    choose(more.forms, "dossier")
    assert (dialog.wish().form, dialog.wish().since, dialog.wish().crs) == ("dossier", None, "")
    choose(dialog.format, "xlsx")
    assert (dialog.wish().form, dialog.wish().since) == ("map", None)
    more.lists_changes.click()
    more.since.selectAll()
    qtbot.keyClicks(more.since, "2026.1.5")
    more.since.editingFinished.emit()  # as when the keys go elsewhere; Enter would export
    assert dialog.wish().since == dt.date(2026, 1, 5)
    choose(dialog.format, "csv")
    for typed, crs in (("", ""), (" EPSG:4528 ", "EPSG:4528"), (words("crs-gcj02"), "gcj02")):
        more.crs.setEditText(typed)
        if crs == "gcj02":
            choose(more.crs, crs)
        assert (dialog.wish().crs, dialog.wish().since) == (crs, None)
    words.speak("en")
    assert more.crs.currentText() == "GCJ-02 (Amap, Tencent)" and dialog.wish().crs == "gcj02"
    words.speak("zh")


def test_a_workbook_from_the_dialog_has_the_sheets_of_changes_that_the_command_line_writes(
    qtbot, monkeypatch, dialog, session, tmp_path
):
    choose(dialog.format, "xlsx")
    dialog.more.lists_changes.click()
    dialog.more.since.show_day(dt.date(2026, 1, 5))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "册"), ""))
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.written is not None and dialog._job is None, timeout=10_000)
    words = [
        "export",
        str(session.project.path),
        "-o",
        str(tmp_path / "c.xlsx"),
        "--since",
        "2026-01-05",
        "--lang",
        "zh",
    ]
    result = CliRunner().invoke(command_line, words)
    assert result.exit_code == 0, result.output
    one, two = (CalamineWorkbook.from_path(str(tmp_path / name)) for name in ("册.xlsx", "c.xlsx"))
    assert one.sheet_names == two.sheet_names and any("2026-01-05" in name for name in one.sheet_names)
    for name in one.sheet_names:
        assert one.get_sheet_by_name(name).to_python() == two.get_sheet_by_name(name).to_python()
