"""A village full of people who are nobody, in every place where a project keeps a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import shapely

from gridmap.checks import run_checks
from gridmap.checks.registry import evidence_of
from gridmap.edits import AddWorker, AssignWorker, EndAssignment, ExemptGround, SetAttributes
from gridmap.edits.recording import AcceptFinding
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from gridmap.project.drafts import begin_draft
from gridmap.project.project import Project
from tests.ui.conftest import EAST, MIDDLE, NEIGHBOUR, STRAY, VILLAGE, WEST

USER = "shangguan.feifei"
DRAFT = "东门调整"

NAMES = frozenset(
    ("欧阳铁柱", "慕容晓燕", "Anna Kowalczyk", "司徒建国", "诸葛明亮", "夏侯淳风", "皇甫小二", "尉迟大海", USER)
)
PHONES = frozenset(("13911112222", "051258776655", "13733334444", "13655556666", "13577778888", "13999990000"))
NUMBERS = frozenset(("SN-48213", "SN-48214", "SN-48215", "SN-48216", "SN-48217"))
REMARK = "皇甫小二同意，电话 13999990000，工号 SN-48215"

HIDDEN = {"public": NAMES | PHONES | NUMBERS, "briefing": PHONES | NUMBERS, "internal": frozenset[str]()}
"""What an output of a profile must not hold."""

PEOPLE_RULES = frozenset(
    (
        "worker-over-grids", "shared-phone", "worker-without-grid", "assignment-unknown", "assignment-not-in-force",
        "no-secretary", "only-part-time-worker",
    )
)  # fmt: skip
"""What a check finds here that speaks of people; a rule about one person, about several, and about nobody known."""


def plan_with_people(plan: Plan) -> Plan:
    """Return a plan with a person in every role, and one in every text that somebody may write."""
    workers = pd.DataFrame(
        {
            "staff_number": ["SN-48213", "SN-48214", "SN-48215", "SN-48216"],
            "name": ["欧阳铁柱", "慕容晓燕", "Anna Kowalczyk", ""],
            "phone": ["13911112222", "139 1111-2222", "0512-58776655", ""],
        },
        index=[1, 2, 3, 4],
    )
    duties = [
        *((1, grid, "full_time", "2020-01-01", "") for grid in (VILLAGE, WEST, EAST, STRAY)),
        (2, MIDDLE, "part_time", "2020-01-01", ""),
        (2, NEIGHBOUR, "part_time", "2020-01-01", "2021-01-01"),
        (99, WEST, "part_time", "2020-01-01", ""),
    ]
    columns = ("worker", "grid", "role", "from_date", "until_date")
    assignments = pd.DataFrame(duties, columns=columns, index=range(1, len(duties) + 1))
    branches = plan.tables["branches"].copy()
    branches["secretary"] = ["慕容晓燕", "司徒建国 13733334444", ""]
    return Plan(
        plan.scheme, {**plan.tables, "workers": workers, "assignments": assignments, "branches": branches}
    ).apply(change_of(plan, "note", put={"grids": edited_rows(plan, "grids", [WEST], note=REMARK)}))


@pytest.fixture(scope="session")
def peopled(faulty_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with people in its tables, its history and its texts, and a draft of it.

    It is made once; whoever changes it takes a copy of its folder.
    """
    path = tmp_path_factory.mktemp("peopled") / "peopled.gpkg"
    with Project.create(path, plan_with_people(faulty_plan), who=USER) as project:
        project.perform(AddWorker("夏侯淳风", "13577778888", "SN-48217"))
        project.perform(AssignWorker(5, MIDDLE, "part_time", "2024-01-01"))
        [assignment] = project.plan.tables["assignments"].query("worker == 5").index
        project.perform(EndAssignment(int(assignment), "2024-06-30"))
        project.perform(ExemptGround(shapely.box(500_900, 3_500_300, 500_950, 3_500_350), VILLAGE, "lake", "", REMARK))
        finding = run_checks(project.plan, rules=["gap"]).open[0]
        reason = "诸葛明亮说可以，电话 13655556666，工号 SN-48213"
        accepted = AcceptFinding(
            finding.id, finding.rule, evidence_of(finding), "诸葛明亮", reason, dt.date(2024, 7, 1)
        )
        project.perform(accepted)
        draft = begin_draft(project, DRAFT)
    with Project.open(draft, who=USER) as other:
        other.perform(AssignWorker(3, MIDDLE, "full_time", "2024-01-01"))
        other.perform(AddWorker("尉迟大海"))
        other.perform(SetAttributes("grids", (MIDDLE,), {"name": "中网格"}))
    return path
