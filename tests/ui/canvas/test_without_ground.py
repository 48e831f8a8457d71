"""A plan whose top level has no usable ground: the map opens, moves, selects and shows what has ground."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from ui.canvas.map_canvas import MapCanvas
from ui.look.words import Words
from ui.session.desk import Desk

EAST, NORTH = 552_000.0, 3_526_000.0


def triangle(x: float, y: float) -> shapely.Polygon:
    with np.errstate(invalid="ignore", over="ignore"):
        return shapely.Polygon([(EAST, NORTH), (x, NORTH), (EAST + 500, y)])


NO_GROUND = {
    "missing": None,
    "empty": shapely.Polygon(),
    "no number": triangle(EAST + 1000, float("nan")),
    "infinite": triangle(float("inf"), NORTH + 1000),
    "off the map": triangle(1e300, 1e300),
    "line": shapely.LineString([(EAST, NORTH), (EAST + 1000, NORTH)]),
    "tangled": shapely.Polygon(np.random.default_rng(1).random((3000, 2)) * 1000 + [EAST, NORTH]),
}


@pytest.mark.parametrize(
    ("case", "with_village"), [*((case, True) for case in NO_GROUND), ("missing", False), ("no number", False)]
)
def test_the_map_works_without_ground_at_the_top(case, with_village, qtbot, tmp_path):
    rows = [("320582100", "甲镇", "town", 0, NO_GROUND[case])]
    if with_village:
        rows.append(("320582100201", "东村", "village", 1, shapely.box(EAST, NORTH, EAST + 1000, NORTH + 1000)))
    codes, names, kinds, parents, shapes = zip(*rows, strict=True)
    grids = gpd.GeoDataFrame(
        {"code": codes, "name": names, "kind": kinds, "parent": parents},
        geometry=list(shapes),
        index=range(1, len(rows) + 1),
        crs="EPSG:4549",
    )
    Project.create(tmp_path / "p.gpkg", Plan(load_scheme(), {"grids": grids})).close()
    desk = Desk()
    session = desk.session
    complaints: list[object] = []
    session.complained.connect(complaints.append)
    canvas = MapCanvas(desk, Words("zh"))
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    with qtbot.waitSignal(session.findings_changed, timeout=20_000):
        desk.opening.open(tmp_path / "p.gpkg")
    qtbot.waitUntil(lambda: not canvas.is_busy, timeout=20_000)
    assert {finding.rule for finding in session.findings.open} & {"missing-shape", "invalid-shape"}
    assert np.isfinite(canvas.view.box).all()
    session.select([1])
    for shape in shapes:
        session.show(shape)
    canvas.fit()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    qtbot.mouseMove(canvas, QPoint(210, 160))
    canvas.navigation.back()
    qtbot.waitUntil(lambda: not canvas.is_busy, timeout=20_000)
    assert canvas.pictures.latest is not None or not with_village
    assert np.isfinite(canvas.view.box).all() and not complaints
    if with_village:
        west, south, east, north = canvas.view.box
        assert west < EAST + 500 < east and south < NORTH + 500 < north
    canvas.let_go()
    session.close()
