"""The frame of all wizards: steps in order by keys, slow work that can be given up, complaints where they belong."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot
from shiboken6 import getCppPointer, isValid

from gridmap.model.errors import BadInput
from ui.look.appearance import LIGHT
from ui.look.dressing import apply
from ui.look.words import Words
from ui.session.jobs import Job, left_alone
from ui.wizards.columns_table import ColumnsTable, ShownColumn
from ui.wizards.frame import Coming, Step, Wizard
from ui.words.messages import text


class NameStep(Step):
    key = "name"

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self.field = self.first = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)
        self.field.textChanged.connect(self.changed)

    def stands_in_the_way(self) -> str:
        return "" if self.field.text() else "no name"


class SlowStep(Step):
    """Waits for a gate before it goes on."""

    key = "slow"

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.error: Exception | None = None
        self.is_apart = False

    def forward(self, go: Callable[[], None]) -> None:
        begun, gate, error = self.begun, self.gate, self.error

        def work(job: Job) -> None:
            begun.set()
            gate.wait(10)
            job.step(0.5)
            if error is not None:
                raise error

        self.wizard.work("job-checking", work, lambda _: go(), apart=self.is_apart)


class EndStep(Step):
    key = "end"


class Three(Wizard):
    title_key = "action-open"
    stored = 0

    def finish(self) -> None:
        self.stored += 1
        super().finish()


@pytest.fixture
def wizard(
    _nothing_of_a_wizard_is_left: None, qtbot: QtBot, words: Words, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Three]:
    named = {f"wizard-{part}-{key}": (key, key) for part in ("step", "ask") for key in ("name", "slow", "end")}
    monkeypatch.setattr("ui.words.messages.SENTENCES", {**_sentences(), **named})
    wizard = Three(words)
    wizard.begin([Coming(wizard, kind) for kind in (NameStep, SlowStep, EndStep)])
    wizard.open()
    qtbot.waitUntil(wizard.isVisible)
    yield wizard
    if isValid(wizard):
        wizard.close()


def _sentences() -> dict[str, tuple[str, str]]:
    from ui.words.messages import SENTENCES

    return SENTENCES


def press(qtbot: QtBot, wizard: Wizard, key: Qt.Key) -> None:
    qtbot.keyClick(wizard.focusWidget() or wizard, key)


def at_slow(qtbot: QtBot, wizard: Three) -> SlowStep:
    """Type a name and go to the second step by Enter."""
    qtbot.keyClicks(wizard.steps[0].first, "a")
    press(qtbot, wizard, Qt.Key.Key_Return)
    step = wizard.step
    assert isinstance(step, SlowStep)
    return step


def test_enter_goes_on_only_when_nothing_stands_in_the_way(qtbot: QtBot, wizard: Three) -> None:
    assert not wizard.go.isEnabled()
    assert wizard.told.text() == "no name"
    press(qtbot, wizard, Qt.Key.Key_Return)
    assert wizard.step is wizard.steps[0]
    at_slow(qtbot, wizard)
    qtbot.mouseClick(wizard.back, Qt.MouseButton.LeftButton)
    assert wizard.step is wizard.steps[0]
    assert wizard.steps[0].first.hasFocus()


def test_a_wizard_is_walked_to_its_end_by_enter_alone(qtbot: QtBot, wizard: Three) -> None:
    at_slow(qtbot, wizard).gate.set()
    press(qtbot, wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.is_last)
    assert wizard.go.text() == text("wizard-finish", "zh")
    with qtbot.waitSignal(wizard.accepted):
        press(qtbot, wizard, Qt.Key.Key_Return)
    assert wizard.stored == 1


def test_escape_gives_up_the_work_first_and_the_wizard_then(qtbot: QtBot, wizard: Three) -> None:
    step = at_slow(qtbot, wizard)
    press(qtbot, wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(step.begun.is_set)
    assert not step.isEnabled()
    assert wizard.bar.isVisible()
    press(qtbot, wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    assert wizard.doing.text() == text("wizard-stopping", "zh")
    step.gate.set()
    qtbot.waitUntil(lambda: not wizard.is_working)
    assert wizard.step is step
    assert step.isEnabled()
    with qtbot.waitSignal(wizard.rejected):
        press(qtbot, wizard, Qt.Key.Key_Escape)
    assert wizard.stored == 0


def test_what_goes_wrong_is_told_at_its_step_and_goes_when_one_tries_again(qtbot: QtBot, wizard: Three) -> None:
    step = at_slow(qtbot, wizard)
    step.error = BadInput("file-not-found", file="a.shp")
    step.gate.set()
    press(qtbot, wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not wizard.is_working)
    assert wizard.told.text() == text("file-not-found", "zh", file="a.shp")
    assert wizard.step is step
    step.error = None
    qtbot.mouseClick(wizard.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: wizard.is_last)
    assert wizard.told.text() == ""


def test_closing_in_the_middle_of_work_waits_for_it(qtbot: QtBot, wizard: Three) -> None:
    step = at_slow(qtbot, wizard)
    press(qtbot, wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(step.begun.is_set)
    step.gate.set()
    wizard.close()
    assert not isValid(wizard) or not wizard.isVisible()


def test_closing_waits_for_nothing_that_only_reads_files_and_works_out_what_comes_of_them(
    qtbot: QtBot, wizard: Three
) -> None:
    qtbot.waitUntil(lambda: left_alone() == 0)  # what a test before has left to itself
    step = at_slow(qtbot, wizard)
    step.is_apart, gate = True, step.gate
    press(qtbot, wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(step.begun.is_set)
    wizard.close()
    assert left_alone() == 1  # it goes on behind the gate, and nobody waits for that
    gate.set()
    qtbot.waitUntil(lambda: left_alone() == 0)


def test_texts_follow_the_language(wizard: Three, words: Words) -> None:
    words.speak("en")
    assert wizard.go.text() == text("wizard-next", "en")
    assert wizard.leave.text() == text("window-cancel", "en")


def test_a_column_is_corrected_in_its_box_and_left_alone_by_the_wheel(qtbot: QtBot, words: Words) -> None:
    table = ColumnsTable(words)
    qtbot.addWidget(table)
    choices = [("", "不导入"), ("code", "编码"), ("name", "名称")]
    columns = [
        ShownColumn("<b>bm</b>", "code", "x", ("001", "002")),
        ShownColumn("mc", "", "y", ("东",), doubtful=True),
    ]
    table.show_columns(columns, choices)
    assert [box.currentData() for box in table.boxes] == ["code", ""]
    assert table.item(0, 0).text() == "<b>bm</b>"
    assert [table.item(0, at).text() for at in (3, 4)] == ["001", "002"]
    chosen: list[tuple[int, str]] = []
    table.chosen.connect(lambda at, field: chosen.append((at, field)))
    box = table.boxes[1]
    assert isinstance(box, QComboBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert chosen in ([(1, "name")], [])
    if not chosen:  # some styles choose only when the list closes
        box.activated.emit(2)
    assert chosen[-1][0] == 1


def test_columns_of_a_list_are_as_wide_as_what_stands_in_them(qtbot: QtBot, words: Words) -> None:
    table = ColumnsTable(words)
    qtbot.addWidget(table)
    cells = ("大新社区居委会", "1", "名都一村小区网格之北的那一片老房子和新房子")
    table.show_columns([ShownColumn("村", "code", "列名", cells)], [("", "不导入"), ("code", "编码")])
    for at in (0, 3, 4):
        metrics = table.horizontalHeader().fontMetrics()
        heading = metrics.horizontalAdvance(str(table.model().headerData(at, Qt.Orientation.Horizontal)))
        assert max(heading, metrics.horizontalAdvance(table.item(0, at).text())) < table.columnWidth(at) <= 130
    assert [table.columnWidth(at) for at in (1, 5)] == [184, 130]
    assert table.columnWidth(4) == 80


@pytest.mark.usefixtures("_nothing_of_a_wizard_is_left")
def test_a_step_is_made_when_it_is_asked_for_and_the_others_one_in_a_turn(
    qtbot: QtBot, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {f"wizard-{part}-{key}": (key, key) for part in ("step", "ask") for key in ("name", "slow", "end")}
    monkeypatch.setattr("ui.words.messages.SENTENCES", {**_sentences(), **named})
    made: list[str] = []

    def telling(kind: type[Step]) -> type[Step]:
        class Telling(kind):
            def __init__(self, wizard: Wizard) -> None:
                super().__init__(wizard)
                made.append(self.key)

        return Telling

    wizard = Three(words)
    coming = [Coming(wizard, telling(kind)) for kind in (NameStep, SlowStep, EndStep)]
    seen: list[int] = []
    wizard._ahead.timeout.connect(lambda: seen.append(len(made)))
    wizard.begin(coming)
    assert made == ["name"]
    qtbot.waitUntil(lambda: not wizard._ahead.isActive())
    assert made == ["name", "slow", "end"]
    assert seen == [2, 3]
    assert wizard.pages.count() == 3
    wizard.close()


class Dressed(QObject):
    """Counts how often each widget of a class is dressed again; what is only being made is none of the class yet."""

    def __init__(self, kind: type[QObject]) -> None:
        super().__init__()
        self._kind = kind
        self.times: Counter[int] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange and isinstance(watched, self._kind):
            self.times[getCppPointer(watched)[0]] += 1
        return False


class FieldStep(Step):
    key = "end"

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self.field = QLineEdit(self)


def test_what_a_step_holds_is_not_dressed_again_for_it_is_made_where_it_stays(
    qtbot: QtBot, wizard: Three, qapp: QApplication
) -> None:
    apply(qapp, LIGHT)
    heard = Dressed(QLineEdit)
    qapp.installEventFilter(heard)
    coming = Coming(wizard, FieldStep)
    wizard.set_steps([coming])
    step = coming.step
    qapp.removeEventFilter(heard)
    assert step.parentWidget() is wizard.pages
    assert heard.times[getCppPointer(step.field)[0]] == 0


def test_a_box_in_a_table_of_columns_is_not_dressed_again(qtbot: QtBot, words: Words, qapp: QApplication) -> None:
    apply(qapp, LIGHT)
    table = ColumnsTable(words)
    qtbot.addWidget(table)
    heard = Dressed(QComboBox)
    qapp.installEventFilter(heard)
    table.show_columns([ShownColumn("编码", "code", "x", ("001",))] * 3, [("", "不导入"), ("code", "编码")])
    qapp.removeEventFilter(heard)
    assert [heard.times[getCppPointer(box)[0]] for box in table.boxes] == [0, 0, 0]
