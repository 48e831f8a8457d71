"""The dashboard's figures are those of the statistics, follow every edit, and lead to the place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from gridmap.edits import AssignWorker, PutRows
from gridmap.figures.coverage import covered_share
from gridmap.figures.items import item_totals
from gridmap.figures.roles import coverage_of_roles, known_roles
from gridmap.figures.statistics import breakdown, figures, rollup, total
from gridmap.ground.placement import households_by_grid
from gridmap.people.staffing import Staffing, staffing_state
from gridmap.people.workload import Workload, workload_state
from sample_data.people.items import make_items
from ui.panels.base import SIDE_PX
from ui.panels.dashboard import SHARES, DashboardPanel
from ui.panels.histogram import Histogram, common_standard, histogram
from ui.words.indicators import value_of_whole
from ui.words.labels import dates_of
from ui.words.messages import as_percentage


@pytest.fixture
def dashboard(show, qtbot):
    panel = show(DashboardPanel)
    qtbot.waitUntil(lambda: panel.overview is not None, timeout=30_000)
    return panel


def texts(model) -> list[list[str]]:
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[model.data(model.index(row, column)) for column in columns] for row in rows]


def choose(dashboard, level: str) -> None:
    dashboard.level.setCurrentIndex(dashboard.level.findData(level))


@pytest.mark.parametrize("level", ["town", "village"])
def test_the_rows_of_a_level_are_those_of_the_statistics(dashboard, session, level):
    choose(dashboard, level)
    parts = breakdown(session.plan, level)
    ground = covered_share(session.plan, level)
    *rows, rest = texts(dashboard.shares)
    assert rows == [
        [row["name"], *map(as_percentage, (share, row["staffed_share"], row["branch_covered_share"]))]
        for share, (_, row) in zip(ground, parts.rows.iterrows(), strict=True)
    ]
    left = parts.rest.iloc[0]
    assert rest == ["未归属", "–", *map(as_percentage, (left["staffed_share"], left["branch_covered_share"]))]
    assert np.nanmin(ground) < 1


def test_the_figures_of_the_whole_are_those_of_the_total(dashboard, session):
    whole = total(session.plan).iloc[0]
    shown = [dashboard._tiles[share][0].text() for share in SHARES]
    [ground] = covered_share(session.plan, "town")
    assert shown == [as_percentage(share) for share in (ground, whole["staffed_share"], whole["branch_covered_share"])]


def test_how_far_the_chain_of_branches_reaches_is_told_as_the_statistics_have_it(dashboard, session):
    party = figures(session.plan)["party"]
    said = dashboard._reach.text()
    assert dashboard._reach.isVisibleTo(dashboard) and 0 < party["reached_share"] <= 1
    assert f"{party['reached_households']:,}" in said and as_percentage(party["reached_share"]) in said


def test_the_indicators_are_those_of_the_statistics_with_their_targets(dashboard, session):
    said = {key: one for key, one in figures(session.plan)["indicators"].items() if one["value"] is not None}
    rows = dashboard.indicators.texts()
    assert len(rows) == len(said) > 0 and dashboard.indicators.isVisibleTo(dashboard)
    for (name, value, state), (key, one) in zip(rows, said.items(), strict=True):
        asked = session.plan.scheme.indicator(key)
        assert name == asked.name.zh and value == value_of_whole(asked, one["value"])
        assert state.startswith("达标" if one["met"] else "未达标") and value_of_whole(asked, one["target"]) in state


def test_it_says_of_which_days_its_figures_are(dashboard, session):
    assert dashboard._dates.text() == dates_of(session.plan.facts(), dashboard.overview.on, "zh")
    assert "2020-12-31" in dashboard._dates.text() and dashboard.overview.on.isoformat() in dashboard._dates.text()


def test_a_standard_is_shown_where_it_is_that_of_all_grids():
    same, other = np.array([300, 300]), np.array([300, 200])
    assert common_standard(same, same + 200) == (300, 500)
    assert common_standard(other, same + 200) is None and common_standard(same, other) is None


def test_the_histogram_counts_every_grid_that_has_a_standard(dashboard, session, words):
    plan = session.plan
    measured = plan.of_kinds([plan.scheme.kind("comprehensive")])
    homes = households_by_grid(plan)[measured]
    state = workload_state(plan)[measured]
    expected = [int(((homes >= 50 * bar) & (homes < 50 * bar + 50)).sum()) for bar in range(19)]
    assert dashboard.histogram.counts[:19].tolist() == expected
    assert dashboard.histogram.counts.sum() == len(homes)
    assert dashboard.histogram.standard == (300, 500)
    told = words(
        "dashboard-homes-told",
        count=len(homes),
        median=round(float(np.median(homes))),
        under=int((state == Workload.UNDER).sum()),
        over=int((state >= Workload.OVER).sum()),
    )
    assert dashboard.histogram.accessibleDescription() == told


def test_the_worst_have_most_errors_first(dashboard, session):
    errors = rollup(session.plan, "village", findings=session.findings)["findings_error"]
    shown = [int(row[-1]) for row in texts(dashboard.worst)]
    assert shown == sorted(errors, reverse=True)[:10]
    assert shown[0] > 0


def test_sorting_puts_the_least_covered_first(dashboard, session):
    choose(dashboard, "village")
    dashboard.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    shown = [float(dashboard.shares.rows["covered_share"].iloc[row]) for row in range(dashboard.shares.rowCount())]
    assert shown[:-1] == sorted(covered_share(session.plan, "village").tolist())
    assert np.isnan(shown[-1])  # what is in no village has no ground of its own


@pytest.mark.parametrize("key", [False, True])
def test_a_row_leads_to_its_place(dashboard, session, qtbot, key):
    choose(dashboard, "village")
    wanted = []
    session.view_wanted.connect(wanted.append)
    index = dashboard.shares.index(1, 0)
    if key:
        dashboard.view.setFocus()
        dashboard.view.setCurrentIndex(index)
        qtbot.keyClick(dashboard.view, Qt.Key.Key_Return)
    else:
        qtbot.mouseClick(
            dashboard.view.viewport(), Qt.MouseButton.LeftButton, pos=dashboard.view.visualRect(index).center()
        )
    village = dashboard.shares.grid(1)
    assert session.selection == (village,)
    assert wanted == [session.plan.shape(village)]


def test_an_edit_is_followed(dashboard, session, qtbot):
    plan = session.plan
    lacking = (staffing_state(plan) == Staffing.NOBODY) & plan.of_kinds([plan.scheme.kind("comprehensive")])
    worker = int(plan.tables["workers"].index[0])
    before = dashboard.overview.whole["staffed_share"]
    session.perform(AssignWorker(worker, int(plan.ids[lacking][0]), "full_time", "2020-01-01"))
    qtbot.waitUntil(lambda: dashboard.overview.plan is session.plan, timeout=30_000)
    assert dashboard.overview.whole["staffed_share"] > before
    assert dashboard.overview.whole["staffed_share"] == total(session.plan)["staffed_share"].iloc[0]


def test_items_are_told_once_there_are_some(dashboard, session, qtbot, words):
    assert dashboard._items.isHidden()
    items = make_items(session.plan, 20, 5, dt.date(2020, 1, 1), dt.date(2020, 3, 1))
    session.perform(PutRows("roster", put={"items": items}))
    qtbot.waitUntil(lambda: not dashboard._items.isHidden(), timeout=30_000)
    counted = item_totals(session.plan)
    assert counted["raised"] == 20 and counted["solved"] == 5
    assert dashboard._items.text() == words("items-summary", share=as_percentage(0.25), **counted)


def test_figures_of_a_plan_that_is_gone_are_dropped(dashboard, session):
    old = dashboard.overview
    session.undo()
    session.close()
    assert dashboard.overview is None and dashboard.shares.rowCount() == 0
    dashboard._take(old)
    assert dashboard.overview is None


def test_nothing_is_worked_out_while_nobody_sees_it(dashboard, session, qtbot):
    dashboard.hide()
    old = dashboard.overview
    worker = int(session.plan.tables["workers"].index[0])
    town = int(session.plan.ids[0])
    with qtbot.waitSignal(session.findings_changed, timeout=30_000):
        session.perform(AssignWorker(worker, town, "part_time", "2020-01-01"))
    assert dashboard.overview is old and dashboard._job is None
    dashboard.show()
    qtbot.waitUntil(lambda: dashboard.overview.plan is session.plan, timeout=30_000)


def test_words_change_their_language(dashboard, words):
    words.speak("en")
    assert dashboard.shares.headerData(1, Qt.Orientation.Horizontal) == "Ground"
    assert dashboard.level.itemText(0) == "Town"
    assert dashboard.level.count() == 2


@pytest.mark.parametrize(("ground", "bar"), [("#ffffff", "#8a1c3b"), ("#22262d", "#e0859f")])
def test_bars_are_painted_in_the_colours_of_the_window(dashboard, ground, bar):
    palette = QPalette(dashboard.palette())
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(bar))
    dashboard.histogram.setPalette(palette)
    picture = dashboard.histogram.grab().toImage()
    top = int(dashboard.histogram.counts.argmax())
    step = (dashboard.histogram.width() - 8) / max(len(dashboard.histogram.counts), 10)
    scale = picture.devicePixelRatio()
    at = (int((4 + (top + 0.5) * step) * scale), int(picture.height() * 0.6))
    assert picture.pixelColor(*at).name() == bar


@pytest.mark.parametrize("width", [240, 252, 320])
def test_in_a_narrow_panel_nothing_reaches_beyond_its_edge(dashboard, qtbot, width):
    dashboard.resize(width, 700)
    page = dashboard.view.parentWidget()
    qtbot.waitUntil(lambda: page.width() <= width)
    for view in (dashboard.view, dashboard.worst_view):
        qtbot.waitUntil(lambda view=view: view.horizontalScrollBar().maximum() == 0)
        shown = [column for column in range(1, view.model().columnCount()) if not view.isColumnHidden(column)]
        assert len(shown) == view.model().columnCount() - (2 if width < 300 else 1)
        for cells in texts(view.model()):
            assert all(view.columnWidth(at) > view.fontMetrics().horizontalAdvance(cells[at]) + 6 for at in shown)
        assert view.columnWidth(0) > view.fontMetrics().horizontalAdvance("大新镇")


def test_where_nothing_is_lacking_no_empty_table_stands(dashboard, words):
    assert dashboard.none_worst.isHidden() and not dashboard.worst_view.isHidden()
    dashboard.overview = replace(dashboard.overview, worst=dashboard.overview.worst.iloc[:0])
    dashboard._show()
    assert dashboard.worst_view.isHidden() and not dashboard.none_worst.isHidden()
    assert dashboard.none_worst.text() == words("dashboard-none-worst")


@pytest.mark.parametrize("width", [180, 216, 300, 600])
def test_no_number_below_the_bars_stands_upon_another(qtbot, width):
    drawn = Histogram()
    qtbot.addWidget(drawn)
    drawn.resize(width, 136)
    drawn.show_counts(histogram(np.arange(0, 2000, 10)), None)
    scale = drawn._scale(20, (width - 8) / 20, 4.0, QRectF(0, 100, width, 20))
    assert scale[0][0] == "0" and scale[-1][0] == "1,000+"
    assert all(one.right() < other.left() for (_, one), (_, other) in pairwise(scale))
    assert all(box.left() >= 0 and box.right() <= width for _, box in scale)


def test_the_roles_are_those_of_the_statistics_and_one_is_shown_on_the_map(dashboard, session, qtbot):
    found = coverage_of_roles(session.plan, "village").whole.iloc[0]
    roles = known_roles(session.plan)
    rows = dashboard.roles.texts()
    assert len(rows) == len(roles) > 0
    for role, (name, share, told) in zip(roles, rows, strict=True):
        assert (name, share) == (role.name.zh, as_percentage(found[f"share_{role.key}"]))
        assert f"{found[f'with_{role.key}']}/{found[f'grids_{role.key}']}" in told
    with qtbot.waitSignal(session.role_wanted) as wanted:
        dashboard.roles.findChildren(QPushButton)[0].click()
    assert wanted.args == [roles[0].key]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_in_the_narrowest_panel(dashboard, words, language):
    words.speak(language)
    dashboard.resize(SIDE_PX, 700)
    QApplication.processEvents()
    scroller = dashboard.findChild(QScrollArea)
    assert scroller.widget().width() == scroller.viewport().width() <= SIDE_PX
    for row in (*dashboard.indicators._rows, *dashboard.roles._rows):
        for widget in row:
            end = widget.mapTo(scroller.viewport(), widget.rect().bottomRight()).x()
            assert widget.width() >= widget.minimumSizeHint().width() and end <= scroller.viewport().width()
        link = row[0]
        assert "".join(link.text().split()) == "".join(link.said.split())
        assert max(map(link.fontMetrics().horizontalAdvance, link.text().split("\n"))) <= link.width()
        assert link.height() >= link.heightForWidth(link.width())


def test_what_an_indicator_was_a_year_before_is_said_where_it_differs(dashboard, session):
    found = dashboard.overview.trend
    assert (found.first, found.last) == (dashboard.overview.on - dt.timedelta(days=365), dashboard.overview.on)
    said = dashboard.indicators.texts()
    told = replace(found, before=found.before - 0.25)
    dashboard.indicators.show_trend(told, dashboard.words)
    for was, now in zip(said, dashboard.indicators.texts(), strict=True):
        assert now[2].startswith(was[2])
        assert any(change in now[2] for change in ("+25.0 个百分点", "+0.2", "+0.3"))
