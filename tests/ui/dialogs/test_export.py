"""The export dialog: what is asked for comes out, says what the statistics say, and what goes wrong is a sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from gridmap.figures.statistics import rollup
from gridmap.model.plan import Plan
from layers import layers_of
from tests.pdf_text import texts_of
from ui.dialogs.export import AS_SHOWN, ExportDialog
from ui.outputs.export import Export
from ui.outputs.formats import OF_A_MAP, formats_of
from ui.program import command_line
from ui.session.jobs import Job
from ui.words.messages import as_percentage

WAIT = 10_000


@pytest.fixture
def dialog(qtbot, session, words):
    """The dialog over the spoiled town, as the window opens it."""
    shown = tuple((layer, 0.5) for layer in layers_of("staffing"))
    dialog = ExportDialog(session, words, "staffing", shown)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    yield dialog
    if isValid(dialog):
        dialog.done(0)


def choose(box, wanted) -> None:
    box.setCurrentIndex(box.findData(wanted))
    assert box.currentData() == wanted


def exported(qtbot, monkeypatch, dialog, path: Path) -> Path:
    """Press the button, name the file and wait until it is written."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.written is not None and dialog._job is None, timeout=WAIT)
    return dialog.written


def words_of(pdf: Path) -> str:
    [text] = texts_of(pdf)
    return text


@pytest.mark.parametrize("format_", [known.key for known in formats_of(*OF_A_MAP)])
def test_every_format_is_written_and_offered_to_open(qtbot, monkeypatch, dialog, tmp_path, format_):
    choose(dialog.format, format_)
    choose(dialog.paper, "A4")
    file = exported(qtbot, monkeypatch, dialog, tmp_path / "图")
    assert file == tmp_path / f"图.{format_}"
    assert dialog.open_file.isVisible() and dialog.open_folder.isVisible() and str(file) in dialog.told.text()
    if format_ == "png":
        assert QImage(str(file)).size().toTuple() == (2339, 1654)
    elif format_ == "svg":
        assert ElementTree.parse(file).getroot().get("width", "").startswith("297")
    else:
        start = {"pdf": b"%PDF", "html": b"<!DOCTYPE html>", "pptx": b"PK", "docx": b"PK"}[format_]
        assert file.read_bytes().startswith(start)


def stated(project: Path, *more: str) -> dict:
    result = CliRunner().invoke(command_line, ["stats", str(project), "--json", "-", "--lang", "zh", *more])
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)


def test_the_pdf_of_the_window_and_of_the_command_line_say_what_the_statistics_say(
    qtbot, monkeypatch, dialog, session, tmp_path
):
    choose(dialog.content, "staffing")
    mine = words_of(exported(qtbot, monkeypatch, dialog, tmp_path / "window.pdf"))
    project = session.project.path
    result = CliRunner().invoke(
        command_line, ["export", str(project), "-o", str(tmp_path / "cli.pdf"), "--theme", "staffing", "--lang", "zh"]
    )
    assert result.exit_code == 0, result.output
    theirs = words_of(tmp_path / "cli.pdf")
    told = stated(project, "--by", "village")
    whole = told["total"]
    numbers = [f"{whole[key]:,}" for key in whole if key.startswith("n_")] + [f"{whole['households']:,}"]
    covered = whole["own_branch"] + whole["joint_branch"]
    for part, of, share in (
        (whole["staffed"], whole["must_staff"], whole["staffed_share"]),
        (covered, whole["must_branch"], whole["branch_covered_share"]),
    ):
        numbers += [f"{part:,} / {of:,}", as_percentage(share)]
    assert len(numbers) > 8
    for words in (mine, theirs):
        read = "".join(words.split())
        assert [number for number in numbers if "".join(number.split()) not in read] == []
    assert (
        f"{session.findings.by_severity['error']:,}" in mine
    )  # the window has checked, the command line does so for the gaps only


def test_the_table_of_a_page_says_of_every_village_what_the_statistics_say(
    qtbot, monkeypatch, dialog, session, tmp_path
):
    plan = session.plan
    choose(dialog.content, "staffing")
    choose(dialog.scope, "town")
    town = int(dialog.unit.currentData())
    text = words_of(exported(qtbot, monkeypatch, dialog, tmp_path / "town.pdf"))
    rows = rollup(plan, "village")
    rows = rows[rows.index.isin(plan.children(town))]
    listed = 0
    for _, row in rows.iterrows():
        name = re.sub("(村民委员会|村委会|社区居委会|居委会|社区)$", "", row["name"])
        found = re.search(rf"{re.escape(name)}\S*\s+(\d+)\s+(\d+)\s+([\d.]+%|–)", text)
        if found is None:
            continue  # those that lack nothing may stand in the row of the rest
        listed += 1
        share = as_percentage(row["staffed"] / row["must_staff"]) if row["must_staff"] else "–"
        assert found.groups() == (str(row["must_staff"]), str(row["staffed"]), share)
    assert listed > 3


def test_a_village_or_what_is_selected_stands_alone(qtbot, dialog, session):
    plan = session.plan
    choose(dialog.scope, "village")
    village = int(plan.ids[(plan.ranks == 2) & plan.has_shape][3])
    choose(dialog.unit, village)
    wish = dialog.wish()
    assert wish.grids == (village,)
    assert plan.value(village, "name")[:2] in wish.heading
    assert dialog.title.placeholderText() == wish.heading
    page = Export(plan, session.findings, grids=tuple(plan.children(village)[:2].tolist())).page()
    assert set(page.shown.ids) == set(plan.children(village)[:2].tolist())
    assert page.figures["n_comprehensive"] + page.figures["n_dedicated"] == 2
    errors = [f for f in session.findings.open if f.severity == "error" and set(f.grids) & set(page.shown.ids.tolist())]
    assert page.figures["findings_error"] == len(errors)


def test_the_selection_is_offered_only_if_there_is_one(qtbot, session, words):
    plain = ExportDialog(session, words, "gaps", ())
    assert plain.scope.findData("selection") == -1
    plain.close()
    grids = session.plan.ids[session.plan.has_shape][-3:].tolist()
    session.select(grids)
    dialog = ExportDialog(session, words, "gaps", ())
    choose(dialog.scope, "selection")
    assert dialog.wish().grids == tuple(grids)
    dialog.close()


def test_the_map_is_drawn_as_it_is_shown(dialog):
    assert dialog.content.currentData() == AS_SHOWN
    wish = dialog.wish()
    assert wish.theme == "staffing" and {opacity for _, opacity in wish.drawn} == {0.5}
    assert [layer.key for layer in wish.page().layers[1:]] == [layer.key for layer in layers_of("staffing")]
    choose(dialog.content, "gaps")
    assert dialog.wish().theme == "gaps" and not dialog.wish().drawn


def test_a_preview_is_drawn_and_follows_the_sheet(qtbot, dialog):
    qtbot.waitUntil(lambda: not dialog.preview.pixmap().isNull(), timeout=WAIT)
    wide = dialog.preview.pixmap().size()
    assert wide.width() > wide.height()
    choose(dialog.orientation, True)
    qtbot.waitUntil(lambda: dialog.preview.pixmap().height() > dialog.preview.pixmap().width(), timeout=WAIT)


def test_what_is_unticked_is_not_on_the_page(qtbot, monkeypatch, dialog, tmp_path):
    for part in ("figures", "table", "scale"):
        dialog.holds[part].click()
    text = words_of(exported(qtbot, monkeypatch, dialog, tmp_path / "a.pdf"))
    assert "图例" in text and "总体情况" not in text and "比例尺" not in text and "总计" not in text
    for part in ("legend", "north"):
        dialog.holds[part].click()
    text = words_of(exported(qtbot, monkeypatch, dialog, tmp_path / "b.pdf"))
    assert "图例" not in text and "合成" in text  # what is made up is always said to be


@pytest.mark.parametrize(("profile", "shown"), [("public", False), ("internal", True)])
def test_a_web_page_shows_people_as_far_as_the_profile_lets_it(
    qtbot, monkeypatch, dialog, session, tmp_path, profile, shown
):
    choose(dialog.format, "html")
    assert dialog.privacy.isVisible() and not dialog.paper.isVisible()
    choose(dialog.privacy, profile)
    text = exported(qtbot, monkeypatch, dialog, tmp_path / "a.html").read_text(encoding="utf-8")
    phones = session.plan.tables["workers"]["phone"]
    assert any(phone in text for phone in phones if phone) is shown


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(qtbot, monkeypatch, dialog, session, words, tmp_path):
    (tmp_path / "a.pdf").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a.pdf"), ""))
    session.complained.disconnect()
    with qtbot.waitSignal(session.complained, timeout=WAIT) as told:
        dialog.do.click()
    assert words.of(told.args[0]) == words("output-is-folder", file=str(tmp_path / "a.pdf"))
    qtbot.waitUntil(lambda: dialog._job is None)
    assert dialog.written is None and dialog.do.isEnabled() and not dialog.open_file.isVisible()


def test_what_is_being_written_can_be_stopped(qtbot, dialog, tmp_path):
    begun = []

    class Slow(Export):
        def write(self, path, step):
            while True:
                begun.append(1)
                step(0.5)

    wish = dialog.wish()
    dialog.write(Slow(wish.plan, wish.findings), tmp_path / "a.pdf")
    assert isinstance(dialog._job, Job) and dialog.bar.isVisible() and not dialog.format.isEnabled()
    qtbot.waitUntil(lambda: bool(begun))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog._job is None)
    assert dialog.isVisible() and not (tmp_path / "a.pdf").exists() and dialog.format.isEnabled()


def test_the_dialog_closes_with_the_plan_it_is_about(qtbot, dialog, session):
    with qtbot.waitSignal(dialog.destroyed):
        session.close()


def test_the_words_change_their_language(dialog, words):
    words.speak("en")
    assert dialog.windowTitle() == "Export map or data" and dialog.orientation.itemText(1) == "Portrait"
    assert dialog.title.placeholderText() == dialog.wish().heading
    words.speak("zh")


@pytest.mark.parametrize("format_", [known.key for known in formats_of(*OF_A_MAP)])
def test_a_map_of_findings_that_is_wanted_before_the_check_is_done_has_them_all_the_same(session, tmp_path, format_):
    plan = Plan.of_conformed(session.plan.scheme, session.plan.tables)  # of which nothing is known yet
    early, late = (Export(plan, found, "gaps", "en", format_) for found in (None, session.findings))
    assert early.preview(300, lambda share: None) == late.preview(300, lambda share: None)
    texts = [wish.write(tmp_path / f"{n}.{format_}", lambda share: None)[0] for n, wish in enumerate((early, late))]
    if format_ == "pdf":
        assert words_of(texts[0]) == words_of(texts[1])
    assert texts[0].stat().st_size == pytest.approx(texts[1].stat().st_size, rel=0.01)


def test_what_the_window_exports_is_noted_in_the_history(qtbot, monkeypatch, dialog, session, tmp_path):
    choose(dialog.format, "html")
    exported(qtbot, monkeypatch, dialog, tmp_path / "图")
    line = session.project.history()[-1]
    assert (line.action, line.values["file"], line.values["count"]) == ("export", "图.html", len(session.plan.ids))
    assert not session.project.is_changed_elsewhere and "export-not-noted" not in [note.key for note in dialog.notes]


def test_enter_writes_the_file_as_the_button_says(qtbot, monkeypatch, dialog, tmp_path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "map.png"), ""))
    choose(dialog.format, "png")
    assert dialog.do.isDefault()
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.written is not None and dialog._job is None, timeout=WAIT)
    assert dialog.written == tmp_path / "map.png"


def middle_of_what_is_painted(dialog, widget, width: int) -> float:
    """Return the middle of the rows in which the first pixels of a widget differ from the window, in the dialog."""
    place = QRect(widget.mapTo(dialog, QPoint(0, 0)), QSize(width, widget.height()))
    image = dialog.grab(place).toImage()
    ground = image.pixelColor(0, 0)
    rows = [y for y in range(image.height()) if any(image.pixelColor(x, y) != ground for x in range(image.width()))]
    return place.top() + (rows[0] + rows[-1]) / 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_on_the_page_is_named_beside_its_first_tick(dialog, words, qapp, language):
    words.speak(language)
    dialog.resize(dialog.sizeHint())
    qapp.processEvents()
    label, first = dialog._labels["holds"], next(iter(dialog.holds.values()))
    named = middle_of_what_is_painted(dialog, label, label.sizeHint().width())
    ticked = middle_of_what_is_painted(dialog, first, 16)
    assert named == pytest.approx(ticked, abs=3)
