"""Tables of people: what they hold, how they are found, their link with the map, and what is done from them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from python_calamine import CalamineWorkbook

from gridmap.edits import SetAttributes
from gridmap.people.loads import worker_loads
from gridmap.people.privacy import mask_name, mask_phone
from gridmap.people.staffing import Staffing, staffing_state
from gridmap.people.vacancies import lacking, vacancies
from ui.dialogs.portfolios import AssignGridsDialog, EndAllDialog, HandOverDialog
from ui.dialogs.suggestion import SuggestionDialog
from ui.look.appearance import LIGHT
from ui.look.dressing import apply
from ui.panels.people import PeoplePanel
from ui.panels.people.filters import Filters
from ui.panels.people.places import Places
from ui.panels.people.tables import COLUMNS, KINDS, table_of
from ui.session.session import Session
from ui.words.messages import BOTH

ROLE = Qt.ItemDataRole
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(show, session, qtbot):
    """The panel, with the table of workers worked out."""
    panel = show(PeoplePanel)
    panel.resize(1000, 400)
    ready(qtbot, panel)
    return panel


def ready(qtbot, panel) -> None:
    session = panel.session
    qtbot.waitUntil(
        lambda: (
            panel.page.model.table is not None
            and panel.page.model.table.plan is session.plan
            and not session.is_working
        ),
        timeout=20_000,
    )


def turn(qtbot, panel, kind: str):
    qtbot.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=panel.tabs.tabRect(KINDS.index(kind)).center())
    ready(qtbot, panel)
    assert panel.page.kind == kind
    return panel.page


def column(page, key: str, role=ROLE.DisplayRole) -> list[str]:
    place = COLUMNS[page.kind].index(key)
    return [page.model.data(page.model.index(row, place), role) for row in range(page.model.rowCount())]


def click(qtbot, page, row: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    page.view.scrollTo(page.model.index(row, 0))
    place = page.view.visualRect(page.model.index(row, 0)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def seek(qtbot, panel, typed: str) -> None:
    panel.text.clear()
    if typed.isascii():
        qtbot.keyClicks(panel.text, typed)
    else:
        panel.text.insert(typed)  # there are no keys for Chinese
    ready(qtbot, panel)


def place_of(page, row_id: int) -> int:
    [place] = np.flatnonzero(page.model.table.ids[page.model.rows] == row_id)
    return int(place)


def busiest(plan) -> int:
    """The worker with most grids today."""
    return int(worker_loads(plan)["grids"].idxmax())


def opened(kind):
    [dialog] = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind)]
    return dialog


# ---- what they hold --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_has_the_columns_that_are_promised(session, kind):
    table = table_of(session.plan, kind)
    assert tuple(column.key for column in table.columns) == COLUMNS[kind]
    assert all(len(column.order) == len(table.ids) for column in table.columns)


def test_workers_carry_what_the_workload_says(panel, session):
    page, loads = panel.page, worker_loads(session.plan)
    assert page.model.rowCount() == len(session.plan.tables["workers"])
    for key in ("grids", "households", "residents"):
        wanted = loads[key].reindex(page.model.table.ids).fillna(0).astype(int)
        assert column(page, key) == [f"{count:,}" for count in wanted]


def test_vacancies_are_those_of_the_list(panel, session, qtbot):
    page = turn(qtbot, panel, "vacancies")
    found = vacancies(session.plan)
    assert column(page, "code") == found["grid"].tolist()
    assert column(page, "since") == [day or "从未配备" for day in found["since"]]


def test_assignments_say_whether_they_are_in_force(panel, session, qtbot):
    page = turn(qtbot, panel, "assignments")
    today = dt.date.today().isoformat()
    rows = session.plan.tables["assignments"]
    wanted = [
        "已结束" if until and until < today else "待开始" if first > today else "在任"
        for first, until in zip(rows["from_date"], rows["until_date"], strict=True)
    ]
    assert column(page, "state") == wanted and "已结束" in wanted


def test_branches_are_all_there_with_their_secretaries(panel, session, qtbot):
    page = turn(qtbot, panel, "branches")
    branches = session.plan.tables["branches"]
    assert column(page, "branch") == branches["name"].tolist()
    assert column(page, "secretary") == branches["secretary"].tolist()


@pytest.mark.parametrize("language", BOTH)
def test_the_names_of_the_tables_stay_whole_whichever_is_in_front(panel, words, qapp, language):
    apply(qapp, LIGHT)  # in which the name in front is bold, and may be wider
    words.speak(language)
    panel.resize(1084, 270)  # in the smallest window
    qapp.processEvents()
    every = range(panel.tabs.count())
    places = [panel.tabs.tabRect(one) for one in every]
    bold = QFont(panel.tabs.font())
    bold.setWeight(QFont.Weight.DemiBold)
    for place in every:
        panel.tabs.setCurrentIndex(place)
        assert [panel.tabs.tabRect(one) for one in every] == places, panel.tabs.tabText(place)
        qapp.processEvents()
        assert [panel.tabs.tabRect(one) for one in every] == places, panel.tabs.tabText(place)
        wide = sum(panel.tabs.tabRect(one).width() for one in every)
        assert panel.tabs.width() >= wide, panel.tabs.tabText(place)
        words_wide = QFontMetrics(bold).horizontalAdvance(panel.tabs.tabText(place))
        assert places[place].width() >= words_wide + 2 * 6, panel.tabs.tabText(place)


@pytest.mark.parametrize("language", BOTH)
def test_headings_and_cells_speak_the_language(panel, words, language):
    words.speak("en" if language == "zh" else "zh")
    words.speak(language)
    model = panel.page.model
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    assert heads[0] == words("assign-name") and all(heads)
    assert panel.tabs.tabText(2) == words("people-vacancies")


# ---- finding ---------------------------------------------------------------------------------------------------------


def test_people_are_found_by_name_initials_number_and_last_digits(panel, session, qtbot):
    workers = session.plan.tables["workers"]
    worker = int(workers.index[3])
    name, phone, number = (workers.loc[worker, key] for key in ("name", "phone", "staff_number"))
    for typed in (name, phone[-4:], number):
        seek(qtbot, panel, typed)
        assert worker in panel.page.model.table.ids[panel.page.model.rows], typed
    seek(qtbot, panel, number)
    assert panel.page.model.table.ids[panel.page.model.rows][0] == worker
    from gridmap.search.pinyin import syllables

    seek(qtbot, panel, "".join(part[0] for part in syllables([name], people=True)[0]))
    assert worker in panel.page.model.table.ids[panel.page.model.rows]
    assert panel.page.model.rowCount() < len(workers)


def test_an_exact_match_comes_first_however_the_table_is_sorted(panel, session, qtbot):
    name = session.plan.tables["workers"]["name"].iloc[5]
    panel.page.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    seek(qtbot, panel, name)
    assert column(panel.page, "person")[0] == name


def test_nothing_found_says_what_to_do(panel, qtbot, words):
    seek(qtbot, panel, "qqqqq")
    assert panel.page.model.rowCount() == 0
    assert panel.page.note.isVisible() and panel.page.note.text() == words("people-none-fit")
    panel.text.clear()
    assert panel.page.view.isVisible()


def test_one_village_alone_is_shown(panel, session, qtbot):
    plan = session.plan
    at = panel.village.findText("大新社区居委会")
    panel.village.setCurrentIndex(at)
    village = panel.village.itemData(at)
    inside = plan.ids[plan.ancestors_at(plan.scheme.levels[1]) == village]
    page = panel.page
    wanted = set(session.plan.tables["workers"].index[page.model.table.about(np.isin(plan.ids, inside))])
    assert set(page.model.table.ids[page.model.rows].tolist()) == wanted and len(wanted) > 0
    page = turn(qtbot, panel, "vacancies")
    assert set(column(page, "village")) <= {"大新社区居委会"}


def test_a_heading_sorts_figures_as_figures(panel, qtbot):
    header = panel.page.view.horizontalHeader()
    place = COLUMNS["workers"].index("households")
    middle = header.sectionViewportPosition(place) + header.sectionSize(place) // 2
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, 8))
    assert header.sortIndicatorSection() == place
    figures = [int(text.replace(",", "")) for text in column(panel.page, "households")]
    assert figures == sorted(figures, reverse=header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)
    assert len(set(figures)) > 9


# ---- both ways -------------------------------------------------------------------------------------------------------


def test_a_row_selects_its_grids_and_enter_shows_them(panel, session, qtbot):
    worker = busiest(session.plan)
    click(qtbot, panel.page, place_of(panel.page, worker))
    rows = session.plan.tables["assignments"]
    today = dt.date.today().isoformat()
    own = rows[(rows["worker"] == worker) & ((rows["until_date"] == "") | (rows["until_date"] >= today))]
    assert set(session.selection) == set(own["grid"].tolist()) and session.selection
    with qtbot.waitSignal(session.view_wanted):
        qtbot.keyClick(panel.page.view, Qt.Key.Key_Return)


def test_a_grid_tints_its_rows_and_leaves_the_rows_that_are_selected(panel, session, qtbot):
    worker = busiest(session.plan)
    click(qtbot, panel.page, place_of(panel.page, worker))
    rows = session.plan.tables["assignments"]
    other = rows[(rows["worker"] != worker) & (rows["until_date"] == "")].iloc[0]
    session.select([int(other["grid"])])
    page = panel.page
    tinted = page.model.table.ids[page.model.rows][
        [bool(brush) for brush in column(page, "person", ROLE.BackgroundRole)]
    ]
    assert int(other["worker"]) in tinted.tolist()
    assert page.selected_ids().tolist() == [worker]


def test_ranges_of_selected_rows_are_walked_once_for_each_choice(panel, session, qtbot, monkeypatch):
    page = panel.page
    walked: list[int] = []
    walk = page._rows_in
    monkeypatch.setattr(page, "_rows_in", lambda chosen: walked.append(chosen.count()) or walk(chosen))
    click(qtbot, page, 0)
    assert walked == [1]
    click(qtbot, page, 4, CTRL)
    assert walked == [1, 2]
    chosen = page.model.table.ids[page.model.rows[[0, 4]]].tolist()
    assert page.selected_ids().tolist() == chosen
    session.select([int(session.plan.ids[-1])])  # rows are tinted, what may be done is asked again
    assert page.selected_ids().tolist() == chosen and walked == [1, 2]
    page.model.sort(0, Qt.SortOrder.DescendingOrder)  # rows stand elsewhere, and nobody selects them again
    assert page.selected_ids().tolist() == []
    page.select_ids(np.array(chosen))
    assert sorted(page.selected_ids().tolist()) == sorted(chosen)
    page.view.clearSelection()
    assert page.selected_ids().tolist() == []


def test_rows_that_are_tinted_as_they_were_are_not_painted_again(panel, session):
    model, told = panel.page.model, []
    model.dataChanged.connect(lambda *_: told.append(True))
    lit = model.lit.copy()
    model.light(lit)
    assert not told
    lit[0] = not lit[0]
    model.light(lit)
    assert told == [True] and model.lit.tolist() == lit.tolist()


def test_a_worker_without_a_grid_leaves_the_selection_as_it_is(panel, session, qtbot):
    grid = int(session.plan.ids[-1])
    session.select([grid])
    idle = int(np.setdiff1d(panel.page.model.table.ids, worker_loads(session.plan).index)[0])
    click(qtbot, panel.page, place_of(panel.page, idle))
    assert session.selection == (grid,)


# ---- privacy ---------------------------------------------------------------------------------------------------------


def test_cells_tips_and_copies_show_what_the_profile_shows(panel, session, qtbot):
    workers = session.plan.tables["workers"]
    page = panel.page
    click(qtbot, page, 0)
    for profile, names, phones in (
        ("briefing", workers["name"].tolist(), [mask_phone(phone) for phone in workers["phone"]]),
        ("public", [mask_name(name) for name in workers["name"]], [""] * len(workers)),
        ("internal", workers["name"].tolist(), workers["phone"].tolist()),
    ):
        session.show_people(profile)
        for role in (ROLE.DisplayRole, ROLE.ToolTipRole):
            assert column(page, "person", role) == names and column(page, "phone", role) == phones
        page.view.setFocus()
        qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        heads, row = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
        assert heads[0] == "姓名" and row[0] == names[0] and row[2] == phones[0]


def test_what_is_seen_is_written_masked(panel, session, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "网格员.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    panel.page.view.setColumnHidden(1, True)
    seek(qtbot, panel, session.plan.tables["workers"]["name"].iloc[5])
    with qtbot.waitSignal(panel.told):
        panel.actions_by_key["write"].trigger()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("网格员").to_python()
    at = next(number for number, row in enumerate(rows) if "姓名" in row)
    assert "工号" not in rows[at] and rows[at][:2] == ["姓名", "电话"]
    assert [row[0] for row in rows[at + 1 : at + 1 + panel.page.model.rowCount()]] == column(panel.page, "person")
    assert "****" in rows[at + 1][1]


@pytest.mark.parametrize("language", BOTH)
def test_the_names_of_the_tables_are_whole_in_the_smallest_window_and_the_menu_has_the_buttons(
    panel, words, qtbot, language
):
    words.speak(language)
    for width, kind in ((1000, "workers"), (742, "vacancies"), (742, "workers"), (1000, "buildings")):
        panel.resize(width, 400)
        turn(qtbot, panel, kind)
        needed = sum(panel.tabs.tabRect(place).width() for place in range(panel.tabs.count()))
        qtbot.waitUntil(lambda needed=needed: panel.tabs.width() >= needed)
        assert panel.change.geometry().right() <= panel.width()
        offered = [action for action in panel.menu.actions() if not action.isSeparator()]
        own = [panel.actions_by_key[key] for key in panel.changes[kind].does]
        beside = [key for key, table in {"suggest": "vacancies", "person": "workers"}.items() if table == kind]
        shown = [panel._buttons[key].isVisible() for key in (*beside, "show", "write")]
        if width > 742 or language == "zh":
            assert all(shown) and offered == own
        else:
            assert not any(shown)
            assert offered == own + [panel.actions_by_key[key] for key in (*beside, "show", "write")]
        assert panel._buttons["person"].isVisible() <= (kind == "workers")


# ---- changing --------------------------------------------------------------------------------------------------------


def maps_tell_what_changes(dialog: SuggestionDialog, session: Session) -> None:
    """Insist that the two maps differ where a vacancy is filled, by what the plan says once it is."""
    before, after = (sketch.marks for sketch in dialog.sketches)
    done = session.plan.apply(dialog.edit().change(session.plan))
    for marks, plan in ((before, session.plan), (after, done)):
        state = int(Staffing.FULL_TIME) - staffing_state(plan, on=dialog.suggestion.on)[plan.positions(marks.key)]
        asked = marks.style < len(marks.styles) - 1
        assert marks.style[asked].tolist() == state[asked].tolist()
    differs = set(before.key[before.style != after.style].tolist())
    assert differs and differs <= {one.grid for one in dialog.suggestion.given}
    one, two = (sketch.grab().toImage() for sketch in dialog.sketches)
    assert one.size() == two.size() and one != two


def test_the_suggestion_is_shown_and_applied_as_one_step(panel, session, qtbot):
    page = turn(qtbot, panel, "vacancies")
    before = page.model.rowCount()
    assert before == int(lacking(session.plan).sum()) > 0
    plan = session.plan
    qtbot.mouseClick(panel._buttons["suggest"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.is_working, timeout=20_000)
    dialog = opened(SuggestionDialog)
    filled = dialog.suggestion.filled
    assert filled and dialog.given.rowCount() == len(dialog.suggestion.given)
    assert dialog.given.item(0, 4).text() and dialog.given.item(0, 5).text()
    maps_tell_what_changes(dialog, session)
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    ready(qtbot, panel)
    assert panel.page.model.rowCount() == before - filled
    session.undo()
    assert session.plan.same_content(plan)
    ready(qtbot, panel)
    assert panel.page.model.rowCount() == before


def test_the_selected_worker_is_given_the_selected_grids_in_one_step(panel, session, qtbot):
    plan = session.plan
    worker = busiest(plan)
    click(qtbot, panel.page, place_of(panel.page, worker))
    assert not panel.actions_by_key["assign"].isEnabled()
    own = session.selection
    more = [int(grid) for grid in plan.ids[plan.ranks == 3] if grid not in own][:3]
    session.select([own[0], *more])
    assert panel.actions_by_key["assign"].isEnabled()
    panel.actions_by_key["assign"].trigger()
    dialog = opened(AssignGridsDialog)
    assert dialog.grids == tuple(more)
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    new = session.plan.tables["assignments"].iloc[-3:]
    assert set(new["worker"]) == {worker} and new["grid"].tolist() == more
    assert set(new["from_date"]) == {dt.date.today().isoformat()}
    ready(qtbot, panel)
    assert panel.page.selected_ids().tolist() == [worker]
    session.undo()
    assert session.plan.same_content(plan)


def test_everything_is_handed_over_to_a_successor(panel, session, qtbot):
    plan = session.plan
    worker = busiest(plan)
    heir = int(np.setdiff1d(panel.page.model.table.ids, worker_loads(plan).index)[0])
    click(qtbot, panel.page, place_of(panel.page, worker))
    grids = set(session.selection)
    panel.actions_by_key["hand-over"].trigger()
    dialog = opened(HandOverDialog)
    assert worker not in dialog.picker.choices.ids and not dialog.do.isEnabled()
    dialog.picker.choose(heir)
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    rows = session.plan.tables["assignments"]
    assert set(rows[(rows["worker"] == heir) & (rows["until_date"] == "")]["grid"]) == grids
    assert worker not in worker_loads(session.plan).index
    session.undo()
    assert session.plan.same_content(plan)


def test_everything_is_ended_after_a_day(panel, session, qtbot):
    plan = session.plan
    worker = busiest(plan)
    click(qtbot, panel.page, place_of(panel.page, worker))
    panel.actions_by_key["end-all"].trigger()
    dialog = opened(EndAllDialog)
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    assert worker not in worker_loads(session.plan, on=tomorrow).index
    assert worker in worker_loads(session.plan).index
    session.undo()
    assert session.plan.same_content(plan)


def test_nothing_can_be_changed_before_somebody_is_chosen(panel):
    assert not any(panel.actions_by_key[key].isEnabled() for key in ("assign", "hand-over", "end-all", "show"))


def test_nobody_is_seen_any_more_once_the_project_is_closed(panel, session, words):
    session.close()
    assert all(page.model.rowCount() == 0 for page in panel.pages.values())
    assert panel.page.note.text() == words("dashboard-nothing")


def test_nothing_is_worked_out_while_nobody_sees_it(panel, session, qtbot):
    from gridmap.edits import SetAttributes

    panel.hide()
    table = panel.page.model.table
    session.perform(SetAttributes("grids", (int(session.plan.ids[0]),), {"name": "甲"}))
    qtbot.waitUntil(lambda: not session.is_working, timeout=20_000)
    assert panel.page.model.table is table
    panel.show()
    ready(qtbot, panel)
    assert panel.page.model.table.plan is session.plan


def test_of_120000_rows_words_are_made_of_those_that_are_seen_alone(panel, session, qtbot, monkeypatch):
    import pandas as pd

    from gridmap.model.plan import Plan
    from ui.panels.people.cells import CellWords

    many = 120_000
    workers = pd.DataFrame(
        {
            "staff_number": [f"W{number:06}" for number in range(many)],
            "name": [f"王{number % 997}" for number in range(many)],
            "phone": [f"138{number:08}" for number in range(many)],
        },
        index=pd.RangeIndex(1, many + 1, name="id"),
    )
    plan = Plan(session.plan.scheme, {**session.plan.tables, "workers": workers})
    made = 0
    cell = CellWords.cell

    def counted(self, *asked):
        nonlocal made
        made += 1
        return cell(self, *asked)

    monkeypatch.setattr(CellWords, "cell", counted)
    page = panel.page
    page.show_table(table_of(plan, "workers"))
    assert page.model.rowCount() == many
    page.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert page.model.data(page.model.index(0, 1)) == "*****99"
    for share in (0.25, 0.5, 1.0):
        page.view.verticalScrollBar().setValue(int(page.view.verticalScrollBar().maximum() * share))
        page.view.viewport().repaint()
    seen = page.view.viewport().height() // 28 + 2
    assert 0 < made < 20 * seen * page.model.columnCount()
    assert page.view.indexAt(QPoint(4, page.view.viewport().height() - 4)).row() > many - 10


def test_zones_and_buildings_are_found_by_what_they_are_called(panel, session, qtbot):
    zone = session.plan.tables["zones"].iloc[2]
    page = turn(qtbot, panel, "zones")
    seek(qtbot, panel, zone["name"])
    assert column(page, "zone")[0] == zone["name"]
    building = session.plan.buildings.iloc[7]
    page = turn(qtbot, panel, "buildings")
    seek(qtbot, panel, building["door_plate"])
    assert column(page, "door_plate")[0] == building["door_plate"]


def test_zones_count_the_grids_whose_inner_point_they_cover(panel, session, qtbot):
    import shapely

    from gridmap.ground.placement import households_by_grid

    plan, page = session.plan, turn(qtbot, panel, "zones")
    grids = np.flatnonzero(plan.has_shape & (plan.ranks == 3))
    points = shapely.point_on_surface(shapely.make_valid(plan.all_shapes[grids]))
    shapes = plan.tables["zones"].geometry
    inside = {zone: grids[shapely.intersects(shape, points)] for zone, shape in shapes.items() if shape is not None}
    ids = page.model.table.ids[page.model.rows].tolist()
    assert column(page, "grids") == [f"{len(inside.get(zone, ())):,}" for zone in ids]
    homes = households_by_grid(plan)
    wanted = [f"{int(homes[inside[zone]].sum()) if zone in inside else 0:,}" for zone in ids]
    assert column(page, "households") == wanted and sum(map(len, inside.values())) > 9


def test_buildings_tell_the_grid_on_whose_ground_they_stand(panel, session, qtbot):
    from gridmap.ground.placement import holder_positions

    plan, page = session.plan, turn(qtbot, panel, "buildings")
    at = holder_positions(plan)
    codes = np.append(plan.grids["code"].to_numpy(dtype=object), "")[at]
    assert column(page, "code") == codes.tolist()
    assert page.model.rowCount() == len(plan.buildings)


def test_the_places_offered_are_handed_over_whole_and_the_choice_outlives_an_edit(panel, session):
    plan = session.plan
    towns = plan.ids[plan.ranks == plan.scheme.levels[0].rank]
    assert [panel.town.itemData(row) for row in range(panel.town.count())] == [0, *towns.tolist()]
    assert isinstance(panel.village.model(), Places)
    villages = panel.village.count()
    panel.village.setCurrentIndex(villages - 1)
    chosen = panel.village.currentData()
    assert panel.village.currentText() == plan.value(chosen, "name")
    session.perform(SetAttributes("grids", (chosen,), {"name": "改过名的村"}))
    assert panel.village.currentData() == chosen
    assert panel.village.currentText() == "改过名的村"
    assert panel.village.count() == villages
    session.undo()


def test_a_panel_that_nobody_sees_lists_no_places_and_kinds_are_listed_beside_facilities_alone(
    panel, session, qtbot, monkeypatch
):
    listed: list[str] = []
    for name in ("_list_places", "_list_kinds"):
        do = getattr(Filters, name)
        monkeypatch.setattr(Filters, name, lambda self, do=do, name=name: (listed.append(name), do(self))[1])
    town = int(session.plan.ids[session.plan.ranks == session.plan.scheme.levels[0].rank][0])
    panel.hide()
    session.perform(SetAttributes("grids", (town,), {"name": "改名镇"}))
    session.undo()
    session.redo()
    assert listed == []
    panel.show()
    ready(qtbot, panel)
    assert listed == ["_list_places"] and panel.filters.town.itemText(1) == "改名镇"
    turn(qtbot, panel, "facilities")
    assert listed == ["_list_places", "_list_kinds"]
    assert panel.filters.sort.count() == 1 + session.plan.tables["facilities"]["kind"].nunique()
