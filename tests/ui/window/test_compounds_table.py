"""The table of compounds in the real window: filtered as one types, typed into, shown on the map, drawn, undone."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.edits import AddBranch, AddCompound
from gridmap.figures.compounds import compound_rows
from gridmap.ground.compounds import compounds, grounds
from tests.ui.window.people_at_work import COLUMNS, click, do, press, ready, row_of, shown, text, typed, undone
from tests.ui.window.people_at_work import opened as dialog_of
from ui.dialogs.compound import CompoundDialog

WAIT = 20_000


def test_compounds_are_found_typed_put_on_the_list_shown_and_drawn_and_every_step_undone(opened, qtbot):
    session = opened.session
    village = int(session.plan.ids[session.plan.ranks == 2][0])
    session.perform(AddBranch("新苑党支部", "grid"))
    session.perform(AddCompound("新苑", village, None, {"firm": "甲物业", "declared_residents": 40}))
    panel, page = shown(qtbot, opened, "compounds")
    plan, rows = session.plan, compound_rows(session.plan)
    assert page.model.rowCount() == len(rows) > 10
    told = {key: [text(page, row, key) for row in range(len(rows))] for key in COLUMNS["compounds"]}
    assert told["compound_name"] == rows["name"].tolist() and told["compound_name"][0] == "新苑"
    for key in ("grids", "buildings", "households", "residents"):
        assert told[key] == [f"{count:,}" for count in rows[key]]
    assert told["listed"] == ["是" if listed else "否" for listed in rows["listed"]]
    assert (told["firm"][0], told["outline"][0], told["village"][0]) == ("甲物业", "否", plan.value(village, "name"))

    name = str(rows["name"].iloc[3])
    for key, wanted in (("xy", "新苑"), (name, name)):  # initials of one on the list, letters of one that is not
        panel.filters.text.setText(key)
        qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
        assert text(page, 0, "compound_name") == wanted
    seat = int(compounds(plan).seat[3])
    typed(qtbot, page, 0, "firm", "安居物业")  # puts it on the list, in its grid
    ready(qtbot, opened)
    row = session.plan.tables["compounds"].iloc[-1]
    assert (row["name"], row["firm"], row["grid"]) == (name, "安居物业", seat)
    listed = session.plan
    typed(qtbot, page, 0, "committee", "yes")
    ready(qtbot, opened)
    assert text(page, 0, "committee") == "是"
    typed(qtbot, page, 0, "committee", "业委会")
    ready(qtbot, opened)
    typed(qtbot, page, 0, "own_branch", "新苑党支部")
    ready(qtbot, opened)
    row = session.plan.tables["compounds"].iloc[-1]
    assert (row["committee"], row["has_committee"], bool(row["branch"])) == ("业委会", True, True)
    for _ in range(2):
        session.undo()
    assert undone(opened, listed)

    ready(qtbot, opened)
    click(qtbot, page, 0)
    panel.actions_by_key["show"].trigger()
    qtbot.waitUntil(lambda: not opened.canvas.is_busy, timeout=WAIT)
    [ground] = grounds(session.plan, np.array([1]))
    assert shapely.box(*opened.canvas.view.box).contains(ground)
    assert not panel.actions_by_key["compound-bare"].isEnabled()
    do(panel, "compound-outline")
    assert opened.canvas.tool.key == "outline" and opened.desk.editing.subject == name
    do(panel, "compound-correct")
    dialog = dialog_of(CompoundDialog)
    assert dialog.texts["firm"].text() == "安居物业"
    dialog.around.setChecked(True)
    press(qtbot, dialog.do)
    ready(qtbot, opened)
    assert text(page, 0, "outline") == "是"
    click(qtbot, page, 0)
    do(panel, "compound-bare")
    ready(qtbot, opened)
    assert text(page, 0, "outline") == "否"


def test_what_buildings_name_keeps_its_row_while_others_come_onto_the_list(opened, qtbot):
    session, start = opened.session, opened.session.plan
    _, page = shown(qtbot, opened, "compounds")
    ids = page.model.table.ids
    assert (ids[compounds(start).listed :] < 0).all() and len(np.unique(ids)) == len(ids)
    one, other = (int(row_id) for row_id in ids[-2:])
    names = [text(page, row_of(page, row_id), "compound_name") for row_id in (one, other)]
    typed(qtbot, page, row_of(page, one), "placed", "12")
    ready(qtbot, opened)
    assert text(page, row_of(page, other), "compound_name") == names[1]
    typed(qtbot, page, row_of(page, other), "placed", "7")
    table = session.plan.tables["compounds"]
    assert table[["name", "members"]].to_numpy().tolist()[-2:] == [[names[0], 12], [names[1], 7]]
    session.undo()
    assert undone(opened, start)
