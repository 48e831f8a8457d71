"""The part of the demo that shows how files of an office are read: each with its sins, and all of it comes in right."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pyogrio
import pytest

from gridmap.edits import SetAttributes
from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.exchange.tables import read_tables
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from sample_data import office
from sample_data.make import make_plan
from ui.cli.office import FOLDER, PROJECT, furthest_m, must_be_nobodys_office, show_office_files
from ui.cli.terminal import Terminal


@pytest.fixture(scope="module")
def sample() -> Plan:
    return make_plan("town", 2020)


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> tuple[Path, str]:
    """Return the folder in which everything was left, and what was said."""
    out = tmp_path_factory.mktemp("office")
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        show_office_files(Terminal("en"), out, 2020)
    return out, said.getvalue()


@pytest.fixture(scope="module")
def brought(shown) -> Plan:
    with Project.open(shown[0] / PROJECT, read_only=True) as project:
        return project.plan


def staff(plan: Plan) -> list[tuple]:
    duties, workers = plan.tables["assignments"], plan.tables["workers"]
    codes = dict(zip(plan.ids.tolist(), plan.grids["code"], strict=True))
    return sorted(
        (workers["name"][row.worker], workers["phone"][row.worker], codes[row.grid], row.role, row.from_date)
        for row in duties.itertuples()
    )


def chain(plan: Plan) -> list[tuple]:
    """Return the branches of villages and grids: name, tier, the one above, secretary, joint, grids served."""
    table, links = plan.tables["branches"], plan.tables["branch_grids"]
    codes = dict(zip(plan.ids.tolist(), plan.grids["code"], strict=True))
    names = {0: "", **table["name"].to_dict()}
    return sorted(
        (row["name"], row["tier"], names[row["parent"]], row["secretary"], bool(row["joint"]),
         int(row["members"]) if row["tier"] == "grid" else 0,
         tuple(sorted(codes[grid] for grid in links["grid"][(links["branch"] == branch).to_numpy()])))
        for branch, row in table[table["tier"] != "building"].iterrows()
    )  # fmt: skip


def test_boundaries_agree_with_the_sample_s_once_the_datum_is_put_right(sample, brought, shown):
    assert sorted(brought.grids["code"]) == sorted(sample.grids["code"])
    assert furthest_m(sample, brought) < 0.001
    assert "shifted" in shown[1] or "GCJ-02" in shown[1]
    assert "64 grids came in" in shown[1]
    units = Plan(brought.scheme, {"grids": brought.grids[brought.ranks < 3]})
    with pytest.raises(BadInput) as caught:
        read_boundaries(units, shown[0] / FOLDER / office.GRIDS, ImportOptions(kind="grid"))
    assert caught.value.key.startswith("shifted-") and 400 < float(str(caught.value.values["metres"])) < 600


def test_every_worker_and_assignment_of_the_sample_comes_in(sample, brought):
    assert staff(brought) == staff(sample)
    assert len(brought.tables["workers"]) == len(sample.tables["workers"]) == 74


def test_the_chain_of_villages_and_grids_comes_in_with_joint_branches(sample, brought):
    assert chain(brought) == chain(sample)
    assert len(chain(brought)) == 83 and sum(joint for *_, joint, _, _ in chain(brought)) == 2


def test_no_identity_number_and_no_remark_on_health_is_in_the_project(shown, brought):
    [roster, *_] = read_tables(shown[0] / FOLDER / office.ROSTER)
    numbers = roster.cells[:, roster.columns.index("身份证号")].tolist()
    assert len(numbers) == 77 and all(len(number) == 18 for number in numbers)
    data = (shown[0] / PROJECT).read_bytes()
    assert not any(number.encode() in data for number in numbers)
    assert "慢性病".encode() not in data
    assert "77 cells were not read" in shown[1]


def test_the_files_have_the_sins_that_they_are_to_show(shown):
    folder = shown[0] / FOLDER
    table = (folder / office.GRIDS).with_suffix(".dbf").read_bytes()
    assert "网格编码".encode("gbk") in table and "网格编码".encode() not in table
    assert not (folder / office.GRIDS).with_suffix(".cpg").exists()
    assert pyogrio.read_info(folder / office.GRIDS, encoding="GBK")["crs"] == "EPSG:4490"  # and it is not
    [roster, *_] = read_tables(folder / office.ROSTER)
    assert {"rows-note-left-out", "rows-example-left-out", "rows-total-left-out", "rows-signature-left-out"} <= {
        problem.key for problem in roster.problems
    }
    phones = roster.cells[:, roster.columns.index("联系电话")].tolist()
    assert {" " in phone for phone in phones} == {True, False} and any("-" in phone for phone in phones)
    assert any(" " in name for name in roster.cells[:, roster.columns.index("姓名")].tolist())


def test_it_may_be_shown_again_but_nobody_s_work_is_replaced(shown, tmp_path):
    must_be_nobodys_office(shown[0] / PROJECT)
    mine = tmp_path / PROJECT
    mine.write_bytes((shown[0] / PROJECT).read_bytes())
    with Project.open(mine) as project:
        project.perform(SetAttributes("grids", (1,), {"name": "mine"}))
    with pytest.raises(BadInput, match="demo-project-there"):
        must_be_nobodys_office(mine)
