"""The panel of people in the real window: shown by its action, linked with the map and the tree, as it was left."""

from __future__ import annotations

import shutil

from PySide6.QtCore import QPoint, Qt

from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow

WAIT = 20_000


def seen(window, key: str) -> bool:
    """Whether a panel is in front; Qt counts one behind another tab as visible."""
    return not window.panels[key].visibleRegion().isEmpty()


def ready(qtbot, window):
    panel, session = window.panels["people"], window.session
    qtbot.waitUntil(
        lambda: (
            panel.page.model.table is not None
            and panel.page.model.table.plan is session.plan
            and not session.is_working
        ),
        timeout=WAIT,
    )
    return panel


def test_the_panel_comes_to_the_front_by_its_key_and_a_row_is_shown_on_the_map_and_in_the_tree(opened, qtbot):
    assert not seen(opened, "people")
    assert opened.panels["people"].page.model.table is None  # nobody has asked for it
    opened.actions_by_key["show-people"].trigger()
    panel = ready(qtbot, opened)
    assert seen(opened, "people") and not seen(opened, "findings")
    page = panel.page
    place = page.view.visualRect(page.model.index(0, 0)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    [grid] = opened.session.selection
    tree = opened.panels["tree"]
    chosen = tree.view.selectionModel().selectedRows()
    assert [index.row() for index in chosen] == [tree.model.index_of(grid).row()]
    name = opened.session.plan.value(grid, "name")
    assert name in opened.panels["inspector"].page.toPlainText()


def test_rows_of_a_selected_grid_are_seen_to_be_so(opened, qtbot):
    opened.actions_by_key["show-people"].trigger()
    page = ready(qtbot, opened).page
    table = page.model.table
    [grid] = table.grids_of(page.model.rows[:1]).tolist()
    opened.session.select([grid])
    lit = page.model.lit[page.model.rows].tolist()
    picture = page.view.viewport().grab().toImage()

    def ground(row: int):
        return picture.pixelColor(page.view.visualRect(page.model.index(row, 0)).topLeft() + QPoint(2, 4))

    assert lit[0] and not all(lit[:4])
    assert ground(0) != ground(lit.index(False))


def test_the_panel_does_not_widen_the_window(opened, qtbot):
    opened.actions_by_key["show-people"].trigger()
    ready(qtbot, opened)
    for language in ("en", "zh"):
        opened.words.speak(language)
        assert opened.minimumSizeHint().width() <= 1366 and opened.width() == 1366


def test_columns_are_as_they_were_left(qtbot, town_file, tmp_path):
    path = shutil.copy(town_file, tmp_path / "town.gpkg")
    for visit in range(2):
        window = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
        window.resize(1366, 768)
        window.show()
        with qtbot.waitSignal(window.session.findings_changed, timeout=WAIT):
            window.open_project(path)
        window.actions_by_key["show-people"].trigger()
        panel = ready(qtbot, window)
        header = panel.page.view.horizontalHeader()
        if visit == 0:
            header.resizeSection(0, 173)
            panel.page.view.setColumnHidden(1, True)
        else:
            assert header.sectionSize(0) == 173 and panel.page.view.isColumnHidden(1)
        window.close()
        window.deleteLater()
