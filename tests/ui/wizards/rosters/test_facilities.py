"""Lists of facilities through the wizard: the kind that the list does not give is chosen in the first step."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.window.main_window import MainWindow
from ui.wizards.rosters.rows_step import QUESTIONS
from ui.wizards.rosters.wizard import RosterWizard

from .conftest import Bring, bring_in, pick, to_rows, workbook


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


def test_a_word_that_the_scheme_has_not_is_said_once_and_known_in_the_next_list(
    qtbot: QtBot, window: MainWindow, bring: Bring, tmp_path: Path
) -> None:
    head = ("设施名称", "设施类型", "村（社区）", "网格名称")
    where = ("长江村", "第一网格")
    first = [("一队", "志愿小分队", *where), ("二队", "志愿小分队", *where), ("三站", "服务中心", *where)]
    wizard = to_rows(qtbot, bring(workbook(tmp_path / "一.xlsx", head, *first, title="名单")))
    questions = wizard.rows.questions
    assert wizard.lines.prepared.good == 0 and questions.open == 2  # nothing is guessed
    assert [questions.item(row, 0).text() for row in (0, 1)] == ["类型“志愿小分队”", "类型“服务中心”"]
    assert questions.item(0, 2).text() == "2 行未读入"
    answer(qtbot, wizard, 0, "volunteer_team")
    assert wizard.lines.prepared.good == 2 and questions.open == 1
    assert "“志愿小分队”按您所说归为“志愿服务队”（2 行）" in wizard.rows.noticed.toPlainText()
    assert not window.settings.facility_kinds  # not before the lists are in
    bring_in(qtbot, wizard)
    table = window.session.plan.tables["facilities"]
    assert table[["name", "kind"]].to_numpy().tolist() == [["一队", "volunteer_team"], ["二队", "volunteer_team"]]
    assert window.settings.facility_kinds == {"志愿小分队": "volunteer_team"}

    again = to_rows(qtbot, bring(workbook(tmp_path / "二.xlsx", head, ("四队", "志愿小分队", *where), title="名单")))
    questions = again.rows.questions
    assert again.lines.prepared.good == 1 and questions.open == 0
    assert questions.boxes[0].currentData() == "volunteer_team"
    answer(qtbot, again, 0, "council")
    bring_in(qtbot, again)
    assert window.session.plan.tables["facilities"]["kind"].tolist()[-1] == "council"
    assert window.settings.facility_kinds == {"志愿小分队": "council"}


def test_of_many_questions_the_first_have_their_boxes_at_once_and_the_others_soon(
    qtbot: QtBot, window: MainWindow, bring: Bring, tmp_path: Path
) -> None:
    head = ("设施名称", "设施类型", "村（社区）", "网格名称")
    rows = [(f"{number}站", f"站点{number}类", "长江村", "第一网格") for number in range(10, 30)]
    wizard = to_rows(qtbot, bring(workbook(tmp_path / "站.xlsx", head, *rows, title="名单")))
    questions, lines = wizard.rows.questions, wizard.lines
    assert lines is not None
    questions.show_questions(lines, window.session.privacy)
    assert (questions.rowCount(), len(questions.boxes)) == (20, 15)
    assert questions.item(19, 0).text() == "类型“站点29类”"
    qtbot.waitUntil(lambda: len(questions.boxes) == 20)
    assert all(questions.cellWidget(row, 1) is box for row, box in enumerate(questions.boxes))
    assert [box.accessibleName() for box in questions.boxes] == [questions.item(row, 0).text() for row in range(20)]
    answer(qtbot, wizard, 19, "council")
    assert wizard.lines is not None and wizard.lines.prepared.good == 1
    assert wizard.rows.questions.boxes[19].currentData() == "council", "the current row has its box at once"


def answer(qtbot: QtBot, wizard: RosterWizard, row: int, kind: str) -> None:
    """Choose a kind in the box of a question, and wait until the outcome is worked out anew."""
    wizard.rows.tabs.setCurrentIndex(QUESTIONS)
    box, lines = wizard.rows.questions.boxes[row], wizard.lines
    assert box.itemData(0) is None
    pick(qtbot, box, kind)
    qtbot.waitUntil(lambda: wizard.lines is not lines and not wizard.is_working, timeout=20_000)
