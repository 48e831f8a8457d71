"""What each layer shows of a plan: which marks, in which styles, and what its legend says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, Point

from gridmap.checks import Finding, run_checks
from gridmap.figures.statistics import total
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.people.loads import busiest_shares
from layers import (
    THEMES,
    Borders,
    BranchStates,
    Buildings,
    Density,
    ExemptAreas,
    FindingsLayer,
    GridKinds,
    Names,
    Neighbours,
    Outline,
    PlainGround,
    ReferenceLayer,
    Roads,
    StaffingStates,
    Water,
    WorkerLoad,
    WorkloadStates,
    every_layer,
    layers_of,
    palette,
    part_of,
)
from layers.detail import grid_shapes, level_of_detail
from layers.marks import Marks
from layers.territory import dry_ground
from layers.themes import themes_of
from sample_data.make_sample import make_sample

EVERY = [*every_layer(), Outline(), Roads()]


def style_of(marks: Marks) -> dict[int, object]:
    """Return the style of each mark by its key."""
    return {key: marks.styles[number] for key, number in zip(marks.key.tolist(), marks.style.tolist(), strict=True)}


def counts(marks: Marks) -> dict[object, int | None]:
    """Return the counts of the legend by its words."""
    return {entry.words: entry.count for entry in marks.legend.entries}


@pytest.mark.parametrize("layer", EVERY, ids=lambda layer: layer.key)
def test_marks_are_columns_of_one_length_with_shapes_that_are_there(layer, plan):
    for shown in (plan, Plan(load_scheme())):
        marks = layer.marks(shown)
        assert len(marks.key) == len(marks.shape) == len(marks.style) == len(marks)
        assert marks.key.dtype == marks.style.dtype == np.int64
        assert not shapely.is_missing(marks.shape).any() and not shapely.is_empty(marks.shape).any()
        assert (marks.style >= 0).all() and (marks.style < len(marks.styles)).all()
        for column in (marks.label, marks.weight):
            assert column is None or len(column) == len(marks)


@pytest.mark.parametrize("layer", EVERY, ids=lambda layer: layer.key)
def test_a_window_leaves_out_what_is_outside_and_the_legend_as_it_is(layer, plan, ids):
    west = (499_000.0, 3_499_000.0, 500_350.0, 3_501_000.0)
    all_marks, some = layer.marks(plan), layer.marks(plan, west)
    assert set(zip(some.key.tolist(), some.style.tolist(), strict=True)) <= set(
        zip(all_marks.key.tolist(), all_marks.style.tolist(), strict=True)
    )
    assert (shapely.bounds(some.shape)[:, 0] <= west[2]).all()
    if all_marks.legend.heading:
        assert counts(some) == counts(all_marks)
    if ids.D in all_marks.key and all_marks.label is None and not isinstance(layer, Borders):
        assert ids.D not in some.key


@pytest.mark.parametrize("layer", EVERY, ids=lambda layer: layer.key)
def test_a_legend_alone_is_that_of_the_marks(layer, plan):
    assert layer.legend(plan) == layer.marks(plan).legend


def test_only_some_marks_keep_their_columns_together(plan, ids):
    marks = Names().marks(plan)
    one = marks.only(marks.key == ids.EAST)
    assert one.key.tolist() == [ids.EAST] and one.label is not None and one.label.tolist() == ["东城镇"]
    assert one.styles is marks.styles and len(one.shape) == len(one.style) == 1


# ---- grids -------------------------------------------------------------------------------------------------------


def test_kinds_show_undivided_grids_and_count_those_without_a_shape_too(plan, ids):
    marks = GridKinds().marks(plan)
    assert sorted(marks.key.tolist()) == [ids.A, ids.B, ids.C, ids.D]
    assert {words.en: count for words, count in counts(marks).items()} == {"Comprehensive grid": 3, "Dedicated grid": 2}
    assert style_of(marks)[ids.B] == palette.DEDICATED


def test_towns_that_border_on_each_other_have_another_tint(plan, ids):
    styles = style_of(GridKinds().marks(plan))
    assert styles[ids.A] == styles[ids.C] != styles[ids.D]


def test_many_towns_side_by_side_all_have_another_tint_than_their_neighbours(make_plan, ground):
    #  +--+--+--+--+
    #  |  |  |  |  |   16 towns; every two that share a side differ
    #  +--+--+--+--+
    cells = {1 + x + 4 * y: (f"{x}{y}", "", "town", 0, ground(x, y, x + 1, y + 1)) for x in range(4) for y in range(4)}
    styles = style_of(GridKinds().marks(make_plan(cells)))
    for one in cells:
        for two in cells:
            if one < two and shapely.length(shapely.intersection(cells[one][4], cells[two][4])) > 0:
                assert styles[one] != styles[two]


def test_a_village_that_is_not_divided_is_blank_once_others_are(plan, make_plan, rows, ids):
    less = make_plan({key: row for key, row in rows.items() if key not in (ids.C,)})
    assert ids.HAMLET not in GridKinds().marks(less).key
    only_villages = make_plan({key: rows[key] for key in (ids.WEST, ids.VILLAGE, ids.HAMLET)})
    assert sorted(PlainGround().marks(only_villages).key.tolist()) == [ids.VILLAGE, ids.HAMLET]


def test_names_are_short_and_the_higher_level_weighs_more(plan, ids):
    marks = Names().marks(plan)
    names = dict(zip(marks.key.tolist(), marks.label.tolist(), strict=True))
    assert names == {
        ids.WEST: "西城镇",
        ids.EAST: "东城镇",
        ids.VILLAGE: "甲村",
        ids.HAMLET: "乙社区",
        ids.OTHER: "丙村",
    }
    weight = dict(zip(marks.key.tolist(), marks.weight.tolist(), strict=True))
    assert min(weight[ids.WEST], weight[ids.EAST]) > max(weight[ids.VILLAGE], weight[ids.HAMLET], weight[ids.OTHER])


def test_names_stand_on_dry_ground(plan, ids):
    marks = Names().marks(plan)
    [hamlet] = marks.shape[marks.key == ids.HAMLET]
    assert shapely.area(hamlet) == 80_000  # half of it is lake
    [other] = marks.shape[marks.key == ids.OTHER]
    assert shapely.area(other) == 160_000  # a pond of 100 square metres is left in


def test_dry_ground_is_taken_of_what_a_shape_that_crosses_itself_encloses(plan, ids):
    #  two triangles that meet in a point; the exempt half of the hamlet takes one of them
    west, south, east, north = shapely.bounds(plan.shape(ids.HAMLET)).tolist()
    crossed = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    [dry] = dry_ground(plan, np.array([crossed], dtype=object))
    assert dry.is_valid
    assert shapely.area(dry) == pytest.approx(shapely.area(shapely.difference(shapely.make_valid(crossed), lake(plan))))


def lake(plan: Plan) -> shapely.Geometry:
    """All that is exempt and large."""
    areas = np.asarray(plan.tables["exempt_areas"].geometry.array, dtype=object)
    return shapely.union_all(areas[shapely.area(areas) > 1000])


def test_a_single_town_names_its_villages_large_and_numbers_its_grids(plan, ids):
    marks = Names().marks(part_of(plan, ids.WEST))
    names = dict(zip(marks.key.tolist(), marks.label.tolist(), strict=True))
    assert names == {ids.VILLAGE: "甲村", ids.HAMLET: "乙社区", ids.A: "001", ids.B: "002", ids.C: "001"}
    assert style_of(marks)[ids.VILLAGE].text == palette.PART_NAMES[0]


def test_a_grid_without_a_name_is_called_by_its_code(make_plan, rows, ids):
    plan = make_plan({key: (*rows[key][:1], "", *rows[key][2:]) for key in (ids.WEST, ids.EAST)})
    assert sorted(Names().marks(plan).label.tolist()) == ["320582100", "320582101"]


def test_borders_lie_deepest_first_and_count_the_grids_of_each_level(plan):
    marks = Borders().marks(plan)
    assert (np.diff(marks.style) <= 0).all()
    assert [entry.count for entry in marks.legend.entries] == [2, 3, 5]


def test_the_rim_has_its_widest_band_first(plan):
    marks = Outline().marks(plan)
    assert marks.style.tolist() == sorted(marks.style.tolist()) and marks.style.max() == len(palette.RIM) - 1
    assert (np.diff([style.width_mm for style in palette.RIM]) < 0).all()


def test_neighbours_are_the_grids_beside_the_part_that_is_shown(plan, ids):
    marks = Neighbours(plan).marks(part_of(plan, ids.VILLAGE))
    assert sorted(marks.key.tolist()) == [ids.HAMLET, ids.OTHER]
    assert Neighbours(plan).marks(plan).key.tolist() == []


def test_a_part_has_its_own_grids_and_exempt_areas_only(plan, ids):
    part = part_of(plan, ids.EAST)
    assert part.ids.tolist() == [ids.EAST, ids.OTHER, ids.D, ids.LEDGER]
    assert part.tables["exempt_areas"].index.tolist() == [2]
    assert part.tables["buildings"] is plan.tables["buildings"]


@pytest.mark.parametrize("layer", EVERY, ids=lambda layer: layer.key)
def test_what_a_part_takes_from_the_whole_is_what_it_would_work_out_itself(plan, ids, layer):
    for grid in (ids.WEST, ids.EAST, ids.VILLAGE):
        part = part_of(plan, grid)
        alone = Plan(plan.scheme, part.tables)
        assert part.same_content(alone)
        for name in ("ids", "parents", "kind_numbers", "has_shape", "all_shapes"):
            np.testing.assert_array_equal(getattr(part, name), getattr(alone, name))
        mine, theirs = layer.marks(part), layer.marks(alone)
        assert mine.legend == theirs.legend and mine.styles == theirs.styles
        for name in ("key", "style", "shape", "label", "weight"):
            np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))


# ---- detail ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("detail", "level"), [(0.0, 0.0), (0.49, 0.0), (0.5, 0.5), (1.9, 1.0), (2.0, 2.0), (1000.0, 512.0)]
)
def test_levels_of_detail_are_powers_of_two(detail, level):
    assert level_of_detail(detail) == level


def test_simpler_shapes_still_share_their_borders(make_plan, rows, ids):
    #  +------+------+      the border between the two winds by 3 m
    #  |      >      |
    #  +------+------+
    y = np.linspace(0, 400, 200)
    winding = np.stack([500_400 + 3 * np.sin(y / 7), 3_500_000 + y], axis=1)
    left = shapely.Polygon([(500_000, 3_500_000), *winding, (500_000, 3_500_400)])
    right = shapely.Polygon([*winding, (500_800, 3_500_400), (500_800, 3_500_000)])
    plan = make_plan({ids.VILLAGE: (*rows[ids.VILLAGE][:4], left), ids.HAMLET: (*rows[ids.HAMLET][:4], right)})
    simple = grid_shapes(plan, 64)
    assert shapely.get_num_coordinates(simple).sum() < shapely.get_num_coordinates(plan.all_shapes).sum() / 4
    assert shapely.coverage_is_valid(simple)
    assert shapely.area(simple).sum() == pytest.approx(shapely.area(plan.all_shapes).sum())
    assert grid_shapes(plan, 65) is simple  # kept


# ---- states ------------------------------------------------------------------------------------------------------


def test_staffing_shows_who_answers_for_grids_that_need_somebody(plan, ids):
    marks = StaffingStates().marks(plan)
    full, part, nobody = StaffingStates.styles
    assert style_of(marks) == {ids.A: full, ids.B: palette.NOT_ASKED, ids.C: part, ids.D: nobody}
    assert counts(marks) == {
        "legend-staffing-full-time": 1,
        "legend-staffing-part-time": 1,
        "legend-staffing-nobody": 1,
        "legend-staffing-not-asked": 2,
    }


def test_staffing_is_of_the_day_asked_for(plan, ids):
    ended = plan.tables["assignments"].assign(until_date="2020-06-30")
    then = Plan(plan.scheme, {**plan.tables, "assignments": ended})
    day = dt.date(2020, 6, 30)
    full, _, nobody = StaffingStates.styles
    assert style_of(StaffingStates(day).marks(then))[ids.A] == full
    assert style_of(StaffingStates(day + dt.timedelta(days=1)).marks(then))[ids.A] == nobody


def test_branches_tell_own_joint_and_none_apart(plan, ids):
    marks = BranchStates().marks(plan)
    own, joint, none = BranchStates.styles
    assert style_of(marks) == {ids.A: own, ids.B: none, ids.C: joint, ids.D: none}
    # B, two grids without a shape, and the villages, of which the scheme asks a branch too
    [whole] = total(plan).to_dict("records")
    none = whole["must_branch"] - whole["own_branch"] - whole["joint_branch"]
    assert counts(marks) == {"legend-branches-own": 1, "legend-branches-joint": 1, "legend-branches-none": 6}
    assert (whole["own_branch"], whole["joint_branch"], none) == (1, 1, 6)


@pytest.mark.parametrize(
    ("households", "name"),
    [
        *((0, "under"), (299, "under"), (300, "lower-half"), (400, "lower-half"), (401, "upper-half")),
        *((500, "upper-half"), (501, "over"), (750, "over"), (751, "far-over")),
    ],
)
def test_workload_measures_households_by_the_standard(plan, ids, households, name):
    buildings = plan.tables["buildings"].assign(households=[households, 0, 0])
    marks = WorkloadStates().marks(Plan(plan.scheme, {**plan.tables, "buildings": buildings}))
    assert style_of(marks)[ids.A] == WorkloadStates.styles[WorkloadStates.names.index(name)]
    assert style_of(marks)[ids.B] == palette.NOT_ASKED


@pytest.mark.parametrize(
    ("households", "name"), [(0, "half"), (500, "half"), (501, "within"), (1000, "within"), (1001, "over")]
)
def test_the_load_of_a_worker_is_measured_by_the_limit(plan, ids, households, name):
    buildings = plan.tables["buildings"].assign(households=[households, 0, 0])
    marks = WorkerLoad().marks(Plan(plan.scheme, {**plan.tables, "buildings": buildings}))
    seen = style_of(marks)
    assert seen[ids.A] == WorkerLoad.styles[WorkerLoad.names.index(name)]
    assert seen[ids.B] == palette.NOT_ASKED
    assert seen[ids.C] == seen[ids.D] == WorkerLoad.styles[-1]  # part-time only, and nobody


def test_a_worker_of_two_grids_carries_the_households_of_both(plan, ids):
    one = plan.tables["assignments"]
    full = one[one["grid"] == ids.A]
    two = pd.concat([full, full.assign(grid=ids.C).set_index(full.index + 100)]).sort_index()
    buildings = plan.tables["buildings"].assign(households=[400, 601, 0])
    both = Plan(plan.scheme, {**plan.tables, "assignments": two, "buildings": buildings})
    load = dict(zip(both.ids.tolist(), busiest_shares(both).tolist(), strict=True))
    assert load[ids.A] == load[ids.C] == 1.001
    assert load[ids.D] == -1


def test_the_layer_goes_by_the_limit_that_is_most_used_up(plan, ids):
    one = plan.tables["assignments"]
    full = one[one["grid"] == ids.A]
    two = pd.concat([full, full.assign(grid=ids.C).set_index(full.index + 100)]).sort_index()
    few = plan.tables["buildings"].assign(households=[1, 1, 0])

    def seen(most_grids: int, on: dt.date | None = None) -> str:
        limit = replace(plan.scheme.limits["worker_grids"], value=most_grids)
        scheme = replace(plan.scheme, limits={**plan.scheme.limits, "worker_grids": limit})
        marks = WorkerLoad(on).marks(Plan(scheme, {**plan.tables, "assignments": two, "buildings": few}))
        return WorkerLoad.names[WorkerLoad.styles.index(style_of(marks)[ids.C])]

    assert [seen(most) for most in (4, 3, 2, 1)] == ["half", "within", "within", "over"]
    assert seen(2, dt.date(1990, 1, 1)) == ("within" if (two["from_date"] == "").all() else "nobody")


def test_density_is_residents_by_area(plan, ids):
    def classes(residents: int) -> int:
        buildings = plan.tables["buildings"].assign(residents=[residents, 0, 0])
        marks = Density().marks(Plan(plan.scheme, {**plan.tables, "buildings": buildings}))
        assert style_of(marks)[ids.B] == palette.NOT_ASKED
        return int(marks.style[marks.key.tolist().index(ids.A)])

    # A is 400 by 200 metres, 0.08 square kilometres.
    assert [classes(n) for n in (0, 39, 40, 159, 160, 399, 400, 799, 800)] == [0, 0, 1, 1, 2, 2, 3, 3, 4]


def test_every_layer_comes_once_and_every_theme_is_some_of_them():
    keys = [layer.key for layer in every_layer()]
    assert len(keys) == len(set(keys))
    for theme in THEMES:
        assert [key for key in keys if key in {layer.key for layer in layers_of(theme)}] == [
            layer.key for layer in layers_of(theme)
        ]


def test_a_reference_is_drawn_as_it_is_whatever_the_plan(plan, ground):
    shapes = np.array([Point(500_010, 3_500_010), LineString([(500_000, 3_500_000), (500_900, 3_500_000)]),
                       ground(8, 0, 9, 1)], dtype=object)  # fmt: skip
    layer = ReferenceLayer(shapes, 5)
    for shown in (plan, Plan(load_scheme())):
        marks = layer.marks(shown)
        assert style_of(marks) == {0: layer.point, 1: layer.line, 2: layer.line}
        assert counts(marks) == {"legend-reference-shapes": 2, "legend-reference-points": 1}
    assert layer.marks(plan, (500_000, 3_500_005, 500_100, 3_500_100)).key.tolist() == [0]
    assert (layer.line, layer.point) == palette.REFERENCES[1]


def test_states_of_a_scheme_that_asks_nothing_are_empty(plan):
    nothing = plan.scheme.text.replace("worker = { required = true", "worker = { required = false")
    from gridmap.model.scheme import parse_scheme

    quiet = Plan(parse_scheme(nothing), dict(plan.tables))
    marks = StaffingStates().marks(quiet)
    assert len(marks) == 0 and set(counts(marks).values()) == {0}


def test_the_micro_scheme_shows_workers_of_grids_and_households_of_micro_grids(make_plan, rows, ids, ground):
    city = make_plan({**rows, 21: ("m", "", "micro", ids.C, ground(4, 0, 8, 4))})
    plan = Plan(load_scheme("micro"), dict(city.tables))
    assert ids.C in StaffingStates().marks(plan).key and 21 not in StaffingStates().marks(plan).key
    assert WorkloadStates().marks(plan).key.tolist() == [21]
    assert 21 in GridKinds().marks(plan).key and ids.C not in GridKinds().marks(plan).key


# ---- findings ----------------------------------------------------------------------------------------------------


def test_findings_are_drawn_by_class_the_gravest_on_top(plan, ids, ground):
    where = ground(0, 0, 1, 1)
    findings = [
        Finding("gap", "error", grids=(ids.VILLAGE,), where=where),
        Finding("sliver", "error", where=where),
        Finding("no-worker", "error", grids=(ids.D,), where=where),
        Finding("missing-shape", "error", grids=(ids.LEDGER,)),
        Finding("no-secretary", "warning", branches=(1,), where=where),
        Finding("joint-branch-only", "notice", grids=(ids.C,), where=where),
    ]
    marks = FindingsLayer(findings).marks(plan)
    assert marks.key.tolist() == [2, 1, 0]
    assert [marks.styles[number] for number in marks.style] == [
        palette.FINDINGS["people"],
        palette.FINDINGS["ground"],
        palette.FINDINGS["gap"],
    ]
    assert counts(marks) == {
        "legend-findings-gap": 1,
        "legend-findings-ground": 2,
        "legend-findings-people": 1,
        "legend-findings-unplaced": 1,
        "legend-findings-others": 2,
    }
    assert len(FindingsLayer(findings, ("error", "warning", "notice")).marks(plan)) == 5


def test_every_finding_of_a_check_is_in_the_legend(plan):
    found = run_checks(plan).open
    numbers = counts(FindingsLayer(found).marks(plan))
    numbers.pop("legend-findings-unplaced", None)
    assert sum(numbers.values()) == len(found) > 5


def test_a_plan_without_errors_says_so(plan):
    assert counts(FindingsLayer().marks(plan)) == {"legend-findings-none": None}


# ---- surroundings ------------------------------------------------------------------------------------------------


def test_roads_lie_lowest_rank_first_and_unknown_ranks_are_streets(plan):
    marks = Roads().marks(plan)
    assert marks.key.tolist()[-1] == 2
    assert style_of(marks)[3] == style_of(marks)[1] == palette.ROAD["street"]
    assert Roads("motorway").marks(plan).key.tolist() == [2]
    assert list(counts(Roads("motorway").marks(plan))) == ["legend-road-motorway"]


def test_a_great_water_is_named_before_villages_a_small_one_after(plan):
    marks = Water().marks(plan)
    weight = dict(zip(marks.label.tolist(), marks.weight.tolist(), strict=True))
    villages = Names().marks(plan).weight
    assert weight["大江"] > villages.min() > weight["小塘"]
    assert style_of(marks) == {1: palette.GREAT_WATER, 2: palette.CANAL, 3: palette.WATER}


def test_buildings_that_would_be_specks_are_left_out(plan, ground):
    import geopandas as gpd

    houses = gpd.GeoDataFrame({"households": [1]}, geometry=[ground(1, 1, 1.2, 1.2)], index=[1])  # 20 m by 20 m
    shown = Plan(plan.scheme, {**plan.tables, "buildings": houses})
    assert len(Buildings().marks(shown, None, 6.0)) == 1
    assert len(Buildings().marks(shown, None, 7.0)) == 0
    assert Buildings().marks(shown, None, 7.0).legend.entries == ()


def test_exempt_areas_are_counted(plan):
    assert counts(ExemptAreas().marks(plan)) == {"legend-exempt": 2}


def test_departments_have_a_line_each_and_their_crossings_are_ground(plan, ids):
    """A grid of the police over a quarter of each grid of the village, and one of the environment over all of it."""
    import geopandas as gpd

    from layers.departments import DepartmentCrossings, Departments

    base = plan.shape(ids.VILLAGE)
    west, south, east, north = base.bounds
    cut = shapely.box(west, south, west + (east - west) / 4, north)
    rows = gpd.GeoDataFrame(
        {"department": ["公安", "公安", "<b>环保</b>"], "name": ["西", "东", "全"]},
        geometry=[base & cut, base - cut, base],
        index=[1, 2, 3],
    )
    crossed = Plan(plan.scheme, {**plan.tables, "department_grids": rows})
    marks = Departments().marks(crossed)
    assert marks.key.tolist() == [1, 2, 3] and len(set(style_of(marks).values())) == 2
    said = [(entry.words.zh, entry.count, entry.form) for entry in marks.legend.entries]
    assert said == [("公安", 2, "line"), ("<b>环保</b>", 1, "line")]
    crossings = DepartmentCrossings().marks(crossed)
    assert len(crossings) == crossings.legend.entries[0].count > 0
    assert all(shapely.covers(base.buffer(1e-6), shape) for shape in crossings.shape)
    assert not len(Departments().marks(plan)) and not Departments().marks(plan).legend.entries
    assert not len(DepartmentCrossings().marks(plan)) and not DepartmentCrossings().marks(plan).legend.entries


def test_lines_and_points_may_be_marks(plan):
    water = pd.DataFrame({"name": ["a", "b"], "geometry": [Point(500_000, 3_500_000), LineString()]}, index=[1, 2])
    marks = Water().marks(Plan(plan.scheme, {**plan.tables, "water": water}))
    assert marks.key.tolist() == [1]


def test_the_theme_of_indicators_is_offered_where_anything_is_known_of_one():
    plan, _ = make_sample("town")
    assert "indicators" in themes_of(plan)
    without = Plan(plan.scheme, {name: frame for name, frame in plan.tables.items() if name != "facilities"})
    assert themes_of(without) == tuple(theme for theme in themes_of(plan) if theme != "indicators")
