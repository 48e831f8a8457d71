"""Rubbish of Qt's is let go in the window's thread, whichever thread happens to make many objects."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QObject

from gridmap.ground.placement import building_points
from gridmap.model.cycles import are_made_to_be_left_out, leave_out, left_out, soon_left_out
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from gridmap.people.staff_numbers import staff_numbers
from gridmap.project.project import Project
from gridmap.search import index as search_index
from gridmap.search import pinyin
from gridmap.search.index import SearchIndex
from sample_data.make import make_plan
from ui.look.place_box import places_of
from ui.panels.people.places import Places
from ui.session.cycles import CycleSearch
from ui.session.opening import Opening
from ui.session.session import Session


@pytest.fixture
def search_of_python() -> Iterator[None]:
    """Python's own search as it is outside of the tests, which keep it off."""
    was_on = gc.isenabled()
    gc.unfreeze()
    gc.collect()  # what other tests have left
    gc.enable()
    yield
    gc.enable() if was_on else gc.disable()
    gc.freeze()  # as the tests keep it


def rubbish(ended_in: list[int]) -> None:
    """Leave an object of Qt's behind that only a search for cycles finds, and note which thread ends it."""
    left = QObject()
    left.many = [[left] for _ in range(1000)]  # type: ignore[attr-defined]  # enough for a search to be due
    weakref.finalize(left, lambda: ended_in.append(threading.get_ident()))


def make_many_objects() -> None:
    """Make Python look for cycles of all ages, if it does so in this thread."""
    kept = [[[]] for _ in range(20_000)]
    assert len(kept) == 20_000


def in_another_thread() -> None:
    thread = threading.Thread(target=make_many_objects)
    thread.start()
    thread.join()


def test_a_thread_that_makes_many_objects_ends_none_of_qts(qapp, search_of_python):
    ended_in: list[int] = []
    search = CycleSearch()
    try:
        rubbish(ended_in)
        in_another_thread()
        assert not ended_in
        assert search.look() > 0
        assert ended_in == [threading.get_ident()]
        assert search.look() == 0, "nothing is due any more"
    finally:
        search.end()


def test_it_looks_by_itself_while_the_window_is_open(qapp, qtbot, search_of_python):
    ended_in: list[int] = []
    search = CycleSearch()
    try:
        rubbish(ended_in)
        make_many_objects()
        more: list[object] = []

        def has_ended() -> bool:
            more.extend([] for _ in range(500))  # what other tests let go of meanwhile is counted off
            return ended_in == [threading.get_ident()]

        qtbot.waitUntil(has_ended, timeout=10_000)
    finally:
        search.end()


def test_the_search_is_pythons_own_again_afterwards(qapp, search_of_python):
    search = CycleSearch()
    assert not gc.isenabled()
    search.end()
    assert gc.isenabled()
    gc.disable()
    CycleSearch().end()
    assert not gc.isenabled(), "as it was before"


@pytest.fixture
def search(qapp, search_of_python) -> Iterator[CycleSearch]:
    search = CycleSearch()
    yield search
    search.end()


def is_looked_through(one: object) -> bool:
    return any(other is one for other in gc.get_objects())


def test_what_the_program_is_made_of_is_never_looked_through_again(search):
    assert gc.get_freeze_count() > 10_000, "put away at once"
    read_ahead = [[[]] for _ in range(100_000)]
    assert is_looked_through(read_ahead)
    search.put_away()
    assert len(gc.get_objects()) < 1000
    for _ in range(3):
        search.take_up_again()
        search.look()
        assert len(gc.get_objects()) < 1000, "to look through everything is to look through what came since"
    assert len(read_ahead) == 100_000


def test_what_comes_later_is_never_put_away_however_much_of_it_comes(search):
    search.put_away()
    project = [[[]] for _ in range(100_000)]
    for _ in range(3):
        search.look()
        search.take_up_again()
    assert is_looked_through(project)


@pytest.mark.parametrize("look", ["look", "glance"])
def test_what_comes_by_the_ten_thousand_is_looked_through_as_it_comes_and_then_only_with_everything(search, look):
    search.put_away()
    ended_in: list[int] = []
    project = [[[]] for _ in range(9_000)]
    rubbish(ended_in)
    assert search.glance() == 0 and not ended_in, "little came"
    project += [[[]] for _ in range(31_000)]
    assert getattr(search, look)() > 0 and ended_in == [threading.get_ident()]
    young = [one for generation in (0, 1) for one in gc.get_objects(generation)]
    assert len(young) < 1000 and len(project) == 40_000
    assert any(one is project for one in gc.get_objects(2))


@pytest.mark.parametrize("is_owed", [True, False])
def test_who_never_leaves_the_window_is_not_left_with_the_rubbish(search, is_owed):
    search.put_away()
    told, ended_in = list[int](), list[int]()
    search.looked_through.connect(lambda: told.append(1))
    project = [[[]] for _ in range(60_000)]
    rubbish(ended_in)
    dialog = QObject()
    dialog.plan = [[dialog] for _ in range(1000)]  # type: ignore[attr-defined]
    gc.collect(1)
    assert ended_in == [threading.get_ident()] and not told
    weakref.finalize(dialog, lambda: ended_in.append(threading.get_ident()))
    del dialog
    gc.collect(1)
    assert len(ended_in) == 1, "it is old by now"
    if is_owed:
        search.take_up_again()
        search.look()
        assert told == [1]
        search.look()
        assert told == [1], "once"
    else:
        for _ in range(150):
            made = [[[]] for _ in range(800)]
            search.look()
            del made
        assert not told
    assert ended_in == 2 * [threading.get_ident()] and len(project) == 60_000


def shapes_of(plan: Plan) -> list[shapely.Geometry]:
    of_tables = [np.asarray(plan.tables[name]["geometry"]) for name, table in TABLES.items() if table.shape]
    return [one for column in (*of_tables, building_points(plan)) for one in column.tolist() if one is not None]


def test_the_shapes_of_a_project_are_not_looked_through_and_go_all_the_same(search, tmp_path):
    plan = make_plan("town", 2020)
    told = shapely.to_wkb(shapes_of(plan)).tolist()
    Project.create(tmp_path / "a.gpkg", plan).close()
    del plan
    with Project.open(tmp_path / "a.gpkg") as project:
        shapes = shapes_of(project.plan)
        assert len(shapes) > 1000
        assert not any(map(gc.is_tracked, shapes))
        assert shapely.to_wkb(shapes).tolist() == told
        alive = [weakref.ref(one) for one in shapes]
        del shapes
    del project
    assert not any(one() is not None for one in alive), "nobody looked for cycles"


def test_nor_are_those_of_a_plan_that_was_made_in_the_window(search, qtbot, tmp_path: Path):
    plan, session = make_plan("town", 2020), Session()
    assert any(map(gc.is_tracked, plan.all_shapes.tolist()))
    opening = Opening(session, lambda division: None)
    opening.create(tmp_path / "a.gpkg", lambda job: plan)
    qtbot.waitUntil(lambda: session.project is not None, timeout=60_000)
    assert not any(map(gc.is_tracked, shapes_of(session.plan)))
    session.close()


def test_without_a_window_shapes_are_left_as_they_are(qapp, search_of_python):
    assert all(map(gc.is_tracked, left_out(shapely.points(np.arange(8.0).reshape(4, 2)))))
    search = CycleSearch()
    assert not any(map(gc.is_tracked, left_out(shapely.points(np.arange(8.0).reshape(4, 2)))))
    search.end()
    assert all(map(gc.is_tracked, left_out(shapely.points(np.arange(8.0).reshape(4, 2)))))


def test_what_is_no_shape_is_passed_over(search):
    shapes = np.array([None, shapely.Point(1, 2), None, shapely.Point()], dtype=object)
    assert left_out(shapes) is shapes
    assert not any(map(gc.is_tracked, shapes.tolist()))
    assert shapes[1] == shapely.Point(1, 2)


def test_thousands_are_left_out_to_the_last(search):
    things = [[number] for number in range(5000)]
    leave_out(iter(things))
    assert not any(map(gc.is_tracked, things))


def test_the_dictionary_of_sounds_is_not_looked_through(search):
    from pypinyin.constants import PHRASES_DICT

    pinyin._segmenter.cache_clear()
    assert pinyin.syllables(["长江", "镇长"]) == [("chang", "jiang"), ("zhen", "zhang")]
    assert len(PHRASES_DICT) > 40_000
    assert not any(gc.is_tracked(sounds) or any(map(gc.is_tracked, sounds)) for sounds in PHRASES_DICT.values())


def long_ones_of_texts() -> list[object]:
    """Return long lists and sets that are looked through though nothing that they hold is."""
    found = [one for one in gc.get_objects() if isinstance(one, (list, set, frozenset)) and len(one) > 50]
    return [one for one in found if not any(map(gc.is_tracked, one))]


def test_long_lists_of_texts_that_stay_with_a_plan_are_not_looked_through(search):
    plan = make_plan("town", 2020)
    search.put_away()
    numbers, index = staff_numbers(plan), SearchIndex.of(plan)
    places = places_of(plan)
    offered = Places("任何地方", [name for _, name in places] * 20, [grid for grid, _ in places] * 20)
    gc.collect()
    assert len(numbers.numbers) > 50 and len(index) > 500 and offered.rowCount() > 50
    assert long_ones_of_texts() == []
    assert not gc.is_tracked(places) and not any(map(gc.is_tracked, places))
    assert index.find(places[0][1].strip())[0].id == places[0][0]


def test_the_letters_of_a_plan_are_laid_out_while_nobody_looks(search, monkeypatch):
    looks, spoken = [], search_index.syllables

    def look_meanwhile(*texts: object, **how: bool) -> list[tuple[str, ...]]:
        search.take_up_again()
        looks.append((are_made_to_be_left_out(), search.look()))
        return spoken(*texts, **how)

    monkeypatch.setattr(search_index, "syllables", look_meanwhile)
    SearchIndex.of(make_plan("town", 2020))
    assert looks and set(looks) == {(True, 0)}
    assert not are_made_to_be_left_out()


def test_nobody_looks_while_things_are_made_that_are_soon_left_out(search):
    search.put_away()
    ended_in: list[int] = []
    project = [[[]] for _ in range(60_000)]
    rubbish(ended_in)
    search.take_up_again()
    with soon_left_out():
        with soon_left_out():
            assert search.glance() == search.look() == 0
        assert search.glance() == search.look() == 0
        assert ended_in == []
    assert search.look() > 0
    assert ended_in == [threading.get_ident()] and len(project) == 60_000


def test_what_came_last_is_looked_through_before_it_is_put_away(search):
    ended_in: list[int] = []
    rubbish(ended_in)
    search.put_away()
    assert ended_in == [threading.get_ident()]
