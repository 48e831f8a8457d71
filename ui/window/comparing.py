"""What the window does to show two divisions at once: a draft and the one in force, or now and an earlier state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from gridmap.ground.extent import ground_extent
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.jobs import Job
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
        self._job: Job | None = None
        """Works out that state, if it is far."""
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

        def take(plan: Plan) -> None:
            self._earlier = plan, called
            self._show("side" if self._pair.way == "one" else self._pair.way)

        self._ask_for(seq, take)

    def _show(self, way: Way) -> None:
        base = self._desk.drafting.base
        if way == "one":
            self._give_up()
            self._show_one()
        elif base is not None:
            self._show_beside(base.plan, way)
        elif self._earlier is not None:
            self._show_beside(self._earlier[0], way)
        else:
            self.chosen.emit("map-pair", self._pair.way)  # until it is there
            self._ask_for(0, lambda plan: self._show_beginning(plan, way))

    def _show_one(self) -> None:
        self._pair.show_one()
        self._earlier = None
        self.chosen.emit("map-pair", "one")

    def _show_beside(self, other: Plan, way: Way) -> None:
        self._pair.show_other(other, way, *self._titles())
        self.chosen.emit("map-pair", way)

    def _show_beginning(self, plan: Plan, way: Way) -> None:
        """Show what the history begins with; where that is what is shown already, say so."""
        if plan is self._session.plan:
            self._frame.told(self._words("pair-nothing-earlier"), 8000)
            self._show_one()
            return
        self._earlier = plan, ""
        self._show_beside(plan, way)

    def _ask_for(self, seq: int, then: Callable[[Plan], None]) -> None:
        """Work out the state after a step, in another thread if it is far; who asks for another one gives it up."""
        from gridmap.project.earlier import plan_along
        from ui.dialogs.long_steps import is_far

        self._give_up()
        project, plan = self._session.project, self._session.plan
        if project is None:
            return
        try:
            steps = project.file.steps_to(seq)
            if not is_far(project, seq):
                then(plan_along(project, plan, steps))
                return
        except GridMapError as error:
            self._session.complained.emit(error)
            return

        def work(_: Job) -> Plan:
            earlier = plan_along(project, plan, steps)
            ground_extent(earlier)  # its map asks for it at once
            return earlier

        self._session.start("job-earlier", work, then, self._watch)

    def _watch(self, job: Job) -> None:
        self._job = job
        job.ended.connect(lambda: self._ended(job))

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

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
        self._give_up()
        if self._pair.way != "one":
            self._show_one()
        self._earlier = None
