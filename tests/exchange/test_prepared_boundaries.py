"""What came of reading boundaries is known before anything is stored: rows, what is gone, what might be said."""

from __future__ import annotations

import dataclasses
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridmap.edits import ExemptGround, PutRows, SetAttributes
from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.boundary_prepare import ImportBoundaries, prepare_boundaries
from gridmap.figures.statistics import breakdown
from gridmap.model.errors import BadInput
from gridmap.model.making import edited_rows
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.project.project import Project
from ui.words.messages import message_of

UPDATE = ImportOptions("comprehensive", existing="replace")


def write(frame: gpd.GeoDataFrame, file):
    frame.to_file(file)
    return file


def states(prepared) -> dict[str, str]:
    return dict(zip(prepared.rows["code"], prepared.rows["state"], strict=True))


def changes(prepared) -> dict[str, tuple[str, ...]]:
    return dict(zip(prepared.rows["code"], prepared.rows["changes"], strict=True))


@pytest.fixture
def grids_plan(village_plan, place, tmp_path) -> Plan:
    """Two villages with their eight grids."""
    return place.imported(village_plan, write(place.grids(), tmp_path / "first.gpkg"), "comprehensive").plan


def check_told(prepared) -> list[str]:
    """Return the keys of what was told, each with a sentence in both languages."""
    for problem in prepared.problems:
        for language in ("zh", "en"):
            assert not message_of(problem, language).startswith(f"{problem.key} ")
    return [problem.key for problem in prepared.problems]


# ---- the outcome before it is stored ---------------------------------------------------------------------------------


def test_what_is_shown_is_what_is_stored_and_the_plan_stays_as_it_is(village_plan, place, tmp_path):
    file = write(place.grids(), tmp_path / "g.gpkg")
    prepared = prepare_boundaries(village_plan, [file], ImportOptions("comprehensive"))
    assert len(village_plan.ids) == 2 and prepared.good == 8 and prepared.bad == 0
    after = village_plan.apply(ImportBoundaries((file,), ImportOptions("comprehensive"), prepared).change(village_plan))
    rows = prepared.rows
    assert (rows["state"] == "new").all() and rows["row"].tolist() == list(range(1, 9))
    assert after.codes(rows["grid"]) == rows["code"].tolist()
    assert after.codes(after.grids.loc[rows["grid"], "parent"]) == rows["parent_code"].tolist()
    assert shapely.equals(np.asarray(rows.geometry.array), after.shapes(rows["grid"])).all()
    assert rows.crs == village_plan.crs


def test_files_on_top_of_each_other_are_one_step_and_one_undo(place, tmp_path):
    files = [write(place.villages(), tmp_path / "v.gpkg"), write(place.grids(), tmp_path / "g.gpkg")]
    options = (ImportOptions("village"), ImportOptions("comprehensive"))
    with Project.create(tmp_path / "p.gpkg", Plan(load_scheme())) as project:
        prepared = prepare_boundaries(project.plan, files, options)
        assert prepared.rows["file"].tolist() == [0] * 2 + [1] * 8
        assert set(prepared.rows["parent_code"][2:]) == {"320582100201", "320582100202"}
        project.perform(ImportBoundaries(tuple(files), options, prepared))
        assert len(project.plan.ids) == 10 and len(project.history()) == 1
        assert project.history()[0].values["file"] == "v.gpkg, g.gpkg" and project.history()[0].values["count"] == 10
        project.undo()
        assert len(project.plan.ids) == 0


def test_it_is_worked_out_again_if_the_plan_is_another(village_plan, grids_plan, place, tmp_path):
    file = write(place.grids(), tmp_path / "g.gpkg")
    prepared = prepare_boundaries(village_plan, [file], UPDATE)
    assert len(ImportBoundaries((file,), UPDATE, prepared).change(grids_plan).rows) == 0


def test_work_that_is_cancelled_stops_where_it_is(village_plan, place, tmp_path):
    class Stopped(Exception):
        pass

    told = []

    def progress(done, of):
        told.append((done, of))
        if done >= 4:
            raise Stopped

    file = write(place.grids(), tmp_path / "g.gpkg")
    with pytest.raises(Stopped):
        prepare_boundaries(village_plan, [file], ImportOptions("comprehensive"), progress)
    assert [of for _, of in told] == [10] * len(told) and len(told) > 2
    told.clear()
    prepare_boundaries(village_plan, [file], ImportOptions("comprehensive"), lambda *step: told.append(step))
    assert told == sorted(told) and told[-1] == (10, 10)


def test_rows_that_are_left_out_have_their_reason_and_those_to_look_at_theirs(village_plan, place, tmp_path):
    frame = place.grids()
    frame.loc[1, "网格编码"] = "x"
    frame.loc[2, "geometry"] = None
    frame.loc[3, "网格编码"] = "320582100999001"
    frame.loc[3, "geometry"] = place.square(9, 9)
    frame.loc[5, "网格编码"] = frame.loc[4, "网格编码"]
    prepared = prepare_boundaries(village_plan, [write(frame, tmp_path / "g.gpkg")], ImportOptions("comprehensive"))
    rows = prepared.rows
    assert rows["state"].tolist()[:6] == ["new", "new", "doubtful", "doubtful", "new", "left_out"]
    assert rows["reason"].tolist()[:6] == ["", "", "shape-missing", "parent-not-found", "", "code-twice"]
    assert prepared.counts["left_out"] == 1 and prepared.counts["doubtful"] == 2


def test_rows_that_are_united_are_one_grid(village_plan, place, tmp_path):
    frame = place.grids()
    frame.loc[1, ["网格编码", "网格名称"]] = frame.loc[0, ["网格编码", "网格名称"]].tolist()
    prepared = prepare_boundaries(village_plan, [write(frame, tmp_path / "g.gpkg")], ImportOptions("comprehensive"))
    first, second = prepared.rows.iloc[0], prepared.rows.iloc[1]
    assert first["grid"] == second["grid"] and second["state"] == "new" and second["reason"] == "row-united"
    assert prepared.counts["united"] == 1 and first.geometry.area == 2_000_000


# ---- columns ---------------------------------------------------------------------------------------------------------


def test_every_column_says_what_it_was_taken_for_and_why(village_plan, place, tmp_path):
    frame = place.grids().rename(columns={"网格名称": "网格的名称"}).assign(户数=100, 身份证号="x", 其他="y", 空=None)
    [taken] = prepare_boundaries(
        village_plan, [write(frame, tmp_path / "g.gpkg")], ImportOptions("comprehensive")
    ).files
    assert [(c.header, c.field, c.why) for c in taken.columns] == [
        ("网格编码", "code", "word"),
        ("网格的名称", "name", "like"),
        ("户数", "households", "word"),
        ("身份证号", "", "private"),
        ("其他", "", "unknown"),
    ]


def test_a_column_can_be_taken_for_something_else_and_that_is_remembered_for_files_of_its_shape(
    village_plan, place, tmp_path
):
    frame = place.grids().rename(columns={"网格编码": "甲列", "网格名称": "乙列"}).assign(编号=range(8))
    file = write(frame, tmp_path / "g.gpkg")
    said = ImportOptions("comprehensive", columns={"甲列": "code", "乙列": "name", "编号": ""})
    prepared = prepare_boundaries(village_plan, [file], said)
    [taken] = prepared.files
    assert taken.mapping == {"甲列": "code", "乙列": "name", "编号": ""} and prepared.counts["new"] == 8
    assert {column.why for column in taken.columns} == {"chosen"}
    again = ImportOptions("comprehensive", mappings={taken.fingerprint: taken.mapping})
    other = write(frame, tmp_path / "next-month.gpkg")
    remembered = prepare_boundaries(village_plan, [other], again)
    assert remembered.rows["code"].tolist() == prepared.rows["code"].tolist()
    assert remembered.rows["name"].tolist() == prepared.rows["name"].tolist()


def test_a_field_that_there_is_not_is_refused_at_once(village_plan, place, tmp_path):
    file = write(place.grids(), tmp_path / "g.gpkg")
    with pytest.raises(BadInput, match="import-field-unknown"):
        prepare_boundaries(village_plan, [file], ImportOptions("comprehensive", columns={"网格编码": "codes"}))


# ---- people ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def peopled(place, tmp_path):
    workers = ["张建国", "李秀英", "王芳", "刘伟", "陈静", "杨洋", "赵敏", "周杰"]
    phones = [f"138000000{n:02d}" for n in range(8)]
    branches = ["城东网格党支部", "城东网格党支部", "城西网格党支部", "城西网格党支部"] * 2
    frame = place.grids().assign(专职网格员=workers, 联系电话=phones, 网格党支部=branches)
    return write(frame, tmp_path / "people.gpkg")


def test_columns_of_people_are_offered_and_never_dropped_without_a_word(village_plan, peopled):
    prepared = prepare_boundaries(village_plan, [peopled], ImportOptions("comprehensive"))
    [taken] = prepared.files
    assert [(c.header, c.field) for c in taken.offered] == [
        ("专职网格员", "person:full_time"), ("联系电话", "phone:full_time"), ("网格党支部", "branch:grid"),
    ]  # fmt: skip
    [suggestion] = prepared.suggestions
    assert suggestion.key == "people" and suggestion.values["columns"] == ["专职网格员", "联系电话", "网格党支部"]
    assert not len(village_plan.apply(prepared.change).tables["workers"])


def test_people_come_in_with_the_grids_in_the_same_step_if_asked_for(place, village_plan, peopled, tmp_path):
    with Project.create(tmp_path / "p.gpkg", village_plan) as project:
        options = ImportOptions("comprehensive", people=True)
        project.perform(ImportBoundaries((peopled,), options))
        plan = project.plan
        worker = plan.tables["workers"]
        at = dict(zip(plan.tables["assignments"]["worker"], plan.tables["assignments"]["grid"], strict=True))
        named = {name: plan.codes([at[row]])[0] for row, name in zip(worker.index, worker["name"], strict=True)}
        assert named["张建国"] == "320582100201001" and named["周杰"] == "320582100202004" and len(named) == 8
        assert worker["phone"].tolist()[0] == "13800000000"
        assert sorted(plan.tables["branches"]["name"]) == ["城东网格党支部", "城西网格党支部"]
        assert len(plan.tables["branch_grids"]) == 8 and len(project.history()) == 1
        project.undo()
        assert not len(project.plan.tables["workers"]) and len(project.plan.ids) == 2


def test_a_user_may_say_which_column_is_of_whom(village_plan, place, tmp_path):
    file = write(place.grids().assign(负责=["张建国"] * 8), tmp_path / "g.gpkg")
    options = ImportOptions("comprehensive", columns={"负责": "person:full_time"}, people=True)
    prepared = prepare_boundaries(village_plan, [file], options)
    assert [c.field for c in prepared.files[0].columns] == ["code", "name", "person:full_time"]
    assert len(village_plan.apply(prepared.change).tables["assignments"]) == 8


def test_declared_households_count_where_no_building_says_more(village_plan, place, tmp_path):
    frame = place.grids().assign(户数=range(100, 108), 人口=300)
    prepared = prepare_boundaries(village_plan, [write(frame, tmp_path / "g.gpkg")], ImportOptions("comprehensive"))
    plan = village_plan.apply(prepared.change)
    level = plan.scheme.level("village")

    def households(of: Plan) -> list[int]:
        return breakdown(of, level).rows["households"].tolist()

    first, second = households(plan)[:2]
    assert first + second == sum(range(100, 108))
    inside = shapely.Point(place.east + 500, place.north + 500)  # in the first grid, which declares 100
    building = gpd.GeoDataFrame(
        {"door_plate": ["1号"], "compound": [""], "households": [7], "residents": [20]},
        index=pd.Index([1], name="id"), geometry=[inside], crs=plan.crs,
    )  # fmt: skip
    plan = plan.apply(PutRows("add", put={"buildings": building}).change(plan))
    assert sum(households(plan)[:2]) == first + second - 100 + 7


# ---- update ----------------------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(grids_plan, place, tmp_path):
    prepared = prepare_boundaries(grids_plan, [write(place.grids(), tmp_path / "g.gpkg")], UPDATE)
    assert set(states(prepared).values()) == {"same"} and prepared.counts["same"] == 8 and not prepared.change
    assert not len(prepared.gone)


def test_rings_that_begin_elsewhere_or_run_the_other_way_are_the_same_shape(grids_plan, place, tmp_path):
    frame = place.grids()
    frame["geometry"] = [shapely.Polygon([*s.exterior.coords[2:], *s.exterior.coords[1:3]]) for s in frame.geometry]
    frame.loc[0, "geometry"] = frame.geometry[0].reverse()
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    assert set(states(prepared).values()) == {"same"} and not prepared.change


def test_what_changed_is_told_by_name_shape_figures_and_parent(grids_plan, place, tmp_path):
    frame = place.grids().assign(户数=0, 上级=[f"32058210020{1 + n % 4 // 2}" for n in range(8)])
    frame.loc[0, "网格名称"] = "新名"
    frame.loc[1, "geometry"] = place.square(1, 0, 1, 0.5)
    frame.loc[2, "户数"] = 300
    frame.loc[3, "上级"] = "320582100201"
    frame.loc[4, ["网格名称", "户数"]] = ["又一新名", 200]
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    codes = frame["网格编码"].tolist()
    assert [states(prepared)[code] for code in codes] == [
        "renamed", "changed", "changed", "doubtful", "renamed", "same", "same", "same",
    ]  # fmt: skip
    assert [changes(prepared)[code] for code in codes[:5]] == [
        ("name",), ("shape",), ("figures",), ("parent",), ("name", "figures"),
    ]  # fmt: skip
    after = grids_plan.apply(prepared.change)
    assert len(after.ids) == len(grids_plan.ids)
    assert after.grids["name"].tolist().count("新名") == 1


def test_a_grid_is_known_by_its_code_then_by_its_name_within_its_parent_then_by_its_place(grids_plan, place, tmp_path):
    frame = place.grids()
    frame.loc[0, ["网格名称", "geometry"]] = ["别名", place.square(0, 0, 0.5, 0.5)]  # by code
    frame.loc[1, ["网格编码", "geometry"]] = ["320582100201077", place.square(1, 0, 0.5, 0.5)]  # by name
    frame.loc[4, ["网格编码", "网格名称"]] = ["320582100201088", "城东"]  # by place
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    assert prepared.rows["known_by"].tolist()[:5] == ["code", "name", "code", "code", "place"]
    assert check_told(prepared) == ["known-by-name", "known-by-place"]
    assert not len(prepared.gone)
    after = grids_plan.apply(prepared.change)
    ids = grids_plan.ids_with_codes(["320582100201002", "320582100201003"])
    assert sorted(after.codes(ids)) == ["320582100201077", "320582100201088"]
    retired = after.tables["retired_codes"]
    assert dict(zip(retired["code"], retired["reason"], strict=True)) == {
        "320582100201002": "→ 320582100201077",
        "320582100201003": "→ 320582100201088",
    }


def test_names_of_two_villages_are_not_confused(grids_plan, place, tmp_path):
    frame = place.grids().iloc[[0]].assign(网格编码="320582100201050", 网格名称="第3网格")  # that of the other village
    frame["geometry"] = [place.square(0, 0, 0.4, 0.4)]
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    assert prepared.rows["known_by"].tolist() == [""] and prepared.rows["state"].tolist() == ["new"]


def test_half_of_a_grid_that_was_split_is_not_the_whole(grids_plan, place, tmp_path):
    frame = place.grids().iloc[[0, 0]].assign(网格编码=["320582100201051", "320582100201052"], 网格名称=["东", "西"])
    frame["geometry"] = [place.square(0, 0, 0.6, 1), place.square(0.6, 0, 0.4, 1)]
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    assert prepared.rows["known_by"].tolist() == ["", ""]
    assert grids_plan.codes(prepared.gone)[0] == "320582100201001"


def test_without_codes_a_file_gives_the_grids_that_it_shows_their_own_codes_back(grids_plan, place, tmp_path):
    frame = place.grids().drop(columns="网格编码").assign(上级=[f"32058210020{1 + n % 4 // 2}" for n in range(8)])
    frame.loc[0, "网格名称"] = "改过的名"
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    assert prepared.rows["code"].tolist() == place.grids()["网格编码"].tolist()
    assert prepared.rows["known_by"].tolist() == ["place", *["name"] * 7]
    assert prepared.counts["same"] == 7 and not len(prepared.gone)


def test_unless_it_is_an_update_a_grid_of_another_code_is_new_and_the_likeness_is_told(grids_plan, place, tmp_path):
    frame = (
        place.grids().iloc[[0, 1]].assign(网格编码=["320582100201051", "320582100201052"], 网格名称=["第1网格", "新"])
    )
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], ImportOptions("comprehensive"))
    assert prepared.rows["state"].tolist() == ["doubtful"] * 2 and prepared.rows["before"].tolist() == [0, 0]
    assert check_told(prepared) == ["looks-like-by-name", "looks-like-by-place"]
    assert len(grids_plan.apply(prepared.change).ids) == len(grids_plan.ids) + 2


def test_a_parent_that_a_file_does_not_tell_stays_what_it_is(grids_plan, place, tmp_path):
    frame = place.grids().iloc[[0]]
    frame["geometry"] = [place.square(40, 40)]
    grid = int(grids_plan.ids_with_codes(["320582100201001"])[0])
    moved = edited_rows(grids_plan, "grids", [grid], code="甲")
    plan = grids_plan.apply(PutRows("x", put={"grids": moved}).change(grids_plan))
    prepared = prepare_boundaries(plan, [write(frame.assign(网格编码="甲"), tmp_path / "g.gpkg")], UPDATE)
    assert prepared.refused is not None  # most values are no codes
    frame = frame.assign(网格编码=["甲"], 名=["x"])
    both = pd.concat([frame, place.grids().iloc[1:4]])
    prepared = prepare_boundaries(plan, [write(both, tmp_path / "h.gpkg")], UPDATE)
    after = plan.apply(prepared.change)
    assert after.value(grid, "parent") == plan.value(grid, "parent")


# ---- gone ------------------------------------------------------------------------------------------------------------


def test_what_is_gone_is_listed_below_the_parents_of_which_the_file_speaks(grids_plan, place, tmp_path):
    frame = place.grids().iloc[[0, 1, 4]]  # of the first village only, without its fourth grid
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    assert grids_plan.codes(prepared.gone) == ["320582100201004"] and not len(prepared.retired)
    assert prepared.counts["gone"] == 1 and prepared.counts["retired"] == 0
    assert len(grids_plan.apply(prepared.change).ids) == len(grids_plan.ids)


def test_where_files_only_add_nothing_is_gone(grids_plan, place, tmp_path):
    frame = (
        place.grids()
        .iloc[[0]]
        .assign(网格编码="320582100201050", 网格名称="新", geometry=[place.square(0, 0, 0.2, 0.2)])
    )
    file = write(frame.set_crs(place.crs, allow_override=True), tmp_path / "g.gpkg")
    assert not len(prepare_boundaries(grids_plan, [file], ImportOptions("comprehensive")).gone)
    assert len(prepare_boundaries(grids_plan, [file], UPDATE).gone) == 4


def test_two_files_of_one_village_together_leave_nothing_behind(grids_plan, place, tmp_path):
    halves = [write(place.grids().iloc[part], tmp_path / f"{part.start}.gpkg") for part in (slice(0, 4), slice(4, 8))]
    assert not len(prepare_boundaries(grids_plan, halves, UPDATE).gone)
    assert len(prepare_boundaries(grids_plan, halves[:1], UPDATE).gone) == 4


def test_a_row_that_is_left_out_is_not_gone(grids_plan, place, tmp_path):
    frame = place.grids()
    frame.loc[0, "网格编码"] = "3.20582E+14"
    grid = int(grids_plan.ids_with_codes(["320582100201002"])[0])
    plan = grids_plan.apply(SetAttributes("grids", (grid,), {"locked": True}).change(grids_plan))
    prepared = prepare_boundaries(plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    assert prepared.rows["state"].tolist()[:2] == ["left_out", "left_out"]
    assert prepared.rows["reason"].tolist()[:2] == ["code-precision-lost", "grid-locked"]
    assert not len(prepared.gone)


def test_what_is_gone_is_retired_only_on_request_with_what_refers_to_it(grids_plan, place, peopled, tmp_path):
    plan = grids_plan.apply(prepare_boundaries(grids_plan, [peopled], dataclasses.replace(UPDATE, people=True)).change)
    locked = int(plan.ids_with_codes(["320582100201003"])[0])
    plan = plan.apply(SetAttributes("grids", (locked,), {"locked": True}).change(plan))
    file = write(place.grids().iloc[[0, 1]], tmp_path / "g.gpkg")
    prepared = prepare_boundaries(plan, [file], dataclasses.replace(UPDATE, retire_gone=True))
    assert plan.codes(prepared.gone) == ["320582100201003", "320582100201004"]
    assert plan.codes(prepared.retired) == ["320582100201004"] and "gone-but-locked" in check_told(prepared)
    after = plan.apply(prepared.change)
    gone = int(prepared.retired[0])
    assert gone not in after.ids and gone not in after.tables["assignments"]["grid"].tolist()
    assert gone not in after.tables["branch_grids"]["grid"].tolist()
    retired = after.tables["retired_codes"]
    assert retired["code"].tolist() == ["320582100201004"] and retired["reason"].tolist() == ["g.gpkg"]
    assert len(after.tables["workers"]) == 8  # people stay


def test_what_lay_below_a_grid_that_goes_belongs_to_the_one_that_holds_it_now(grids_plan, place, tmp_path):
    #  villages 201 | 202 become one, 201
    frame = place.villages().iloc[[0]]
    frame["geometry"] = [place.square(0, 0, 4, 2)]
    options = ImportOptions("village", existing="replace", retire_gone=True)
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "v.gpkg")], options)
    after = grids_plan.apply(prepared.change)
    village = int(after.ids_with_codes(["320582100201"])[0])
    assert len(after.children(village)) == 8 and not len(after.ids_with_codes(["320582100202"]))


def test_exempt_ground_follows_and_what_nobody_holds_now_belongs_to_nobody(grids_plan, place, tmp_path):
    #  village 202 goes, and 201 gets the western half of its ground with the lake there
    lake = ExemptGround(place.square(2.2, 0.2, 0.3, 0.3), int(grids_plan.ids_with_codes(["320582100202"])[0]), "lake")
    plan = grids_plan.apply(lake.change(grids_plan))
    frame = place.villages().iloc[[0]]
    frame["geometry"] = [place.square(0, 0, 3, 2)]
    options = ImportOptions("village", existing="replace", retire_gone=True)
    after = plan.apply(prepare_boundaries(plan, [write(frame, tmp_path / "v.gpkg")], options).change)
    village = int(after.ids_with_codes(["320582100201"])[0])
    assert after.tables["exempt_areas"]["parent"].tolist() == [village]
    belongs = dict(zip(after.grids["code"], after.parents.tolist(), strict=True))
    assert belongs["320582100202001"] == village and belongs["320582100202002"] == 0


def test_rows_far_from_where_the_crs_holds_are_to_be_looked_at(village_plan, place, tmp_path):
    frame = place.grids().iloc[:2].to_crs(4490)
    frame.loc[1, "geometry"] = shapely.transform(frame.geometry[1], lambda xy: xy + np.array([9.0, 0.0]))
    prepared = prepare_boundaries(village_plan, [write(frame, tmp_path / "g.gpkg")], ImportOptions("comprehensive"))
    assert prepared.rows["reason"].tolist() == ["", "outside-crs-area"]
    assert prepared.rows["state"].tolist() == ["new", "doubtful"]


# ---- refusals and suggestions ----------------------------------------------------------------------------------------


def test_a_file_that_is_refused_says_so_beside_the_others_and_nothing_is_stored(village_plan, place, tmp_path):
    good = write(place.grids(), tmp_path / "g.gpkg")
    bad = tmp_path / "bad.geojson"
    bad.write_text("{", encoding="utf-8")
    options = ImportOptions("comprehensive")
    prepared = prepare_boundaries(village_plan, [good, bad], options)
    assert prepared.good == 8 and prepared.refused is prepared.files[1].refused
    with pytest.raises(BadInput, match="file-unreadable"):
        ImportBoundaries((good, bad), options, prepared).change(village_plan)


def test_of_a_file_that_is_refused_the_columns_are_there_to_be_corrected(village_plan, place, tmp_path):
    frame = place.grids().rename(columns={"网格编码": "乙", "网格名称": "编号"})  # the name stands where a code should
    file = write(frame, tmp_path / "g.gpkg")
    prepared = prepare_boundaries(village_plan, [file], ImportOptions("comprehensive"))
    [taken] = prepared.files
    assert taken.refused.key == "codes-not-of-scheme" and prepared.good == 0 and prepared.bad == 8
    assert set(prepared.rows["reason"]) == {"codes-not-of-scheme"} and taken.place.crs == "EPSG:4549"
    assert [(column.header, column.field) for column in taken.columns] == [("乙", ""), ("编号", "code")]
    assert shapely.equals(np.asarray(prepared.rows.geometry.array), np.asarray(frame.geometry.array)).all()
    said = ImportOptions("comprehensive", columns={"乙": "code", "编号": "name"})
    assert prepare_boundaries(village_plan, [file], said).counts["new"] == 8
    lost = ImportOptions("comprehensive", columns={"乙": "", "编号": ""})
    [taken] = prepare_boundaries(village_plan, [file], lost).files
    assert taken.refused.key == "code-column-missing" and taken.suggestions[0].options == {"number": True}
    assert [column.header for column in taken.columns] == ["乙", "编号"]


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("made", "key"),
    [
        (lambda frame: frame.set_crs(None, allow_override=True), "crs"),
        (lambda frame: frame.to_crs(4528).set_crs(4549, allow_override=True), "crs"),
        (lambda frame: frame.set_crs(4528, allow_override=True), "crs"),
        (lambda frame: frame.to_crs(4527).set_crs(4528, allow_override=True), "crs"),
        (lambda frame: frame.to_crs(3857).set_crs(4549, allow_override=True), "crs"),
        (lambda frame: frame.to_crs(4528).set_crs(3857, allow_override=True), "crs"),
        (lambda frame: frame.set_crs(4326, allow_override=True), "crs"),
        (lambda frame: frame.to_crs(4326).set_crs(4549, allow_override=True), "crs"),
        (lambda frame: frame.set_geometry(shapely.transform(frame.geometry, lambda xy: xy[:, ::-1])), "swapped"),
        (lambda frame: frame.to_crs(4548).set_crs(4549, allow_override=True), "shifted"),
        (lambda frame: frame.to_crs(32651).set_crs(4549, allow_override=True), "shifted"),
    ],
    ids=[
        "nothing said", "zone under none", "none under zone", "another zone", "web map under Gauss-Kruger",
        "zone under web map", "metres under degrees", "degrees under metres", "swapped", "meridian beside", "UTM",
    ],
)  # fmt: skip
def test_following_what_is_suggested_puts_a_file_where_it_belongs(village_plan, place, tmp_path, made, key):
    file = tmp_path / "g.gpkg"
    made(place.grids()).to_file(file)
    options = ImportOptions("comprehensive")
    prepared = prepare_boundaries(village_plan, [file], options)
    pressing = [one for one in prepared.suggestions if one.pressing]
    assert prepared.refused is not None and pressing[0].key == key
    for language in ("zh", "en"):
        assert not message_of(prepared.refused, language).startswith(f"{prepared.refused.key} ")
    followed = prepare_boundaries(village_plan, [file], dataclasses.replace(options, **pressing[0].options))
    assert followed.refused is None and followed.counts["new"] == 8
    there = np.asarray(followed.rows.geometry.array)
    assert shapely.hausdorff_distance(there, np.asarray(place.grids().geometry.array)).max() < 0.001


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_crs_that_is_suggested_says_where_the_file_would_lie(village_plan, place, tmp_path):
    file = tmp_path / "g.gpkg"
    place.grids().to_crs(4528).set_crs(None, allow_override=True).to_file(file)
    [suggestion] = prepare_boundaries(village_plan, [file], ImportOptions("comprehensive")).suggestions
    assert suggestion.values["crs"] == "EPSG:4528"
    assert suggestion.values["lon"] == pytest.approx(120.57, abs=0.01)
    assert suggestion.values["lat"] == pytest.approx(31.86, abs=0.01)


def test_a_wrong_shift_can_be_denied(village_plan, place, tmp_path):
    file = tmp_path / "g.gpkg"
    place.grids().to_crs(4548).set_crs(4549, allow_override=True).to_file(file)
    options = ImportOptions("comprehensive")
    [shifted] = prepare_boundaries(village_plan, [file], options).suggestions
    denied = prepare_boundaries(village_plan, [file], dataclasses.replace(options, **shifted.otherwise))
    assert denied.refused is None and denied.good == 8


def test_grids_that_are_there_already_suggest_an_update(grids_plan, place, tmp_path):
    file = write(place.grids(), tmp_path / "g.gpkg")
    [suggestion] = prepare_boundaries(grids_plan, [file], ImportOptions("comprehensive")).suggestions
    assert suggestion.key == "update" and suggestion.values == {"count": 8} and not suggestion.pressing


def test_where_a_file_lies_and_which_zone_fits_is_said(empty_plan, place, tmp_path):
    file = write(place.villages(), tmp_path / "v.gpkg")
    [taken] = prepare_boundaries(empty_plan, [file], ImportOptions("village")).files
    assert (taken.place.crs, taken.crs) == ("EPSG:4549", "EPSG:4549")
    assert abs(taken.place.lon - 120.57) < 0.01 and abs(taken.place.lat - 31.86) < 0.01


def test_a_report_is_json_and_has_every_row_that_is_not_as_it_was(grids_plan, place, tmp_path):
    frame = place.grids().iloc[:7]
    frame.loc[0, "网格名称"] = "新名"
    prepared = prepare_boundaries(grids_plan, [write(frame, tmp_path / "g.gpkg")], UPDATE)
    report = json.loads(json.dumps(prepared.report(), ensure_ascii=False))
    [row] = report["rows"]
    assert (row["code"], row["state"], row["changes"], row["row"]) == ("320582100201001", "renamed", ["name"], 1)
    assert report["gone"] == [{"code": "320582100202004", "name": "第8网格", "kind": "comprehensive", "retired": False}]
    assert report["counts"]["same"] == 6 and report["files"][0]["columns"][0]["field"] == "code"


# ---- laws ------------------------------------------------------------------------------------------------------------


@st.composite
def updates(draw):
    """Draw which of eight grids a file has, and what is other of each: name, code, shape, no code, nothing."""
    kept = draw(st.lists(st.sampled_from(range(8)), min_size=1, max_size=8, unique=True))
    return [(grid, draw(st.sampled_from(("same", "name", "code", "shape", "bare", "both")))) for grid in kept]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(updates(), st.booleans())
def test_an_update_stored_once_leaves_nothing_to_store_and_one_undo_takes_it_back(
    grids_plan, place, tmp_path, file, retire
):
    frame = place.grids().iloc[[grid for grid, _ in file]].reset_index(drop=True)
    for row, (grid, what) in enumerate(file):
        if what in ("name", "both"):
            frame.loc[row, "网格名称"] = f"改名{grid}"
        if what in ("code", "both"):
            frame.loc[row, "网格编码"] = f"{frame.loc[row, '网格编码'][:12]}{grid + 101}"
        if what == "bare":
            frame.loc[row, "网格编码"] = None
        if what == "shape":
            frame.loc[row, "geometry"] = shapely.buffer(frame.geometry[row], -20, join_style="mitre")
    path = write(frame.set_crs(place.crs, allow_override=True), tmp_path / "update.gpkg")
    options = dataclasses.replace(UPDATE, retire_gone=retire, columns={"网格编码": "code"})
    prepared = prepare_boundaries(grids_plan, [path], options)
    rows, gone = prepared.rows, set(prepared.gone.tolist())
    assert prepared.refused is not None or (rows["before"] > 0).all()
    if prepared.refused is not None:
        return
    after = grids_plan.apply(prepared.change)
    parents = {int(grids_plan.value(int(grid), "parent")) for grid in rows["before"]}
    expected = {int(grid) for parent in parents for grid in grids_plan.children(parent)} - set(rows["before"].tolist())
    assert gone == expected and len(after.ids) == len(grids_plan.ids) - (len(gone) if retire else 0)
    again = prepare_boundaries(after, [path], options)
    assert not again.change and set(again.rows["known_by"]) <= {"code", "name", "place"}
    assert set(again.gone.tolist()) == (set() if retire else gone)
    assert after.apply(prepared.change.inverted()).same_content(grids_plan)
    used = set(after.grids["code"])
    assert not used & set(after.tables["retired_codes"]["code"])
