"""The dialog asks for pages, scale, review number and template where the format has them, and wishes for them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from shiboken6 import isValid

from ui.dialogs.export import ExportDialog
from ui.outputs.publishing import rules_touched


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
    ],
)
def test_only_what_the_format_has_is_asked_for(dialog, format_, shown):
    choose(dialog.format, format_)
    more = dialog.more
    fields = {"pages": more.pages, "scale": more.scale, "review": more.review, "template": more.template}
    assert {name for name, field in fields.items() if field.isVisible()} == shown


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
        for format_ in ("pdf", "pptx"):
            choose(dialog.format, format_)
            dialog.adjustSize()
            assert dialog.height() <= 700 and dialog.width() <= 1366
            if os.environ.get("PICTURES"):
                qtbot.wait(1500)
                dialog.grab().save(str(Path(os.environ["PICTURES"]) / f"dialog-{format_}-{language}.png"))
    words.speak("zh")


def test_sheets_of_grids_tell_what_was_done_in_the_window(dialog, session):
    from gridmap.edits import SetAttributes
    from ui.dialogs.export_more import with_changes

    choose(dialog.format, "pdf")
    choose(dialog.more.pages, "dossier")
    wish = dialog.wish()
    grid = int(session.plan.ids[-1])
    session.project.perform(SetAttributes("grids", (grid,), {"note": "x"}))
    assert grid in with_changes(wish, session).changes[0].grids
    assert with_changes(replace(wish, form="board"), session).changes == ()
