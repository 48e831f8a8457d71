"""What is lit up on the map: a finding that one looks at, and ground that flashes."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import shapely
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from ui.canvas import flash
from ui.session.jobs import Job


def test_a_finding_of_many_vertices_is_thinned_to_the_scale_and_a_small_one_is_exact(canvas, session):
    x0, y0 = 500_000.0, 3_500_000.0

    def wavy(count: int) -> shapely.Polygon:
        along = np.linspace(0, 400, count)
        waves = zip(x0 + along, y0 + 0.2 * (np.arange(count) % 2), strict=True)
        return shapely.Polygon([*waves, (x0 + 400, y0 + 300)])

    def lit_vertices(where: shapely.Polygon) -> int:
        session.look_at(replace(finding, where=where))
        canvas.zoom_to(shapely.box(x0 - 1000, y0 - 1000, x0 + 2000, y0 + 1000))
        canvas.grab()
        lit = canvas.pointing._lit["finding"][1]
        assert lit is not None and lit.bounds == where.bounds
        elements = [path.elementAt(at) for path in lit.lines.paths for at in range(path.elementCount())]
        return len({(element.x, element.y) for element in elements})

    finding = session.findings.open[0]
    assert lit_vertices(wavy(80)) == 81
    assert lit_vertices(wavy(300)) < 20


def test_what_flashes_is_painted_once_for_a_view_and_fades(canvas, session, pixel, ids, monkeypatch):
    painted: list[bool] = []
    paint = flash.paint_lit
    monkeypatch.setattr(flash, "paint_lit", lambda *given: painted.append(True) or paint(*given))
    inside, at_line, beside = pixel(2, 3), pixel(4, 3), pixel(6, 2)
    before = canvas.grab().toImage()
    canvas.flash.point_out(np.array([session.plan.shape(ids.A)], dtype=object))
    canvas.flash._timer.stop()
    strong = canvas.grab().toImage()
    canvas.flash._left = 12
    weak = canvas.grab().toImage()
    assert painted == [True]

    def apart(image, place) -> int:
        one, two = image.pixelColor(place), before.pixelColor(place)
        return abs(one.red() - two.red()) + abs(one.green() - two.green()) + abs(one.blue() - two.blue())

    assert apart(strong, inside) > apart(weak, inside) > 0 and apart(strong, at_line) > apart(weak, at_line) > 0
    assert apart(strong, beside) == apart(weak, beside) == 0
    accent = QColor(canvas.appearance.accent)
    line = strong.pixelColor(at_line)
    assert (
        max(abs(line.red() - accent.red()), abs(line.green() - accent.green()), abs(line.blue() - accent.blue())) < 40
    )
    canvas.navigation.pan(30, 0)
    moved = canvas.grab().toImage()
    assert painted == [True, True] and moved.pixelColor(inside + QPoint(30, 0)) == weak.pixelColor(inside)
    canvas.flash.let_go()
    canvas.navigation.pan(-30, 0)
    assert apart(canvas.grab().toImage(), inside) == 0


def test_what_is_made_ready_to_flash_outlives_the_map(canvas, session, qtbot, monkeypatch):
    goes_on, ended = threading.Event(), []
    monkeypatch.setattr(flash, "_MANY", 0)
    lit_shapes = flash.lit_shapes
    monkeypatch.setattr(flash, "lit_shapes", lambda *given: goes_on.wait(20) and lit_shapes(*given))
    canvas.flash.point_out(session.plan.all_shapes[:2])
    [job] = canvas.flash.findChildren(Job)
    job.destroyed.connect(lambda: ended.append(True))
    canvas.flash.let_go()
    assert canvas.flash.findChildren(Job) == [] and not ended
    goes_on.set()
    qtbot.waitUntil(lambda: ended == [True], timeout=20_000)
