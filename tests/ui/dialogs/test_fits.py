"""Every dialog fits a screen of 1024 by 640, in both languages, and shows its controls whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from gridmap.edits import DeleteWorker, PutDepartment
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.people.loads import worker_loads
from tests.ui.seen import cut_or_covered
from ui.dialogs.add_worker import AddWorkerDialog, CorrectWorkerDialog
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.dialogs.bad_cells import BadCellsDialog
from ui.dialogs.base_map import BaseMapDialog
from ui.dialogs.branch import BranchDialog
from ui.dialogs.compound import CompoundDialog
from ui.dialogs.confirming import ConfirmEdit
from ui.dialogs.divide import DivideDialog
from ui.dialogs.end_assignment import EndAssignmentDialog
from ui.dialogs.export import ExportDialog
from ui.dialogs.facility import FacilityDialog
from ui.dialogs.forgetting import ForgetPerson
from ui.dialogs.help_window import HelpWindow
from ui.dialogs.keys_sheet import KeyGroup, KeyLine, KeysSheet
from ui.dialogs.link_branch import LinkBranchDialog
from ui.dialogs.merging import MergeBranchesDialog, MergeWorkersDialog
from ui.dialogs.move_buildings import MoveBuildingsDialog
from ui.dialogs.portfolios import AssignGridsDialog, EndAllDialog, HandOverDialog, StandInDialog, TransferDialog
from ui.dialogs.printing import PrintDialog
from ui.dialogs.samples import SamplesDialog
from ui.dialogs.set_attributes import SetAttributesDialog
from ui.dialogs.snap_department import SnapDialog, propose
from ui.dialogs.waiting import Waiting
from ui.dialogs.zone import ZoneDialog
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.settings import Settings
from ui.window.search_box import Palette
from ui.wizards.beginning.wizard import NewProjectWizard
from ui.wizards.boundaries.wizard import BoundariesWizard
from ui.wizards.rosters.choose_grid import ChooseGrid
from ui.wizards.rosters.wizard import RosterWizard

ROOM = QSize(1024, 600)
"""Of 1024 by 640, without the title bar that a system puts above a window."""

Made = Callable[[Desk, Words, Settings, QWidget], QDialog]


def of_kind(plan: Plan, kind: str) -> int:
    return int(plan.grids.index[plan.grids["kind"] == kind][0])


def forgetting(desk: Desk, words: Words, settings: Settings, window: QWidget) -> QDialog:
    asked = ForgetPerson(desk, words, int(desk.session.plan.tables["workers"].index[0]), window)
    asked.ask()
    return asked.box


def plan_of(desk: Desk) -> Plan:
    return desk.session.plan


def ids_of(desk: Desk, table: str, count: int) -> tuple[int, ...]:
    return tuple(plan_of(desk).tables[table].index[:count].tolist())


def busiest(desk: Desk) -> int:
    return int(worker_loads(plan_of(desk))["grids"].idxmax())


def namesake(desk: Desk, words: Words, window: QWidget) -> QDialog:
    dialog = AddWorkerDialog(desk.session, words, str(plan_of(desk).tables["workers"]["name"].iloc[0]), window)
    dialog.phone.setText("123")
    return dialog


def snapping(desk: Desk, words: Words, window: QWidget) -> QDialog:
    """A department of which some grids cross base grids, and one gets nothing."""
    plan = plan_of(desk)
    west, south, east, north = plan.shape(of_kind(plan, "town")).bounds
    half, speck = (west + east) / 2, shapely.box(west, south, west + 1, south + 1)
    grids = [shapely.box(west, south, half, north), shapely.box(half, south, east, north), speck]
    rows = gpd.GeoDataFrame(
        {"department": "公安", "name": ["西", "东", "角"]}, geometry=grids, index=[1, 2, 3], crs=plan.crs
    )
    change = PutDepartment("公安", rows).change(plan)
    return SnapDialog(desk.session, words, propose(plan.apply(change), "公安"), window)


DIALOGS: dict[str, Made] = {
    "snap-department": lambda desk, words, _, window: snapping(desk, words, window),
    "add-worker": lambda desk, words, _, window: AddWorkerDialog(desk.session, words, "", window),
    "assign-worker": lambda desk, words, _, window: AssignWorkerDialog(
        desk.session, words, of_kind(plan_of(desk), "comprehensive"), window
    ),
    "namesake": lambda desk, words, _, window: namesake(desk, words, window),
    "correct-worker": lambda desk, words, _, window: CorrectWorkerDialog(
        desk.session, words, ids_of(desk, "workers", 1)[0], window
    ),
    "assign-grids": lambda desk, words, _, window: AssignGridsDialog(
        desk.session, words, busiest(desk), tuple(plan_of(desk).ids[-9:].tolist()), window
    ),
    "transfer": lambda desk, words, _, window: TransferDialog(
        desk.session, words, busiest(desk), tuple(plan_of(desk).ids[-9:].tolist()), window
    ),
    "hand-over": lambda desk, words, _, window: HandOverDialog(desk.session, words, busiest(desk), window),
    "stand-in": lambda desk, words, _, window: StandInDialog(desk.session, words, busiest(desk), window),
    "end-all": lambda desk, words, _, window: EndAllDialog(desk.session, words, busiest(desk), window),
    "delete-worker": lambda desk, words, _, window: ConfirmEdit(
        desk.session, words, DeleteWorker(busiest(desk)), "worker-delete", {"name": "甲"}, window
    ),
    "merge-workers": lambda desk, words, _, window: MergeWorkersDialog(
        desk.session, words, ids_of(desk, "workers", 3), window
    ),
    "merge-branches": lambda desk, words, _, window: MergeBranchesDialog(
        desk.session, words, ids_of(desk, "branches", 2), window
    ),
    "branch": lambda desk, words, _, window: BranchDialog(
        desk.session, words, ids_of(desk, "branches", 9)[-1], 0, window
    ),
    "facility": lambda desk, words, _, window: FacilityDialog(
        desk.session, words, ids_of(desk, "facilities", 1)[0], window
    ),
    "compound": lambda desk, words, _, window: CompoundDialog(
        desk.session, words, of_kind(plan_of(desk), "village"), -1, window
    ),
    "zone": lambda desk, words, _, window: ZoneDialog(desk.session, words, ids_of(desk, "zones", 1)[0], window),
    "move-buildings": lambda desk, words, _, window: MoveBuildingsDialog(
        desk.session, words, ids_of(desk, "buildings", 3), window
    ),
    "bad-cells": lambda desk, words, _, window: BadCellsDialog(
        desk.session, words, 3, [(2, "电话", "77", Refused("phone-impossible", value="77"))], window
    ),
    "end-assignment": lambda desk, words, _, window: EndAssignmentDialog(
        desk.session, words, int(plan_of(desk).tables["assignments"].index[0]), window
    ),
    "link-branch": lambda desk, words, _, window: LinkBranchDialog(
        desk.session, words, of_kind(plan_of(desk), "comprehensive"), window
    ),
    "set-attributes": lambda desk, words, _, window: SetAttributesDialog(
        desk.session, words, [of_kind(plan_of(desk), "comprehensive")], window
    ),
    "divide": lambda desk, words, _, window: DivideDialog(
        desk.session, words, of_kind(plan_of(desk), "village"), lambda *_: None, window
    ),
    "export": lambda desk, words, _, window: ExportDialog(desk.session, words, "staffing", (), window),
    "print": lambda desk, words, _, window: PrintDialog(desk.session, words, "staffing", (), window),
    "forget": forgetting,
    "base-map": lambda _, words, settings, window: BaseMapDialog(settings, words, "own", window),
    "samples": lambda _, words, __, window: SamplesDialog(words, window),
    "help": lambda _, words, __, window: HelpWindow(words, window),
    "keys": lambda _, words, __, window: KeysSheet(words, [KeyGroup("A", (KeyLine("F1", "a"),))], window),
    "waiting": lambda _, words, __, window: Waiting(words("job-forgetting"), window),
    "search": lambda desk, words, _, window: Palette(desk.session, words, {}, window),
    "new-project": lambda desk, words, settings, window: NewProjectWizard(desk, words, settings, parent=window),
    "boundaries": lambda desk, words, settings, window: BoundariesWizard(desk, words, settings, (), window),
    "rosters": lambda desk, words, settings, window: RosterWizard(desk.session, words, settings, (), window),
    "choose-grid": lambda desk, words, _, window: ChooseGrid(plan_of(desk), words, "Minghu", (1, 2, 3), window),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_fits_the_smallest_screen(name: str, language: str, qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    dialog = DIALOGS[name](desk, Words(language), Settings(tmp_path / "settings.ini"), window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)
    qtbot.waitUntil(lambda: not desk.session.is_working, timeout=60_000)
    for size in (dialog.minimumSizeHint(), dialog.minimumSize(), dialog.size()):
        assert size.width() <= ROOM.width()
        assert size.height() <= ROOM.height()
    faults = cut_or_covered(dialog)
    dialog.reject()
    dialog.deleteLater()
    assert faults == []
