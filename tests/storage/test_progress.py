"""Opening and copying tell how far they are and can be given up; nothing is left behind, and the next time is well."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from gridmap.model.wanted import GivenUp, while_wanted
from gridmap.project.project import Project

GRIDS = 25


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of a row of grids, of which four are read and two pages copied at a time."""
    monkeypatch.setattr("gridmap.storage.geopackage._AT_ONCE", 4)
    monkeypatch.setattr("gridmap.storage.file._COPIED_AT_ONCE", 2)
    ids = list(range(1, GRIDS + 1))
    grids = gpd.GeoDataFrame(
        {"code": [f"320582100201{i:03d}" for i in ids], "kind": "comprehensive", "parent": 0, "name": ""},
        index=ids,
        geometry=[box(552_000 + 100 * i, 3_526_000, 552_100 + 100 * i, 3_526_100) for i in ids],
        crs="EPSG:4549",
    )
    Project.create(tmp_path / "row.gpkg", Plan(load_scheme("city"), {"grids": grids})).close()
    return tmp_path / "row.gpkg"


def test_an_opening_tells_of_pieces_and_can_be_given_up_at_each(file: Path, tmp_path: Path) -> None:
    told: list[float] = []
    with Project.open(file, progress=lambda done, of: told.append(done / of)) as project:
        ids, shapes = project.plan.ids.tolist(), project.plan.all_shapes
    assert told == sorted(told)
    assert told[-1] == 1
    assert len({share for share in told if share < 1}) > GRIDS // 4
    for at in (0, len(told) // 2, len(told) - 1):
        left = [at]

        def give_up(done: int, of: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise GivenUp

        with pytest.raises(GivenUp):
            Project.open(file, progress=give_up)
        assert [one.name for one in tmp_path.iterdir()] == ["row.gpkg"]
    with Project.open(file) as project:
        assert not project.read_only
        assert project.plan.ids.tolist() == ids
        assert all(one.equals_exact(other) for one, other in zip(project.plan.all_shapes, shapes, strict=True))


def test_a_copy_tells_of_pieces_and_leaves_what_was_there_when_it_is_given_up(file: Path, tmp_path: Path) -> None:
    there = tmp_path / "copy.gpkg"
    with Project.open(file) as project:
        told: list[float] = []
        project.file.copy_to(there, overwrite=True, draft=None, progress=lambda done, of: told.append(done / of))
        assert told == sorted(told)
        assert len(told) > 3
        assert told[-1] == 1
        before = there.read_bytes()
        for most in (0, len(told) // 2, len(told)):  # the last time is when it is about to take its place
            left = [most]

            def ask(left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise GivenUp

            with pytest.raises(GivenUp), while_wanted(ask):
                project.save_copy(there, overwrite=True)
            assert there.read_bytes() == before
            assert sorted(one.name for one in tmp_path.iterdir()) == [".row.gpkg.lock", "copy.gpkg", "row.gpkg"]
