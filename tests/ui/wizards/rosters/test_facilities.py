"""Lists of facilities through the wizard: the kind that the list does not give is chosen in the first step."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.window.main_window import MainWindow

from .conftest import Bring, bring_in, workbook


def test_facilities_of_which_the_list_gives_no_kind_get_the_one_that_is_chosen(
    qtbot: QtBot, window: MainWindow, bring: Bring, tmp_path: Path
) -> None:
    head = ("设施名称", "村（社区）", "网格名称", "志愿者人数", "联系电话")
    rows = [("一队", "长江村", "第一网格", "40", "13800000001"), ("二队", "长江村", "第二网格", "30", "")]
    wizard = bring(workbook(tmp_path / "队伍.xlsx", head, *rows, title="队伍清单"))
    files = wizard.files
    assert files.kind.isVisible() and files.crs.isVisible() and files.kind.accessibleName()
    files.kind.setCurrentIndex(files.kind.findData("volunteer_team"))
    files.kind.activated.emit(files.kind.currentIndex())
    bring_in(qtbot, wizard)
    table = window.session.plan.tables["facilities"]
    assert table[["name", "kind", "people", "phone"]].to_numpy().tolist() == [
        ["一队", "volunteer_team", 40, ""],
        ["二队", "volunteer_team", 30, ""],
    ]
    window.actions_by_key["undo"].trigger()
    assert not len(window.session.plan.tables["facilities"])
