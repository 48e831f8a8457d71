"""Whatever is done in whatever order, nothing breaks, nothing is complained of, and nothing stays behind."""

from __future__ import annotations

import os
import random
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton

from benchmarks import watchdog
from benchmarks.random_user import RandomUser
from benchmarks.rescue import LOOK_MS, Rescue, delete_what_waits, within_a_loop
from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow

ACTIONS_DONE = int(os.environ.get("GRIDMAP_RANDOM_ACTIONS", "150"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 2020])
def test_random_actions_end_without_an_exception_or_a_warning(town_file: Path, tmp_path: Path, seed: int) -> None:
    projects = [tmp_path / "one.gpkg", tmp_path / "two.gpkg"]
    for path in projects:
        shutil.copy(town_file, path)

    def make() -> MainWindow:
        window = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
        window.resize(1366, 768)
        window.show()
        return window

    user = RandomUser(make, projects, tmp_path, seed)

    def act() -> None:
        with user.watching(warnings=False):  # pytest-qt hears the warnings
            user.window.open_project(projects[0])
            for _ in range(ACTIONS_DONE):
                user.step()
            user.let_go()

    within_a_loop(act)
    assert user.troubles == []
    assert len(user.done) > 10
    assert not list(tmp_path.glob("*.lock*"))


def test_what_opens_when_a_dialog_is_left_is_left_as_well(qtbot) -> None:
    #  step -> dialog.exec() -> the rescue presses Return -> box.exec(): nobody but the rescue can leave the box
    asked: list[int] = []
    dialog = _asking(qtbot, lambda: asked.append(QMessageBox(text="?").exec()))
    told: list[str] = []
    rescue = Rescue(random.Random(3), told.append)
    rescue.start()
    with rescue.step():
        dialog.exec()
    rescue.stop()
    assert asked
    assert told == []


def test_a_dialog_that_waits_to_be_deleted_is_there_until_the_box_that_it_has_opened_is_left(qtbot) -> None:
    there: list[bool] = []

    def act() -> None:
        dialog = QDialog()
        dialog.deleteLater()
        box = QMessageBox(QMessageBox.Icon.Question, "", "?", parent=dialog)
        QTimer.singleShot(2 * LOOK_MS, lambda: there.append(shiboken6.isValid(box)))
        rescue = Rescue(random.Random(3), lambda _: None)
        rescue.start()
        with rescue.step():
            box.exec()
        rescue.stop()
        there.append(shiboken6.isValid(dialog))
        delete_what_waits()
        there.append(shiboken6.isValid(dialog))

    within_a_loop(act)
    assert there == [True, True, False]


def test_what_a_step_raises_is_raised_where_the_loop_was_begun(qtbot) -> None:
    def act() -> None:
        raise ValueError("of a step")

    with pytest.raises(ValueError, match="of a step"):
        within_a_loop(act)


def test_a_dialog_that_cannot_be_left_is_told_with_where_the_threads_stand(qtbot) -> None:
    class Stays(QDialog):
        def reject(self) -> None:
            pass

    dialog = Stays()
    qtbot.addWidget(dialog, before_close_func=lambda box: QDialog.done(box, 0))
    told: list[str] = []
    rescue = Rescue(random.Random(3), told.append, longest_s=0.4)
    rescue.start()
    with rescue.step():
        dialog.exec()
    rescue.stop()
    [stays] = told
    assert "Stays" in stays
    assert "test_random_actions.py" in stays


def test_where_the_thread_stands_is_read_without_keeping_what_it_holds(qtbot) -> None:
    with ThreadPoolExecutor(1) as looking, watchdog._StackOfThread(threading.get_ident()) as stack_now:
        assert "test_where_the_thread_stands" in "".join(looking.submit(stack_now).result())
    with ThreadPoolExecutor(1) as looking:
        there = looking.submit(threading.get_ident).result()
        with watchdog._StackOfThread(there) as stack_now:
            stack = stack_now()
            assert stack and "test_where_the_thread_stands" not in "".join(stack)
    ours = f'  File "{Path(watchdog.__file__).parents[1] / "ui/canvas/scene.py"}", line 7 in build'
    assert (
        watchdog._place([ours, '  File "/usr/lib/enum.py", line 2 in get', ours])
        == "ui/canvas/scene.py:7 build < ui/canvas/scene.py:7 build"
    )


def _asking(qtbot, ask: Callable[[], object]) -> QDialog:
    """Return a dialog whose button for Return asks something before it goes."""
    dialog = QDialog()
    button = QPushButton("ok", dialog)
    button.setDefault(True)
    button.clicked.connect(lambda: (ask(), dialog.accept()))
    qtbot.addWidget(dialog)
    return dialog
