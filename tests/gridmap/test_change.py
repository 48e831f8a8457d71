"""A change holds rows before and after; it can be applied, taken back, put together, compared and stored."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from gridmap.model.arrays import ids_of_both, same_shapes
from gridmap.model.change import Change, compose
from gridmap.model.making import change_between, change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.storage.change_bytes import change_from_bytes, change_to_bytes
from gridmap.storage.wkb import wkb_of_points


@pytest.fixture(scope="module")
def plan() -> Plan:
    #  +---+---+---+
    #  | 2 | 3 | 7 |
    #  +---+---+---+
    index = pd.Index([2, 3, 7], name="id")
    squares = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 0, 3, 1)]
    grids = gpd.GeoDataFrame({"code": ["a", "b", "c"], "parts": 1}, geometry=squares, index=index, crs=4549)
    workers = pd.DataFrame({"name": ["张三"]}, index=pd.Index([1], name="id"))
    return Plan(load_scheme(), {"grids": grids, "workers": workers})


def renamed(plan: Plan, ids, code) -> Change:
    return change_of(plan, "rename", put={"grids": edited_rows(plan, "grids", ids, code=code)})


def added(plan: Plan, ids) -> Change:
    rows = gpd.GeoDataFrame({"code": "new"}, geometry=[Point(0, 0).buffer(1)] * len(ids), index=list(ids), crs=4549)
    return change_of(plan, "add", put={"grids": rows})


def changes(plan: Plan) -> list[Change]:
    """Changes of every sort, each to be applied to the plan itself."""
    moved = edited_rows(plan, "grids", [2, 7], geometry=[None, MultiPolygon([box(5, 5, 6, 6)])])
    return [
        renamed(plan, [3], "x"),
        renamed(plan, [2, 3, 7], ["x", "y", "z"]),
        added(plan, [8, 9]),
        added(plan, [1, 5]),
        change_of(plan, "drop", drop={"grids": [2, 3, 7]}),
        change_of(plan, "reshape", put={"grids": moved}),
        change_of(
            plan, "mixed", put={"grids": edited_rows(plan, "grids", [3], code="q")}, drop={"grids": [2], "workers": [1]}
        ),
    ]


def test_applying_a_change_and_its_inverse_leads_back(plan):
    for change in changes(plan):
        after = plan.apply(change)
        assert not after.same_content(plan)
        assert after.ids.tolist() == sorted(after.ids.tolist())
        assert after.apply(change.inverted()).same_content(plan)


def test_a_plan_after_a_change_is_in_the_form_of_every_plan(plan):
    for change in changes(plan):
        for name, frame in plan.apply(change).tables.items():
            assert list(frame.columns) == list(plan.tables[name].columns)
            assert list(map(str, frame.dtypes)) == list(map(str, plan.tables[name].dtypes))
            assert frame.index.name == "id" and type(frame) is type(plan.tables[name])
            assert getattr(frame, "crs", None) == getattr(plan.tables[name], "crs", None)


def test_columns_that_a_change_leaves_alone_are_shared(plan):
    after = plan.apply(renamed(plan, [3], "x"))
    assert np.shares_memory(after.grids["parts"].to_numpy(), plan.grids["parts"].to_numpy())
    assert after.tables["workers"] is plan.tables["workers"]


def test_the_old_plan_and_the_rows_that_were_given_stay_as_they_were(plan):
    given = edited_rows(plan, "grids", [3], code="x")
    change = change_of(plan, "rename", put={"grids": given})
    after = plan.apply(change)
    given.loc[3, "code"] = "spoilt"
    assert plan.grids["code"].tolist() == ["a", "b", "c"]
    assert after.grids["code"].tolist() == ["a", "x", "c"]
    assert change.rows["grids"].after["code"].tolist() == ["x"]


def test_rows_that_stay_the_same_are_no_part_of_a_change(plan):
    assert not renamed(plan, [2], "a")
    assert renamed(plan, [2, 3], ["a", "x"]).ids("grids").tolist() == [3]
    moved = plan.grids.copy()
    moved["geometry"] = shapely.normalize(moved.geometry.to_numpy())  # the same ground, other vertices first
    assert len(change_of(plan, "normalise", put={"grids": moved}).ids("grids")) == 3


def test_what_a_change_touches_is_told_apart(plan):
    rows = changes(plan)[-1].rows["grids"]
    assert (rows.removed.tolist(), rows.added.tolist(), rows.ids.tolist()) == ([2], [], [2, 3])
    assert rows.replaced.ids.tolist() == [3] and rows.replaced.changed_columns == {"code"}
    assert not rows.keeps_ids and rows.replaced.keeps_ids


def test_a_change_that_does_not_fit_is_refused(plan):
    gone = plan.apply(change_of(plan, "drop", drop={"grids": [3]}))
    with pytest.raises(ValueError, match="does not fit"):
        gone.apply(renamed(plan, [3], "x"))
    taken = plan.apply(added(plan, [8]))
    with pytest.raises(ValueError, match="does not fit"):
        taken.apply(added(plan, [8]))
    with pytest.raises(KeyError):
        change_of(plan, "drop", drop={"grids": [99]})


def test_a_change_fits_where_its_rows_are_as_it_found_them(plan):
    change = renamed(plan, [3], "x")
    assert change.fits(plan) and change.fits(plan.apply(renamed(plan, [2], "other")))
    assert not change.fits(plan.apply(renamed(plan, [3], "other")))
    assert not change.fits(plan.apply(change)) and change.inverted().fits(plan.apply(change))
    assert not change.fits(plan.apply(change_of(plan, "drop", drop={"grids": [3]})))
    assert not added(plan, [8]).fits(plan.apply(added(plan, [8])))


def test_two_changes_put_together_do_what_they_do_one_after_the_other(plan):
    for first in changes(plan):
        middle = plan.apply(first)
        seconds = [first.inverted(), added(middle, [middle.next_id("grids")])]
        seconds += [renamed(middle, middle.ids[:1], "last")] if len(middle.ids) else []
        for second in seconds:
            both = compose(first, second)
            assert plan.apply(both).same_content(middle.apply(second))
            assert plan.apply(both).apply(both.inverted()).same_content(plan)
        assert not compose(first, first.inverted())


def test_the_difference_of_two_plans_leads_from_one_to_the_other(plan):
    for change in changes(plan):
        after = plan.apply(change)
        assert plan.apply(change_between(plan, after, "x")).same_content(after)
    assert not change_between(plan, plan, "x")


def test_a_change_comes_back_from_its_bytes(plan):
    for change in changes(plan):
        back = change_from_bytes(change_to_bytes(change), plan.crs)
        assert (back.label, back.values, list(back.rows)) == (change.label, change.values, list(change.rows))
        assert plan.apply(back).same_content(plan.apply(change))
        assert plan.apply(back).apply(back.inverted()).same_content(plan)


def test_a_long_change_comes_back_from_its_bytes_too(plan):
    ring = np.random.default_rng(1).random((70_000, 2))
    rows = edited_rows(plan, "grids", [2], geometry=[Polygon(ring)])
    change = change_of(plan, "reshape", put={"grids": rows})
    data = change_to_bytes(change)
    assert len(data) > 1 << 20
    assert plan.apply(change_from_bytes(data, plan.crs)).same_content(plan.apply(change))


@pytest.mark.parametrize("spoil", [lambda b: b[:-30], lambda b: b"", lambda b: bytes(40), lambda b: b[:4] + b[9:]])
def test_bytes_that_are_no_change_are_refused(plan, spoil):
    with pytest.raises(ValueError):
        change_from_bytes(spoil(change_to_bytes(changes(plan)[5])), plan.crs)


def test_an_id_is_not_given_out_again_after_its_row_is_gone(plan):
    dropped = plan.apply(change_of(plan, "drop", drop={"grids": [7]}))
    assert dropped.next_id("grids") == 8
    undone = plan.apply(added(plan, [8])).apply(added(plan, [8]).inverted())
    assert undone.same_content(plan) and undone.next_id("grids") == 9
    assert Plan(plan.scheme, dict(plan.tables), last_ids={"grids": 40}).next_id("grids") == 41
    assert Plan(plan.scheme).next_id("grids") == 1


def test_whether_a_change_fits_asks_for_no_bytes_of_shapes_that_are_the_same_objects(plan, monkeypatch):
    change = change_of(plan, "x", put={"grids": edited_rows(plan, "grids", [2, 7], geometry=[box(0, 0, 9, 9)] * 2)})
    asked = []
    to_wkb = shapely.to_wkb
    monkeypatch.setattr(shapely, "to_wkb", lambda shapes: (asked.append(len(shapes)), to_wkb(shapes))[1])
    assert change.fits(plan)
    assert sum(asked) == 0
    after = plan.apply(change)
    assert not change.fits(after)
    assert change.inverted().fits(after)


def test_shapes_are_the_same_to_the_last_bit_of_every_coordinate():
    far = box(1, 1, 2, 2)
    pairs = [
        (far, far),
        (far, shapely.from_wkb(shapely.to_wkb(far))),
        (far, shapely.normalize(far)),  # starts at another corner
        (far, box(1, 1, 2, np.nextafter(2, 3))),
        (far, MultiPolygon([far])),
        (Point(0.0, 1), Point(-0.0, 1)),
        (Point(0.0, 1), Point(0.0, 1)),
        (box(-1, 1, 1, 2), box(-1, 1, 1, 2)),
        (Polygon([(-1, 1), (0.0, 1), (1, 2)]), Polygon([(-1, 1), (-0.0, 1), (1, 2)])),
        (Point(1, 2, 0.0), Point(1, 2, -0.0)),
        (Point(1, 2, 3), Point(1, 2)),
        (Polygon(), Polygon()),
        (Polygon(), far),
        (None, None),
        (None, far),
        (far, None),
        (far.exterior, LineString(far.exterior.coords)),  # a file does not tell one from the other
        (GeometryCollection([far.exterior]), GeometryCollection([LineString(far.exterior.coords)])),
        (far.exterior, far),
    ]
    one, two = (np.array(shapes, dtype=object) for shapes in zip(*pairs, strict=True))
    assert not shapely.equals_exact(far, shapely.normalize(far))
    same = [0, 1, 6, 7, 11, 13, 16, 17]
    for times in (1, 3):  # few are compared another way than many
        here, there = np.tile(one, times), np.tile(two, times)
        expected = [at + turn * len(pairs) for turn in range(times) for at in same]
        assert np.flatnonzero(same_shapes(here, there)).tolist() == expected
        assert np.flatnonzero(same_shapes(there, here)).tolist() == expected


def test_points_are_stored_as_the_well_known_binary_that_they_have_one_by_one():
    points = shapely.points([[0.0, -0.0], [552_000.125, 3_526_000.0625], [1e-300, 1e300]])
    assert wkb_of_points(points) == b"".join(shapely.to_wkb(points).tolist())
    for other in (Point(), Point(1, 2, 3), box(0, 0, 1, 1), None):
        assert wkb_of_points(np.array([Point(1, 2), other], dtype=object)) == b""


@pytest.mark.parametrize(
    ("one", "two", "both"),
    [
        ([], [], []),
        ([], [3, 5], [3, 5]),
        ([1, 2], [4], [1, 2, 4]),
        ([4, 9], [1, 2], [1, 2, 4, 9]),
        ([1, 4, 9], [1, 2, 9, 12], [1, 2, 4, 9, 12]),
        ([-3, 0], [0], [-3, 0]),
    ],
)
def test_ids_of_two_frames_are_each_there_once_and_ascend(one, two, both):
    assert ids_of_both(np.array(one, dtype=np.int64), np.array(two, dtype=np.int64)).tolist() == both
