"""Shapes as broken files bring them: whatever stands in the table of grids, all goes on, and the shape is a finding."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from shapely import Geometry

from gridmap.checks import Finding, run_checks
from gridmap.mending import fix_all, offer_keys, offers, preview
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from ui.outputs.findings import Wording, findings_as_json, write_geopackage

from .conftest import CELL, DAY, SOUTH, WEST, Place

GROUND = {
    "gap",
    "overlap",
    "overhang",
    "invalid-shape",
    "missing-shape",
    "unmatched-vertices",
    "repeated-points",
    "several-parts",
    "sliver",
}
LEVELS = {"T": "town", "V": "village", "A": "comprehensive", "F": "dedicated"}


def ring(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """Return points given in cells (see the drawing of the town) in metres."""
    return [(WEST + x * CELL, SOUTH + y * CELL) for x, y in points]


def polygon(points: object, *holes: object) -> Geometry:
    with np.errstate(all="ignore"):
        return shapely.Polygon(points, holes)


# The ground of A, four cells in the north-west, with a vertex at every corner of a cell.
A = ring((0, 2), (1, 2), (2, 2), (2, 3), (2, 4), (1, 4), (0, 4), (0, 3))
TINY = 1e-9 / CELL
INSIDE = ring((0.5, 2.5), (1.5, 2.5), (1.5, 3.5))
nan, inf = float("nan"), float("inf")

NASTY: dict[str, Geometry | None] = {
    "missing": None,
    "empty polygon": shapely.Polygon(),
    "empty multipolygon": shapely.MultiPolygon(),
    "empty collection": shapely.GeometryCollection(),
    "empty point": shapely.Point(),
    "crossing itself": polygon(ring((0, 2), (2, 4), (2, 2), (0, 4))),
    "spike of no width": polygon([*A[:4], *ring((4, 3)), *A[3:]]),
    "spike of 1e-9": polygon([*A[:4], *ring((4, 3), (2, 3 + TINY)), *A[4:]]),
    "blunt spike of 1e-9": polygon([*A[:4], *ring((4, 3), (4, 3 + TINY), (2, 3 + TINY)), *A[4:]]),
    "slit of 1e-9": polygon([*A[:4], *ring((1, 3), (2, 3 + TINY)), *A[4:]]),
    "repeated points": polygon([A[0], *A, A[-1], A[-1]]),
    "moved by 1e-9": polygon([(x + 1e-9, y) for x, y in A]),
    "vertex moved by 1e-9": polygon([*A[:3], (A[3][0] + 1e-9, A[3][1]), *A[4:]]),
    "zero area, a line": polygon(ring((0, 2), (2, 2), (1, 2))),
    "zero area, a point": polygon(ring((0, 2), (0, 2), (0, 2))),
    "nothing but a hair": polygon(ring((0, 2), (2, 2), (2, 2 + TINY))),
    "nested parts": shapely.multipolygons([polygon(A), polygon(INSIDE)]),
    "overlapping parts": shapely.multipolygons([polygon(A), polygon(ring((1, 3), (3, 3), (3, 5), (1, 5)))]),
    "one part twice": shapely.multipolygons([polygon(A), polygon(A)]),
    "parts side by side": shapely.multipolygons(
        [polygon(ring((0, 2), (1, 2), (1, 4), (0, 4))), polygon(ring((1, 2), (2, 2), (2, 4), (1, 4)))]
    ),
    "an empty part": shapely.multipolygons([polygon(A), shapely.Polygon()]),
    "a part of no width": shapely.multipolygons([polygon(A), polygon(ring((5, 5), (6, 5), (6, 5 + TINY)))]),
    "hole outside": polygon(A, ring((3, 2), (4, 2), (4, 3))),
    "hole along the border": polygon(A, ring((0, 2.5), (1, 2.5), (1, 3), (0, 3))),
    "hole across the border": polygon(A, ring((1, 3), (3, 3), (3, 3.5))),
    "hole in a hole": polygon(A, ring((0.2, 2.2), (1.8, 2.2), (1.8, 3.8), (0.2, 3.8)), INSIDE),
    "hole of all": polygon(A, A),
    "hole of no width": polygon(A, ring((0.5, 2.5), (1.5, 2.5), (1.5, 2.5 + TINY))),
    "not a number": polygon([*A[:3], (nan, A[3][1]), *A[4:]]),
    "not numbers": polygon([A[0], (nan, nan), (nan, nan)]),
    "infinite": polygon([*A[:3], (inf, A[3][1]), *A[4:]]),
    "infinite the other way": polygon([*A[:3], (A[3][0], -inf), *A[4:]]),
    "1e15": polygon([*A[:3], (1e15, A[3][1]), *A[4:]]),
    "1e300": polygon([*A[:3], (1e300, A[3][1]), *A[4:]]),
    "1e308": polygon([(-1e308, -1e308), (1e308, -1e308), (1e308, 1e308), (-1e308, 1e308)]),
    "denormal": polygon([(0, 0), (5e-324, 0), (5e-324, 5e-324), (0, 5e-324)]),
    "degrees": polygon([(120.5, 31.8), (120.6, 31.8), (120.6, 31.9), (120.5, 31.9)]),
    "collection": shapely.GeometryCollection([polygon(A), shapely.Point(A[0])]),
    "collection with a bad point": shapely.GeometryCollection([polygon(A), shapely.from_wkt("POINT (1 NaN)")]),
    "collection in a collection": shapely.GeometryCollection(
        [shapely.GeometryCollection([polygon(A)]), shapely.LineString(A[:2])]
    ),
    "line": shapely.LineString(A[:3]),
    "closed line": shapely.LinearRing(A),
    "far line": shapely.LineString([A[0], (1e300, 1)]),
    "point": shapely.Point(A[0]),
    "point of no place": shapely.from_wkt("POINT (NaN NaN)"),
    "points": shapely.MultiPoint(A[:3]),
    "lines": shapely.MultiLineString([A[:2], A[2:4]]),
    "20,000 vertices": shapely.Point(ring((1, 3))[0]).buffer(CELL, quad_segs=5000),
}
UNSAID = {"missing", "empty polygon", "empty multipolygon", "empty collection", "empty point"}
"""These leave a dedicated grid in the ledger only, which the scheme allows."""


def with_shape(town: Place, letter: str, shape: Geometry | None, way: str) -> tuple[Plan, int]:
    """Give a grid of the town the shape, or add another grid of its kind with it; nothing is worked out yet."""
    plan = town.plan
    if way == "replace":
        grid, place = town[letter], town.grid(letter, geometry=shape)
    else:
        row = {name: plan.value(town[letter], name) for name in ("kind", "parent", "setting")}
        place = town.add("grids", code="3205821" + LEVELS[letter], name="又一", geometry=shape, **row)
        grid = int(place.plan.ids[-1])
    return Plan(place.plan.scheme, dict(place.plan.tables)), grid


def names(finding: Finding, plan: Plan, grid: int) -> bool:
    """Whether a finding about ground names a grid or its parent."""
    return finding.rule in GROUND and bool({grid, plan.value(grid, "parent")} & {*finding.grids})


def survive(plan: Plan) -> tuple[Finding, ...]:
    """Do everything with a plan that is done with findings, and return them."""
    before = run_checks(plan, on=DAY)
    for language in ("zh", "en"):
        wording = Wording(plan, language)
        said = [wording.message(finding) for finding in before.open]
        assert all(said) and "nan" not in " ".join(said)
    json.dumps(findings_as_json(before, wording), allow_nan=False)

    mending = fix_all(plan)
    told = preview(plan, mending, on=DAY)
    assert not [finding.rule for finding in told.brought if finding.severity == "error"]
    afresh = run_checks(Plan(plan.scheme, dict(told.after.tables)), on=DAY)
    assert {f.id for f in afresh.open} == {f.id for f in told.findings.open}
    assert told.after.apply(mending.result.inverted()).same_content(plan)

    for finding in before.open:
        if finding.rule not in GROUND:
            continue
        for offer in offers(plan, finding):
            assert offer.key in offer_keys(finding)
            if offer.edit is not None:
                with suppress(Refused):
                    told = preview(plan, offer.edit, on=DAY)
                    assert finding.id in {gone.id for gone in told.gone}, (finding.rule, offer.key)
    return before.open


def kept_by_a_file(plan: Plan, file: Path) -> None:
    """Insist that a project file gives the plan back to the last bit, and after an edit and its undo too."""
    Project.create(file, plan, overwrite=True).close()
    with Project.open(file) as project:
        assert not project.problems and project.plan.same_content(plan)
        mending = fix_all(plan)
        if mending.result:
            project.perform(mending)
            project.undo()
    with Project.open(file, read_only=True) as project:
        assert project.plan.same_content(plan)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_shape_stops_nothing_and_is_a_finding(town, name, tmp_path):
    # In turn at every level, in the place of a grid that is there and beside it, so that each shape is tried twice.
    turn = list(NASTY).index(name)
    for step, way in enumerate(("replace", "add")):
        letter = list(LEVELS)[(turn + step) % len(LEVELS)]
        plan, grid = with_shape(town, letter, NASTY[name], way)
        found = survive(plan)
        ledger_only = name in UNSAID and letter == "F"
        assert ledger_only or any(names(finding, plan, grid) for finding in found), (letter, way)
        kept_by_a_file(plan, tmp_path / "project.gpkg")


@pytest.mark.parametrize("letter", LEVELS)
def test_shapes_that_findings_show_can_be_written_for_other_programs(town, letter, tmp_path):
    for name in ("collection", "line", "points", "an empty part", "not a number", "far line", "hole of no width"):
        plan, _ = with_shape(town, letter, NASTY[name], "add")
        written = write_geopackage(run_checks(plan, on=DAY), Wording(plan, "en"), tmp_path / "findings.gpkg")
        assert written["findings_areas"] >= 0


@pytest.mark.parametrize("shape", [polygon([*ring((1, 3), (1.2, 3), (1, 3.2)), (nan, 0.0)]), NASTY["1e308"], None])
@pytest.mark.parametrize("table", ["buildings", "exempt_areas", "zones", "department_grids"])
def test_nasty_shapes_in_other_tables_stop_nothing(town, table, shape):
    values = {"buildings": {"households": 3, "door_plate": "x"}, "exempt_areas": {"parent": town["V"]}, "zones": {}}
    values["department_grids"] = {"department": "公安"}
    plan = town.add(table, geometry=shape, **values[table]).plan
    found = survive(Plan(plan.scheme, dict(plan.tables)))
    said = {"buildings": "building-in-no-grid", "exempt_areas": None, "zones": "zone-without-branch"}.get(table)
    assert said is None or said in {finding.rule for finding in found}


def test_heights_and_measures_are_left_out_and_change_nothing(town):
    for text in ("POLYGON Z", "POLYGON M", "POLYGON ZM"):
        extra = " 7 8" if text.endswith("ZM") else " 7"
        points = ", ".join(f"{x} {y}{extra}" for x, y in [*A, A[0]])
        plan, grid = with_shape(town, "A", shapely.from_wkt(f"{text} (({points}))"), "replace")
        assert shapely.get_coordinate_dimension(plan.shape(grid)) == 2
        assert run_checks(plan, on=DAY).open == ()


def test_the_same_grid_twice_is_one_overlap_and_not_a_hundred(town):
    plan, grid = with_shape(town, "A", town.shape("A"), "add")
    found = [finding for finding in survive(plan) if names(finding, plan, grid)]
    assert [finding.rule for finding in found] == ["overlap"]


# ---- made up ---------------------------------------------------------------------------------------------------------

_steps = st.sampled_from([0.0, 1e-9, -1e-9, 1e-7, 1e-5, 1e-4, 1e-2, 3.0, -40.0])
_anywhere = st.tuples(st.integers(-1, 6), st.integers(-1, 5)).map(lambda cell: ring(cell)[0])
_corners = st.sampled_from([*A, *ring((1, 3), (3, 3), (4, 4), (4, 2), (0, 0), (2, 0), (9, 4))])
_special = st.sampled_from([nan, inf, -inf, 0.0, -0.0, 5e-324, 1e9, 1e15, -1e300, 1.7e308])
_points = st.one_of(
    _corners,
    st.tuples(_corners, _steps, _steps).map(lambda t: (t[0][0] + t[1], t[0][1] + t[2])),
    _anywhere,
    st.tuples(_corners, _special).map(lambda t: (t[0][0], t[1])),
)
_rings = st.lists(_points, min_size=3, max_size=8).filter(lambda points: bool(np.isfinite(points[0]).all()))


@st.composite
def _worn_rings(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Draw the ring of A with something put in, taken out, moved, doubled or swapped."""
    points = list(A)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(points) - 1))
        how = draw(st.sampled_from(["put", "drop", "move", "double", "swap"]))
        if how == "put":
            points.insert(at, draw(_points))
        elif how == "drop" and len(points) > 3:
            del points[at]
        elif how == "move":
            points[at] = (points[at][0] + draw(_steps), points[at][1] + draw(_steps))
        elif how == "double":
            points[at:at] = [points[at]] * draw(st.integers(1, 3))
        else:
            points[at - 1], points[at] = points[at], points[at - 1]
    assume(np.isfinite(points[0]).all())
    return points


_polygons = st.builds(polygon, st.one_of(_worn_rings(), _rings)) | st.builds(polygon, _worn_rings(), _rings)
_shapes = st.one_of(
    _polygons,
    st.lists(_polygons, min_size=1, max_size=3).map(shapely.multipolygons),
    st.lists(_polygons | st.just(shapely.Point(A[0])), min_size=1, max_size=3).map(shapely.GeometryCollection),
)


def is_the_same(shape: Geometry, other: Geometry) -> bool:
    """Whether two shapes have the same rings, wherever and in whichever direction they begin."""
    return shape.is_valid and shapely.equals_exact(shapely.normalize(shape), shapely.normalize(other))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(shape=_shapes, letter=st.sampled_from(list(LEVELS)), way=st.sampled_from(["replace", "add"]))
def test_no_made_up_shape_stops_anything_and_each_is_a_finding(town, shape, letter, way):
    plan, grid = with_shape(town, letter, shape, way)
    found = survive(plan)
    same = way == "replace" and is_the_same(shape, town.shape(letter))
    assert same or any(names(finding, plan, grid) for finding in found)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(shape=_shapes, letter=st.sampled_from(list(LEVELS)))
def test_a_file_keeps_any_shape_to_the_last_bit(town, tmp_path_factory, shape, letter):
    plan, _ = with_shape(town, letter, shape, "replace")
    kept_by_a_file(plan, tmp_path_factory.mktemp("fuzz") / "project.gpkg")
