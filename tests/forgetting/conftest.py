"""A village with somebody to forget: on the list, in the history, in notes, as a secretary, in two drafts."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from gridmap.edits import AddWorker, AssignWorker, EndAssignment, PutRows, SetAttributes
from gridmap.model.plan import Plan
from gridmap.project.drafts import begin_draft
from gridmap.project.project import Project
from tests.drafts.conftest import A, B, C, village_plan

NAME, PHONE, NUMBER = "赵小虎", "0512-58123456", "ZJG-00417"
LONGER = "赵小虎子"
"""Somebody else, whose name begins with that of the person."""


def change_rows(project: Project, table: str, ids: list[int], **values: object) -> None:
    rows = project.plan.tables[table].loc[ids].copy()
    for column, value in values.items():
        rows[column] = value
    project.perform(PutRows("import", put={table: rows}))


def tell_a_story(project: Project) -> int:
    """Do edits that name the person in every way, and return the id of the worker."""
    project.perform(AddWorker("赵大虎", "13800002222", "ZJG-0041"))
    worker = project.plan.next_id("workers") - 1
    change_rows(project, "workers", [worker], name=NAME, phone=PHONE, staff_number=NUMBER)
    project.perform(AssignWorker(worker, A, "part_time", "2020-02-01"))
    project.perform(SetAttributes("grids", (A,), {"note": f"找{NAME}，电话 {PHONE}（工号{NUMBER}）；{LONGER}也可以"}))
    project.perform(SetAttributes("grids", (B,), {"name": "第二网格（改）"}))
    change_rows(project, "branches", [2], secretary=NAME)
    project.perform(AddWorker(LONGER, "13800003333", "ZJG-00418"))
    assignment = int(project.plan.tables["assignments"].index[-1])
    project.perform(EndAssignment(assignment, "2021-05-31"))
    project.undo()
    change_rows(project, "workers", [worker], phone="0512-58120000")
    project.perform(SetAttributes("grids", (C,), {"note": "05125812 0000 是谁的"}))
    project.undo()
    project.undo()
    return worker


TRACES = (NAME, "赵大虎", PHONE, "0512-58120000", "05125812 0000", "13800002222", NUMBER)
"""What must be nowhere afterwards; the longer name holds the first, and is taken out before one looks."""


def everything_in(path: Path) -> bytes:
    """Return the bytes of a file, and after them what its compressed and escaped parts say."""
    data = [path.read_bytes()]
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for details, change in connection.execute("SELECT details, change FROM gridmap_journal"):
            data.append(json.dumps(json.loads(details), ensure_ascii=False).encode())
            if change is not None:
                end = 4 + int.from_bytes(change[:4], "little")
                data.append(zlib.decompress(change[4:end]))
    return b"\n".join(data)


def traces_in(folder: Path) -> list[tuple[str, str, str]]:
    """Return what is still found of the person in the files of a folder, in whatever encoding."""
    found = []
    for path in sorted(folder.iterdir()):
        data = everything_in(path) if path.suffix == ".gpkg" else path.read_bytes()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "unicode-escape"):
            rest = data.replace(LONGER.encode(encoding), b"")
            found += [(path.name, trace, encoding) for trace in TRACES if trace.encode(encoding) in rest]
    return found


@pytest.fixture
def plan() -> Plan:
    return village_plan()


def make_project(folder: Path, plan: Plan) -> Path:
    """Write a project in which the person is worker no. 6, with two drafts: from the beginning, and from the end."""
    with Project.create(folder / "city.gpkg", plan, who=NAME) as project:
        early = begin_draft(project, "early")
        assert tell_a_story(project) == 6
        late = begin_draft(project, "late")
        with Project.open(late, who="tester") as draft:
            change_rows(draft, "workers", [6], phone="0512-58120000")
            draft.perform(SetAttributes("grids", (B,), {"name": "方案里的第二网格"}))
            draft.perform(SetAttributes("grids", (C,), {"note": f"问 {NAME}"}))
        with Project.open(early, who="tester") as draft:
            draft.perform(SetAttributes("grids", (C,), {"name": "第三网格（方案）"}))
    return folder / "city.gpkg"


@pytest.fixture
def project(tmp_path: Path, plan: Plan) -> Iterator[Project]:
    """Return that project, alone with its drafts in a folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    with Project.open(make_project(folder, plan), who="officer") as project:
        yield project


def people(plan: Plan) -> pd.DataFrame:
    return plan.tables["workers"][["staff_number", "name", "phone"]]
