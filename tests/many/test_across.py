"""What concerns two files is found, and nothing else: codes, phones, workers, gaps and overlaps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import partial

import geopandas as gpd
import pytest
import shapely

from gridmap.many.across import crossings, linked
from gridmap.many.checking import Checked, Request, check_one
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from tests.many.conftest import notched, saved, town
from ui.outputs.findings.many import ManyReport, tell


def checked(paths):
    request = Request(partial(tell, "en", "briefing"), dt.date(2026, 6, 1))
    results = [check_one((str(path), request)) for path in paths]
    return [Checked(path, None, r["told"], r["facts"], str(path)) for path, r in zip(paths, results, strict=True)]


@pytest.fixture(scope="module")
def seen(crossed):
    return checked(crossed)


def test_three_faults_of_each_kind_are_found_and_nothing_else(seen):
    found = crossings(seen).found
    assert Counter(one.kind for one in found) == {"gap": 3, "overlap": 3, "code": 3, "worker": 3, "phone": 3}
    assert {(one.kind, one.files) for one in found if one.where} == {("gap", (0, 1)), ("overlap", (1, 2))}
    assert [round(one.area_m2, 3) for one in found if one.where] == [100.0] * 6
    assert {(one.codes, one.files) for one in found if one.kind == "code"} == {
        (("X-1",), (0, 1)), (("X-2",), (0, 1)), (("X-3",), (0, 2))
    }  # fmt: skip
    pairs = {tuple(name for _, name, _ in one.people) for one in found if one.kind == "phone"}
    assert pairs == {("丙", "丁"), ("甲0", "戊"), ("乙1", "己")}
    assert {one.people[0][1] for one in found if one.kind == "worker"} == {"重名0", "重名1", "重名2"}
    assert len({one.id(["A", "B", "C"]) for one in found}) == 15


def test_towns_that_meet_have_nothing_between_them(towns):
    assert crossings(checked(towns)).found == ()


def test_only_what_belongs_to_the_rules_asked_for_is_looked_for(seen):
    assert {one.kind for one in crossings(seen, ["gap", "no-worker"]).found} == {"gap"}
    assert {one.kind for one in crossings(seen, ["shared-phone"]).found} == {"phone", "worker"}
    assert crossings(seen, ["no-worker"]).found == ()


def test_files_with_other_coordinates_are_brought_to_those_of_the_first(tmp_path):
    plain = [town(0, notched(0, east=-10)), town(1)]
    moved = plain[1].scheme.text.replace("4549", "4550")
    assert moved != plain[1].scheme.text
    scheme = parse_scheme(moved, "moved")
    tables = {n: f.to_crs(4550) if isinstance(f, gpd.GeoDataFrame) else f for n, f in plain[1].tables.items()}
    found = crossings(checked(saved(tmp_path, plain[0], Plan(scheme, tables))))
    assert {one.kind for one in found.found} == {"gap"} and found.crs.to_epsg() == 4549
    assert sum(one.area_m2 for one in found.found) == pytest.approx(300.0, abs=0.3)


def test_a_copy_is_told_once_and_not_compared(seen, crossed):
    copy = Checked(crossed[0].with_name("copy.gpkg"), None, seen[0].told, seen[0].facts, seen[0].digest)
    found = crossings([*seen, copy])
    assert found.copies == ((3, 0),) and len(found.found) == 15


def test_ground_that_need_not_be_covered_is_no_gap_between_files(tmp_path):
    river = gpd.GeoDataFrame({"name": ["河"]}, geometry=[notched(1, west=-10).envelope], index=[1], crs="EPSG:4549")
    river.geometry = [notched(0, east=10).difference(notched(0))]
    first = town(0, notched(0, east=-10))
    river.geometry = [notched(0).difference(notched(0, east=-10))]
    with_river = Plan(first.scheme, {**first.tables, "exempt_areas": river})
    assert crossings(checked(saved(tmp_path, with_river, town(1)))).found == ()


def test_of_a_person_no_more_is_said_than_the_profile_shows(seen):
    found = crossings(seen)
    said = {profile: " ".join(map(ManyReport(seen, found, "en", profile).message_of, found.found)) for profile in
            ("public", "briefing", "internal")}  # fmt: skip
    assert "重名0" not in said["public"] and "重*" in said["public"] and "SN-" not in said["public"]
    assert "重名0" in said["briefing"] and "SN-0002" not in said["briefing"]
    assert "SN-0002" in said["internal"] and not any("1370000000" in words for words in said.values())


@pytest.mark.parametrize(
    ("boxes", "groups"),
    [
        ([], []),
        ([(0, 0, 1, 1)], []),
        ([(0, 0, 1, 1), (1.04, 0, 2, 1), (2.2, 0, 3, 1)], [[0, 1]]),  # side by side, a seam, and apart
        ([(9, 9, 10, 10), (0, 0, 1, 1), (10, 10, 11, 11), (0, 1, 1, 2)], [[0, 2], [1, 3]]),
        # One in the middle of four bars that touch at the corners: +-+ around .
        ([(4, 4, 5, 5), (0, 0, 9, 1), (0, 8, 9, 9), (0, 1, 1, 8), (8, 1, 9, 8)], [[0, 1, 2, 3, 4]]),
        ([(0, 0, 1, 1), (5, 0, 6, 1), (0.5, 0.5, 5.5, 0.6)], [[0, 1, 2]]),  # the third links the others
    ],
)
def test_files_that_lie_apart_from_all_others_are_left_out(boxes, groups):
    assert linked(boxes) == groups


def test_an_island_of_another_file_in_a_ring_of_grids_is_compared_though_it_touches_none(tmp_path):
    """Four towns of one file around a hole, in which a town of another lies.

    +-----------+
    |   +---+   |
    |   |[ ]|   |
    |   +---+   |
    +-----------+
    """
    around = shapely.box(500_000, 3_500_000, 500_900, 3_500_900)
    hole = shapely.box(500_300, 3_500_300, 500_600, 3_500_600)
    island = shapely.box(500_400, 3_500_400, 500_500, 3_500_500)
    found = crossings(checked(saved(tmp_path, town(0, around - hole), town(1, island)))).found
    assert [(one.kind, one.files, round(one.area_m2)) for one in found] == [("gap", (0, 1), 90_000 - 10_000)]


def test_files_far_from_one_another_are_compared_by_codes_and_people_alone(seen, crossed, monkeypatch):
    far = [
        replace(one, facts={**one.facts, "box": [number * 1e6, 0.0, number * 1e6 + 900, 900.0]})
        for number, one in enumerate(seen)
    ]
    monkeypatch.setattr("gridmap.many.across.tiling", None)  # not called
    assert Counter(one.kind for one in crossings(far).found) == {"code": 3, "worker": 3, "phone": 3}
