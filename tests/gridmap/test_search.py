"""Search: a name is found by characters, pinyin, initials, code and phone; the better match stands first."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import weakref

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from gridmap.model.making import change_between
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.model.wanted import GivenUp, while_wanted
from gridmap.search import index as search_index
from gridmap.search.index import FUZZY, INITIALS, SearchIndex, _Texts, worth_of_names
from gridmap.search.pinyin import syllables

TOWN, OTHER, VILLAGE, SCHOOL, TWIN = 1, 2, 3, 11, 12


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return a town with a village of two grids side by side, and a town that has nothing but its name."""
    rows = {
        TOWN: ("320582104", "乐余镇", "town", 0, box(0, 0, 200, 100)),
        OTHER: ("320582103", "锦丰镇", "town", 0, box(200, 0, 300, 100)),
        VILLAGE: ("320582104201", "长江村", "village", TOWN, box(0, 0, 200, 100)),
        SCHOOL: ("320582104201001", "长江村小学", "dedicated", VILLAGE, box(0, 0, 100, 100)),
        TWIN: ("320582104201002", "第一网格", "comprehensive", VILLAGE, box(100, 0, 200, 100)),
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["code", "name", "kind", "parent", "geometry"])
    people = pd.DataFrame(
        {"staff_number": ["0001", "0002"], "name": ["曾乐", "王小明"], "phone": ["11112345678", "111 9999 0000"]},
        index=[1, 2],
    )
    return Plan(
        load_scheme(),
        {
            "grids": gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4549"),
            "workers": people,
            "assignments": pd.DataFrame({"worker": [2], "grid": [TWIN], "role": ["full_time"]}, index=[1]),
            "branches": pd.DataFrame(
                {
                    "name": ["长江村党委", "李红军楼道党小组"],
                    "tier": ["village", "group"],
                    "secretary": ["李红", "王小明明"],
                },
                index=[1, 2],
            ),
            "zones": gpd.GeoDataFrame(
                {"name": ["临港红色片区"], "kind": ["zone"], "branch": [1]},
                geometry=[box(0, 0, 50, 50)],
                index=[7],
                crs="EPSG:4549",
            ),
            "branch_grids": pd.DataFrame({"branch": [1], "grid": [VILLAGE]}, index=[1]),
            "buildings": gpd.GeoDataFrame(
                {"door_plate": ["人民路12号", ""], "compound": ["人民新村", ""]},
                geometry=[Point(150, 50), Point(10, 10)],
                index=[1, 2],
                crs="EPSG:4549",
            ),
        },
    )


@pytest.fixture(scope="module")
def index(plan: Plan) -> SearchIndex:
    return SearchIndex.of(plan)


def found(index: SearchIndex, text: str) -> list[tuple[str, int]]:
    return [(hit.kind, hit.id) for hit in index.find(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("长江村", ("grid", VILLAGE)),
        ("changjiangc", ("grid", VILLAGE)),
        ("CJCXX", ("grid", SCHOOL)),
        ("320582104201002", ("grid", TWIN)),
        ("leyuzhen", ("grid", TOWN)),
        ("zengle", ("worker", 1)),  # 曾 is céng in other words
        ("wxm", ("worker", 2)),
        ("2345", ("worker", 1)),
        ("1119999", ("worker", 2)),  # typed without the blanks that stand in the file
        ("0002", ("worker", 2)),
        ("李红", ("branch", 1)),
        ("cjcdw", ("branch", 1)),
        ("人民路12", ("building", 1)),
        ("rml12h", ("building", 1)),
        ("人民新村", ("building", 1)),
        ("王小名", ("worker", 2)),
        ("xiaomin", ("worker", 2)),
        ("changgjiang", ("grid", VILLAGE)),
        ("１２号", ("building", 1)),
    ],
)
def test_what_is_meant_stands_first(index, text, first):
    assert found(index, text)[0] == first


def test_exact_stands_before_prefix_before_initials_before_alike(index):
    assert found(index, "长江村") == [("grid", VILLAGE), ("grid", SCHOOL), ("branch", 1)]
    exact, prefix, *_ = index.find("长江村")
    [initials, *_] = index.find("cjc")
    [alike, *_] = index.find("常江村小学")
    assert alike.id == SCHOOL
    assert exact.score > prefix.score > INITIALS >= initials.score > FUZZY >= alike.score > 0


def test_a_second_word_may_say_where(index):
    assert found(index, "第一 leyu") == [("grid", TWIN)]
    assert found(index, "第一 锦丰") == []
    assert found(index, "xiaoming 长江村") == [("worker", 2)]


def test_all_words_must_fit_and_one_must_name_the_thing(index):
    assert ("worker", 1) not in found(index, "wang 曾")
    assert found(index, "wang 曾") == []


def test_a_syllable_is_not_found_from_its_middle(index):
    assert found(index, "iang") == []


@pytest.mark.parametrize("text", ["", "   ", "\n", "zzzzzz", "'\"%_\\"])
def test_what_fits_nothing_finds_nothing(index, text):
    assert index.find(text) == []


def test_phones_are_masked_until_asked_for(index):
    [masked] = index.find("曾乐")
    [shown] = index.find("曾乐", privacy="internal")
    assert masked.detail.startswith("111****5678") and "2345" not in masked.detail
    assert shown.detail.startswith("11112345678")


def test_a_hit_says_which_grids_it_is_about(index):
    grids = {(hit.kind, hit.id): hit.grids for text in ("长江", "王", "曾", "人民") for hit in index.find(text)}
    assert grids["grid", VILLAGE] == grids["branch", 1] == (VILLAGE,)
    assert grids["worker", 2] == grids["building", 1] == (TWIN,)
    assert grids["worker", 1] == ()


@pytest.mark.parametrize("text", ["李红", "lihong", "lh"])
def test_a_branch_is_found_by_its_secretary_an_exact_match_first(index, text):
    assert found(index, text)[0] == ("branch", 1)


def test_who_is_called_so_stands_before_a_secretary_whose_name_begins_so(index):
    assert found(index, "王小明")[:2] == [("worker", 2), ("branch", 2)]


def test_a_secretary_is_masked_as_the_profile_says(index):
    [hit, *_] = index.find("李红", privacy="public")
    assert "李红" not in hit.title + hit.detail.replace("李红军", "")


def test_people_who_are_found_are_shown_all_at_once_each_as_the_profile_says(plan, monkeypatch):
    many = 40
    people = pd.DataFrame(
        {
            "name": [f"王{number}" for number in range(many)],
            "staff_number": [f"{number:06d}" for number in range(many)],
            "phone": [f"13812340{number:03d}" for number in range(many)],
        },
        index=range(1, many + 1),
    )
    index = SearchIndex(Plan(plan.scheme, {**plan.tables, "workers": people}))
    asked: list[int] = []
    for name in ("shown_names", "shown_numbers", "shown_phones"):
        shown = getattr(search_index, name)
        monkeypatch.setattr(search_index, name, lambda all_, how, shown=shown: asked.append(1) or shown(all_, how))
    found = {hit.title: hit.detail for hit in index.find("wang", 100, kinds=["worker"], privacy="internal")}
    assert found == {f"王{number}": f"13812340{number:03d}" + (" · 第一网格 · 长江村 · 乐余镇" if number == 1 else "")
                     for number in range(many)}  # fmt: skip
    assert len(asked) <= 4, "not once for each of them"
    public = index.find("wang", 100, kinds=["worker"], privacy="public")
    assert {hit.title for hit in public} == {"王*"} and len(public) == many
    assert index.find("李红", privacy="public", kinds=["branch"])[0].detail == "李* · 长江村 · 乐余镇"


def test_a_phone_is_known_by_its_last_four_digits(plan):
    workers = plan.tables["workers"]
    more = pd.DataFrame(
        {"staff_number": ["0003", "5678"], "name": ["钱一", "孙二"], "phone": ["11156780000", "11100000001"]},
        index=[3, 4],
    )
    index = SearchIndex.of(Plan(plan.scheme, {**plan.tables, "workers": pd.concat([workers, more])}))
    assert found(index, "5678") == [("worker", 4), ("worker", 1), ("worker", 3)]  # a number, an end, the middle
    assert "12345678" not in index.find("5678")[1].detail


@pytest.mark.parametrize("text", ["临港红色片区", "片区", "lghs"])
def test_a_zone_is_found_and_says_whose_it_is(index, text):
    [hit] = index.find(text, kinds=["zone"])
    assert (hit.kind, hit.id, hit.grids) == ("zone", 7, ())
    assert hit.detail.startswith("长江村党委")


def test_a_grid_of_a_department_is_found_by_name_and_code_and_says_whose_it_is(plan):
    rows = gpd.GeoDataFrame(
        {"department": ["公安"], "code": ["JW007"], "name": ["江畔警务区"]}, geometry=[None], index=[9], crs=plan.crs
    )
    index = SearchIndex.of(Plan(plan.scheme, {**plan.tables, "department_grids": rows}))
    for text in ("江畔警务", "jpjwq", "jw007"):
        [hit] = index.find(text, kinds=["department"])
        assert (hit.kind, hit.id, hit.title, hit.grids) == ("department", 9, "江畔警务区", ())
        assert hit.detail == "公安 · JW007"


def test_a_worker_leads_to_the_grids_of_the_day(plan):
    table = pd.DataFrame(
        {
            "worker": [2, 2],
            "grid": [SCHOOL, TWIN],
            "role": ["full_time"] * 2,
            "from_date": ["2020-01-01", "2026-01-01"],
            "until_date": ["2025-12-31", ""],
        },
        index=[1, 2],
    )
    moved = Plan(plan.scheme, {**plan.tables, "assignments": table})
    then, now = (SearchIndex.of(moved, day).find("0002")[0] for day in (dt.date(2025, 12, 31), dt.date(2026, 1, 1)))
    assert (then.grids, now.grids) == ((SCHOOL,), (TWIN,))


def test_no_more_than_asked_for_and_only_the_kinds_asked_for(index):
    assert len(index.find("长", limit=1)) == 1
    assert {hit.kind for hit in index.find("长江", kinds=["branch"])} == {"branch"}


def test_an_empty_plan_has_nothing_to_find():
    assert SearchIndex.of(Plan(load_scheme())).find("a") == []


def test_after_a_change_of_shapes_a_building_is_found_where_it_is_now(plan, index):
    school, twin = plan.shapes([SCHOOL, TWIN])
    grids = plan.grids.copy()
    grids.loc[[SCHOOL, TWIN], "geometry"] = [twin, school]
    moved = Plan(plan.scheme, {**plan.tables, "grids": grids})
    after = plan.apply(change_between(plan, moved, "swap"))
    assert SearchIndex.of(plan) is index
    [hit] = SearchIndex.of(after).find("人民路")
    assert hit.grids == (SCHOOL,)


def test_words_decide_how_a_character_sounds():
    assert syllables(["长江", "镇长", "3号楼B座"]) == [
        ("chang", "jiang"),
        ("zhen", "zhang"),
        ("3", "hao", "lou", "b", "zuo"),
    ]
    assert syllables(["单强", "简单"], people=True)[0][0] == "shan"


def test_a_plan_that_was_searched_in_goes_as_soon_as_nobody_has_it(plan):
    searched = Plan(plan.scheme, plan.tables)
    seen = weakref.ref(searched)
    assert SearchIndex.of(searched).find("a") is not None
    assert SearchIndex.of(searched) is SearchIndex.of(searched)
    del searched
    assert seen() is None, "kept by its own index until Python looks for cycles"


def test_an_index_that_nobody_wants_any_more_is_given_up_between_two_columns(plan):
    anew, asked = Plan(plan.scheme, dict(plan.tables)), []

    def ask() -> None:
        asked.append(1)
        if len(asked) > 6:
            raise GivenUp

    with while_wanted(ask), pytest.raises(GivenUp):
        SearchIndex.of(anew)
    assert SearchIndex.of(anew).find("cjc"), "and is made whole when it is asked for again"


def test_what_is_found_leads_to_its_grids(plan, index):
    def led(text: str, kind: str) -> list[tuple[int, int]]:
        table = {"grid": "grids", "worker": "workers", "branch": "branches", "building": "buildings"}[kind]
        rows, at = index.leads(text, (kind,))[kind]
        return list(zip(plan.tables[table].index[rows], plan.ids[at], strict=True))

    assert led("wxm", "worker") == [(2, TWIN)] and led("曾", "worker") == []  # who has no grid leads nowhere
    assert led("李红", "branch") == [(1, VILLAGE)]
    assert led("人民路", "building") == [(1, TWIN)]
    assert led("长江村", "grid") == [(VILLAGE, VILLAGE), (SCHOOL, SCHOOL)]  # the better match stands first


@pytest.mark.parametrize("text", ["长江", "cj", "changj", "小学 长江", "ü", "", "x", "江村"])
def test_names_that_stand_in_no_table_are_found_as_those_that_do(plan, index, text):
    names = plan.grids["name"].tolist()
    alone = worth_of_names(names, text)
    if text != "小学 长江":  # of two words one may name the place, which mere names have not
        assert alone.tolist() == index.worth(text, "grid").tolist()
    else:
        assert (alone > 0).tolist() == [name == "长江村小学" for name in names]
    assert len(worth_of_names([], text)) == 0


@pytest.mark.parametrize("texts", [["san", "asan", "", "sa"], ["san", "西sanš", "", "sa"], ["san", "𠮷san", "", "sa"]])
def test_letters_are_found_however_wide_they_are_held_and_never_for_another(texts: list[str]) -> None:
    held = _Texts(texts)
    for word in ("san", "sa", "an", "s", "š", "西", "𠮷", "sań", "\U00010073an", "n", "nx", "asan"):
        entry, first, whole = held.matches(word)
        found = {(at, texts[at].startswith(word), texts[at] == word) for at in range(len(texts)) if word in texts[at]}
        if len(word) == 1 and word.isascii():  # of one letter only those that begin with it
            found = {one for one in found if one[1]}
        got = set(zip(entry.tolist(), first.tolist(), whole.tolist(), strict=True))
        assert {at for at, *_ in got} == {at for at, *_ in found} and found <= got
        ending = [at for at, text in enumerate(texts) if text.endswith(word) and text != word]
        assert held.ending(word).tolist() == ending


def test_two_threads_that_ask_first_how_names_sound_do_not_import_past_each_other() -> None:
    #  the one is in the midst of importing the package when the other begins, with a part of it that the first needs
    script = """
import sys, threading
from importlib.abc import MetaPathFinder

half, other = threading.Event(), threading.Event()

class InBetween(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "pypinyin.core":
            half.set()
            other.wait(0.5)
        elif name == "pypinyin.seg.simpleseg":
            other.set()

sys.meta_path.insert(0, InBetween())
from gridmap.search.pinyin import syllables
found = []
threads = [threading.Thread(target=lambda: found.append(syllables(["长江路"]))) for _ in range(2)]
for thread in threads:
    thread.start()
    half.wait()
for thread in threads:
    thread.join()
assert found == [[("chang", "jiang", "lu")]] * 2, found
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
