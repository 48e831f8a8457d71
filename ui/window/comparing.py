"""What the window does to show two divisions at once: a draft and the one in force, or now and an earlier state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from ui.look.words import Words
from ui.session.desk import Desk
from ui.window.actions import choosing
from ui.window.frame import Frame
from ui.window.map_pair import WAYS, MapPair, Way


class Comparing(QObject):
    """The part of the window that shows another division beside the map.

    With a draft on the map the other one is the division in force. Else it is an earlier state of the project: the one
    before the first edit, or one that is chosen in the history.

    Parameters
    ----------
    pair : MapPair
    desk : Desk
    words : Words
    frame : Frame

    Signals
    -------
    chosen : str, str
        A group of actions, and the argument of the one that is chosen now.
    """

    chosen = Signal(str, str)

    def __init__(self, pair: MapPair, desk: Desk, words: Words, frame: Frame) -> None:
        super().__init__(frame.window())
        self._pair, self._desk, self._session, self._words, self._frame = pair, desk, desk.session, words, frame
        self._earlier: tuple[Plan, str] | None = None
        """The state of the history that is chosen, and what it is called."""
        desk.session.leaving.connect(self._end)
        desk.drafting.changed.connect(self._end)
        words.changed.connect(self._name)

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return choosing("map-pair", self.choose)

    def begin(self) -> None:
        """Show one map."""
        self.chosen.emit("map-pair", "one")

    def choose(self, way: str) -> None:
        """Show the maps in a way; the way that they are shown in already goes back to one map."""
        wanted = next(known for known in WAYS if known == way)
        self._show("one" if wanted == self._pair.way else wanted)

    def with_step(self, seq: int, called: str) -> None:
        """Show beside the map how the project was right after a step of its history.

        Parameters
        ----------
        seq : int
            Number of the step, 0 for the state before the first one.
        called : str
            What stands above that map.
        """
        plan = self._plan_at(seq)
        if plan is not None:
            self._earlier = plan, called
            self._show("side" if self._pair.way == "one" else self._pair.way)

    def _show(self, way: Way) -> None:
        other = self._other() if way != "one" else None
        if other is None:
            self._pair.show_one()
            self._earlier = None
            self.chosen.emit("map-pair", "one")
            return
        self._pair.show_other(other, way, *self._titles())
        self.chosen.emit("map-pair", way)

    def _other(self) -> Plan | None:
        """Return the other division; what there is to say where there is none is said."""
        base = self._desk.drafting.base
        if base is not None:
            return base.plan
        if self._earlier is None:
            plan = self._plan_at(0)
            if plan is None or plan is self._session.plan:
                self._frame.told(self._words("pair-nothing-earlier"), 8000)
                return None
            self._earlier = plan, ""
        return self._earlier[0]

    def _plan_at(self, seq: int) -> Plan | None:
        from gridmap.project.earlier import plan_at

        project = self._session.project
        if project is None:
            return None
        try:
            return plan_at(project, seq)
        except GridMapError as error:
            self._session.complained.emit(error)
            return None

    def _titles(self) -> tuple[str, str]:
        say, mark = self._words, self._desk.drafting.mark
        if mark is not None:
            return say("pair-in-force"), say("pair-draft", title=mark.title)
        called = self._earlier[1] if self._earlier is not None else ""
        return say("pair-after", what=called) if called else say("history-begin"), say("pair-now")

    def _name(self) -> None:
        if self._pair.other is not None:
            self._pair.show_other(self._pair.other.session.plan, self._pair.way, *self._titles())

    def _end(self) -> None:
        """Show one map again: what was compared is not there any more."""
        if self._pair.way != "one":
            self._pair.show_one()
            self.chosen.emit("map-pair", "one")
        self._earlier = None
