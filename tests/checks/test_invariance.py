"""What must not change a verdict: where the coordinates begin, the order of the rows, another projection."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridmap.checks import Findings, run_checks
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from gridmap.model.tables import TABLES
from sample_data.defects import plant
from sample_data.make import make_plan

GROUND = ("gap", "overlap", "overhang", "unmatched-vertices", "invalid-shape", "missing-shape")
ZONE_40 = 40_000_000.0
"""What stands before the false easting where a zone's number is written into x: 40,5xx,xxx E."""


@pytest.fixture(scope="module")
def clean() -> Plan:
    return make_plan("town", 2020)


@pytest.fixture(scope="module", params=[2020, 1, 7])
def faulty(clean: Plan, request: pytest.FixtureRequest) -> Plan:
    plan, _ = plant(clean, request.param, 3)
    return plan


def verdict(plan: Plan, findings: Findings) -> Counter[tuple[object, ...]]:
    """Return what was found, by rule and by what people call the rows, without ids and places."""
    workers, branches = plan.tables["workers"]["staff_number"], plan.tables["branches"]["name"]
    return Counter(
        (
            finding.rule,
            finding.severity,
            tuple(sorted(plan.codes(finding.grids))),
            tuple(sorted(workers.get(worker, "") for worker in finding.workers)),
            tuple(sorted(branches.get(branch, "") for branch in finding.branches)),
        )
        for finding in findings.open
    )


def areas(findings: Findings) -> np.ndarray:
    """Return the areas of all pieces of ground that were found, in order of size."""
    return np.sort([float(f.values["area_m2"]) for f in findings.open if "area_m2" in f.values])


def with_shapes(plan: Plan, change: object) -> Plan:
    """Return the plan with every shape of every table put through a function of arrays of shapes."""
    tables = {}
    for name, frame in plan.tables.items():
        tables[name] = frame
        if TABLES[name].shape:
            shapes = change(np.asarray(frame.geometry.array, dtype=object))
            tables[name] = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
    return Plan(plan.scheme, tables)


def moved_east(plan: Plan, metres: float) -> Plan:
    """Return the plan with all x coordinates so much larger."""
    east = np.array([metres, 0.0])
    return with_shapes(plan, lambda shapes: shapely.transform(shapes, lambda xy: xy + east))


def test_a_shift_to_zone_40_changes_no_verdict(faulty: Plan) -> None:
    shifted = moved_east(faulty, ZONE_40)
    # Back again, so that what is finer than coordinates of that size can say (7e-9 m) is gone on both sides.
    back = moved_east(shifted, -ZONE_40)
    here, there = run_checks(back), run_checks(shifted)
    assert verdict(back, here) == verdict(shifted, there)
    # Coordinates of that size are rounded to 7e-9 m: a piece with a border of some kilometres by some 1e-5 m2.
    assert areas(there) == pytest.approx(areas(here), rel=1e-6, abs=1e-3)


def test_another_order_of_rows_changes_no_verdict(faulty: Plan) -> None:
    rng = np.random.default_rng(40)
    new_id = {
        name: dict(zip([0, *frame.index], [0, *(rng.permutation(len(frame)) + 1)], strict=True))
        for name, frame in faulty.tables.items()
    }
    tables: dict[str, pd.DataFrame] = {}
    for name, frame in faulty.tables.items():
        moved = frame.copy()
        for column in TABLES[name].columns:
            if column.kind == "reference":
                # What refers to nothing that is there must go on doing so.
                known = new_id[column.to]
                moved[column.name] = [known.get(i, 10_000_000 + i) for i in frame[column.name]]
        moved.index = pd.Index([new_id[name][i] for i in frame.index], name="id")
        tables[name] = moved
    shuffled = Plan(faulty.scheme, tables)
    here, there = run_checks(faulty), run_checks(shuffled)
    assert verdict(faulty, here) == verdict(shuffled, there)
    assert areas(there) == pytest.approx(areas(here), rel=1e-6)


def reprojected(plan: Plan, crs: str) -> Plan:
    """Return the plan in another projected CRS, under the same scheme but for the CRS."""
    scheme = parse_scheme(plan.scheme.text.replace(plan.scheme.crs, crs), "other.toml")
    tables = {name: frame.to_crs(crs) if TABLES[name].shape else frame for name, frame in plan.tables.items()}
    return Plan(scheme, tables)


def test_a_reprojection_of_sound_ground_leaves_it_sound(clean: Plan) -> None:
    findings = run_checks(reprojected(clean, "EPSG:32651"), rules=GROUND)
    assert findings.counts == dict.fromkeys(GROUND, 0)


def test_a_reprojection_keeps_every_fault_that_has_ground(faulty: Plan) -> None:
    rules = ("gap", "overlap", "overhang", "missing-shape")
    wide = 0.01  # metres: what is narrower may open or close, since a straight line is no longer straight

    def ground(plan: Plan) -> Counter[tuple[object, ...]]:
        found = run_checks(plan, rules=rules).open
        kept = [f for f in found if float(f.values.get("width_m", 1.0)) > wide]
        return Counter((f.rule, tuple(sorted(plan.codes(f.grids)))) for f in kept)

    assert ground(reprojected(faulty, "EPSG:32651")) == ground(faulty)
