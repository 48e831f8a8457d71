"""The real window in a process of its own, watched; run by ``benchmarks/window.py``.

    python -m benchmarks.window_process PROJECT.gpkg BEGAN [start|all]

Does what ``gridmap open PROJECT`` does, and notes when the window is up and the map is drawn, in seconds after BEGAN
(what ``time.time()`` gave before the process was started). With ``all`` it then opens every panel, waits until there is
nothing to do, and moves the mouse over the map. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.window.main_window import MainWindow

FRAMES = 200
told: dict[str, Any] = {}


def note(what: str) -> None:
    """Note when something happens first: seconds on the wall, and of the processor."""
    told.setdefault(what, (time.time() - float(sys.argv[2]), time.process_time()))


def main() -> None:
    """Open the window and watch it."""
    project, everything = sys.argv[1], sys.argv[3:] == ["all"]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui import open_verb as window
    from ui.program import command_line

    load = window.load_program

    def load_watched() -> Any:
        program = load()
        program.MainWindow = _watched(program.MainWindow, everything)  # type: ignore[attr-defined]
        return program

    window.load_program = load_watched
    try:
        command_line.main(["open", project], standalone_mode=False)
    finally:
        print(json.dumps(told))


def _watched(of: type[MainWindow], everything: bool) -> type[MainWindow]:
    """Return the window's class with eyes on it."""
    from PySide6.QtCore import QEvent, QTimer

    class Watched(of):  # type: ignore[misc, valid-type]
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.resize(1920, 1080)
            self.session.opened.connect(lambda: note("opened"))
            self.canvas.drawn.connect(self._drawn)
            self._is_drawn = False

        def event(self, event: QEvent) -> bool:
            done = bool(super().event(event))
            if event.type() == QEvent.Type.UpdateRequest:  # everything has been painted for the first time
                note("up")
            return done

        def _drawn(self) -> None:
            if not self._is_drawn:
                self._is_drawn = True
                note("drawn")
                QTimer.singleShot(0, lambda: (_measure(self) if everything else None, self.close()))

    return Watched


def _measure(window: MainWindow) -> None:
    """Open all panels, let everything come to rest, and move over the map."""
    # Long because what is measured is one course of events, in the order in which a user meets it.
    import numpy as np
    from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
    from PySide6.QtGui import QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QApplication

    canvas = window.canvas
    for dock in window.docks.values():
        dock.show()
        for other in window.tabifiedDockWidgets(dock):
            other.show()
        dock.raise_()
        _rest(window)
    window.search_everything.prepare()
    _rest(window)
    from benchmarks.measure import own_peak_gb  # at the end, for what it imports takes time at the start

    told["memory_gb"] = own_peak_gb()
    window.resize(1920, 1080)

    def mouse(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, canvas.mapToGlobal(at), button, held, none))

    class Eye(QObject):
        """Sees when the map has been painted."""

        seen: tuple[float, float] | None = None

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt calls it
            if event.type() != QEvent.Type.Paint:
                return False
            watched.event(event)
            self.seen = self.seen or (time.perf_counter(), time.thread_time())
            return True

    eye = Eye()
    canvas.installEventFilter(eye)

    left, middle, nothing = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
    width, height = canvas.width(), canvas.height()

    def along(i: int, most: int) -> float:
        return most * (0.2 + 0.6 * abs((i % 80) / 40 - 1))

    def drag(i: int) -> None:
        mouse(QEvent.Type.MouseMove, QPointF(along(i, width), along(i // 2, height)), nothing, middle)

    def turn(i: int) -> None:
        at = QPointF(0.4 * width, 0.4 * height)
        notch = QPoint(0, 60 if i % 40 < 20 else -60)
        none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            canvas, QWheelEvent(at, canvas.mapToGlobal(at), QPoint(), notch, nothing, none, phase, False)
        )

    # All over the map, and nearly every time on another grid.
    places = np.random.default_rng(1).uniform(0.15, 0.85, (FRAMES, 2)) * (width, height)

    def point(i: int) -> None:
        mouse(QEvent.Type.MouseMove, QPointF(*places[i]), nothing, nothing)

    def click(i: int) -> None:
        mouse(QEvent.Type.MouseButtonPress, QPointF(*places[i]), left, left)
        mouse(QEvent.Type.MouseButtonRelease, QPointF(*places[i]), left, nothing)

    for scale in ("whole", "close"):
        for name, act in (("panning", drag), ("zooming", turn), ("hover", point), ("click", click)):
            canvas.fit()
            if scale == "close":
                canvas.zoom(24)
            _rest(window)
            if name == "panning":
                mouse(QEvent.Type.MouseButtonPress, QPointF(along(0, width), along(0, height)), middle, middle)
            wall, cpu, all_of_it = (np.full(FRAMES, np.nan) for _ in range(3))
            for i in range(FRAMES):
                eye.seen, start, begun = None, time.perf_counter(), time.thread_time()
                act(i)
                QApplication.processEvents()
                if eye.seen is not None:  # else there was nothing new to show
                    wall[i], cpu[i] = eye.seen[0] - start, eye.seen[1] - begun
                    all_of_it[i] = time.perf_counter() - start
            if name == "panning":
                mouse(QEvent.Type.MouseButtonRelease, QPointF(1, 1), middle, nothing)
            told[f"{name}, {scale}"] = {
                "wall": float(np.nanquantile(wall, 0.95)),
                "cpu": float(np.nanquantile(cpu, 0.95)),
                "median": float(np.nanmedian(wall)),
                "slowest": float(np.nanmax(wall)),
                "with_panels": float(np.nanmedian(all_of_it)),
            }
            window.session.select(())


def _rest(window: MainWindow) -> None:
    """Let everything be done that is to be done."""
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + 300
    while time.monotonic() < end:
        QApplication.processEvents()
        if not window.session.is_working and not window.canvas.is_busy:
            return
        time.sleep(0.005)
    raise TimeoutError("the window does not come to rest")


if __name__ == "__main__":
    main()
