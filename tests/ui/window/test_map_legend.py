"""The legend on the map: what the theme's colours mean, in numbers that the layers panel has too; folded by a click."""

from __future__ import annotations

from dataclasses import replace

import shapely
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gridmap.edits import MergeGrids
from layers.marks import Entry
from layers.states import WorkloadStates
from layers.style import Style
from ui.canvas.furniture import paint_scale_bar
from ui.look.appearance import DARK, LIGHT
from ui.look.words import Words
from ui.window.main_window import MainWindow
from ui.window.map_legend import LegendPlate
from ui.words.messages import text

WAIT = 20_000


def come_to(qtbot: QtBot, window: MainWindow, theme: str) -> None:
    window.map.set_theme(theme)
    qtbot.waitUntil(lambda: not window.legend._later.isActive() and not window.session.is_working, timeout=WAIT)


def test_each_theme_has_its_own_and_it_counts_as_the_layer_does(qtbot: QtBot, opened: MainWindow) -> None:
    plate = opened.legend.plate
    come_to(qtbot, opened, "workload")
    assert plate.isVisible()
    assert plate.head.text() == text("legend-workload", "zh")
    entries = WorkloadStates().legend(opened.session.plan).entries
    assert plate.lines == [[text(entry.words, "zh"), f"{entry.count:,}"] for entry in entries]
    opened.words.speak("en")
    assert plate.lines == [[text(entry.words, "en"), f"{entry.count:,}"] for entry in entries]
    come_to(qtbot, opened, "gaps")
    assert plate.head.text() == text("legend-findings", "en")
    opened.words.speak("zh")


def test_a_click_on_the_heading_folds_it_and_another_unfolds_it(qtbot: QtBot, opened: MainWindow) -> None:
    come_to(qtbot, opened, "staffing")
    plate = opened.legend.plate
    high = plate.height()
    qtbot.mouseClick(plate.head, Qt.MouseButton.LeftButton)
    assert not plate.rows.isVisible()
    assert plate.height() < high
    come_to(qtbot, opened, "branches")
    assert not plate.rows.isVisible()
    qtbot.mouseClick(plate.head, Qt.MouseButton.LeftButton)
    assert plate.rows.isVisible()
    assert len(plate.lines) == 3


def test_the_key_takes_it_off_the_map_and_puts_it_back(qtbot: QtBot, opened: MainWindow) -> None:
    come_to(qtbot, opened, "staffing")
    opened.canvas.setFocus()
    qtbot.keyClick(opened.canvas, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert not opened.legend.plate.isVisible()
    qtbot.keyClick(opened.canvas, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert opened.legend.plate.isVisible()


def test_it_covers_neither_scale_bar_nor_overview_and_figures_keep_off_it(qtbot: QtBot, opened: MainWindow) -> None:
    come_to(qtbot, opened, "workload")
    canvas, plate = opened.canvas, QRectF(opened.legend.plate.geometry())
    canvas.zoom(4.0)
    qtbot.waitUntil(lambda: not canvas.is_busy and canvas.overview.box is not None, timeout=WAIT)
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    held = canvas.edges.paint(painter, canvas.view, canvas.appearance, canvas.map_font, None)
    bar = paint_scale_bar(painter, canvas.view, canvas.appearance, canvas.map_font)
    painter.end()
    assert plate in held
    assert not plate.intersects(bar)
    assert not plate.intersects(canvas.overview.box)
    assert QRectF(canvas.rect()).contains(plate)


def test_on_a_small_map_only_the_heading_is_shown(qtbot: QtBot, opened: MainWindow) -> None:
    come_to(qtbot, opened, "workload")
    plate = opened.legend.plate
    assert plate.rows.isVisible()
    opened.resize(1024, 640)
    if opened.canvas.width() >= 420:
        opened.canvas.resize(400, opened.canvas.height())
    assert not plate.rows.isVisible()
    opened.resize(1366, 768)
    qtbot.waitUntil(plate.rows.isVisible, timeout=5000)


def test_it_follows_an_edit(qtbot: QtBot, opened: MainWindow) -> None:
    come_to(qtbot, opened, "boundaries")
    before = sum(int(line[1].replace(",", "")) for line in opened.legend.plate.lines)
    plan = opened.session.plan
    deepest = plan.ids[(plan.ranks == 3) & plan.has_shape].tolist()
    pairs = ((a, b) for a in deepest for b in plan.siblings(a).tolist() if a < b)
    a, b = next((a, b) for a, b in pairs if shapely.length(shapely.intersection(*plan.shapes([a, b]))) > 50)
    with qtbot.waitSignal(opened.session.findings_changed, timeout=WAIT):
        assert opened.session.perform(MergeGrids((a, b), a))
    qtbot.waitUntil(
        lambda: sum(int(line[1].replace(",", "")) for line in opened.legend.plate.lines) == before - 1, timeout=WAIT
    )


def test_without_a_project_there_is_none(qtbot: QtBot, opened: MainWindow) -> None:
    come_to(qtbot, opened, "workload")
    opened.session.close()
    assert not opened.legend.plate.isVisible()


def test_a_label_stays_where_its_class_does_and_says_what_is_so_now(qtbot: QtBot) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    plate, words = LegendPlate(canvas), Words("zh")
    red, blue = Style(fill="#cc0000"), Style(fill="#0000cc")
    one = Entry("legend-workload", (red,), 1_200)
    plate.show_entries((one, Entry("legend-findings", (blue,), 3)), words, LIGHT)
    before = dict(plate._labels)
    first = before[0, 0].pixmap().toImage()
    plate.show_entries((replace(one, count=1_201), Entry("legend-findings", (red,))), words, LIGHT)
    assert plate.lines == [[words("legend-workload"), "1,201"], [words("legend-findings")]]
    assert {place: before[place] for place in plate._labels} == plate._labels
    assert set(before) - set(plate._labels) == {(1, 2)}
    assert plate._labels[1, 0].pixmap().toImage() == first  # red as well now
    plate.show_entries((one,), words, DARK)
    assert plate.lines == [[words("legend-workload"), "1,200"]]
    assert plate._labels[0, 0].pixmap().toImage() != first
    plate.show_entries((), words, DARK)
    assert plate.lines == []
