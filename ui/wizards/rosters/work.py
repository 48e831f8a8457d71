"""What the wizard for lists does between its steps: reading, working out, storing, writing what stays out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from gridmap.exchange.rosters import Correction, ImportRoster, prepare, tables_named
from gridmap.model.change import Change
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from ui.dialogs.files_asked import ask_where
from ui.look.words import Words
from ui.outputs.rosters.bad_rows import write_bad_rows
from ui.outputs.rosters.forms import title_of, write_template
from ui.outputs.rosters.wording import reason_and_suggestion
from ui.session.jobs import Job
from ui.session.session import Session
from ui.session.settings import Settings
from ui.wizards.frame import Wizard
from ui.wizards.rosters.gathered import Gathered
from ui.wizards.rosters.outcome_lines import OutcomeLines
from ui.wizards.rosters.places_map import Ground
from ui.wizards.rosters.wording import error_here
from ui.wizards.target import OpenProject


class RosterWork(Wizard):
    """The wizard for lists without its steps.

    Parameters
    ----------
    session : Session
        With an open project that may be changed.
    words : Words
    settings : Settings
        Remembers what was corrected.
    parent : QWidget, optional

    Attributes
    ----------
    lists : Gathered
    lines : OutcomeLines or None
        The outcome, once it is worked out.
    ground : Ground or None
        The same on the map.
    stored : bool
        Whether the lists are in the project.
    noted : str
        What was written last, as a sentence.
    """

    title_key = "roster-wizard"

    def __init__(self, session: Session, words: Words, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.session, self.settings = session, settings
        self.target = OpenProject(session)
        remembered = {shape: Correction.from_json(said) for shape, said in settings.roster_corrections.items()}
        self.lists = Gathered(session.plan.scheme, remembered, settings.facility_kinds)
        self.lines: OutcomeLines | None = None
        self.ground: Ground | None = None
        self.stored = False
        self.noted = ""
        session.plan_changed.connect(self._plan_changed)

    # ---- between the steps -------------------------------------------------------------------------------------------

    def remember(self) -> None:
        """Remember what was corrected for the next list of the same shape."""
        for shape in self.lists.corrected:
            said = self.lists.corrections[shape]
            self.settings.put_roster_correction(shape, said.to_json() if said else None)

    def prepare(self, then: Callable[[], None]) -> None:
        """Work out in the background what would come of the lists; nothing is stored."""
        plan, tables, options = self.target.plan, tuple(self.lists.tables), self.lists.options()
        known = self.ground

        def work(job: Job) -> tuple[OutcomeLines, Ground]:
            prepared = prepare(plan, tables, options, lambda done, of: job.step(0.9 * done / max(of, 1)))
            lines = OutcomeLines(prepared)
            ground = Ground(plan, lines.touched, known)
            job.step(1.0)
            return lines, ground

        def take(made: tuple[OutcomeLines, Ground]) -> None:
            self.lines, self.ground = made
            then()

        self.work("job-preparing-lists", work, take, apart=True)

    def store(self, then: Callable[[], None]) -> None:
        """Store what was shown as one step, in the background; given up it leaves everything as it was."""
        assert self.lines is not None
        edit = ImportRoster(tuple(self.lists.tables), self.lists.options(), self.lines.prepared)

        def work(job: Job) -> None:
            self.target.store(job, edit)

        def take(_: None) -> None:
            self.stored = True
            self.settings.put_facility_kinds(self.lists.kinds, forget=self.lists.remembered_kinds)
            self.target.show()
            then()

        self.work("job-storing-lists", work, take)

    # ---- files out ---------------------------------------------------------------------------------------------------

    def write_form(self, form: str) -> None:
        """Ask where, and write an empty form of a list."""
        say = self.words
        table = tables_named(form)
        title = title_of(table, say.language)
        asked = ask_where(self, "form", say("roster-write-form"), f"{title}.xlsx", say("roster-workbook-filter"))
        if asked is not None:
            scheme, language = self.lists.scheme, say.language
            self._write(asked[0], lambda path: write_template(scheme, table, path, language), "roster-form-written")

    def save_bad(self) -> None:
        """Ask where, and write the rows that cannot come in with the reason beside each."""
        say, lines = self.words, self.lines
        if lines is None or not lines.faults:
            return
        asked = ask_where(self, "form", say("roster-save-bad"), say("roster-bad-name"), say("roster-workbook-filter"))
        if asked is not None:
            language, prepared = say.language, lines.prepared

            def write(path: Path) -> None:
                write_bad_rows(
                    prepared, path, lambda fault: reason_and_suggestion(fault, language, by_option=False), language
                )

            self._write(asked[0], write, "roster-bad-saved")

    def _write(self, path: Path, write: Callable[[Path], object], key: str) -> None:
        """Write a workbook, and say so at the step that is shown."""
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        try:
            write(path)
        except GridMapError as error:
            self.complain(error)
        else:
            self.noted = self.words(key, file=str(path))
            self.show_state()

    # ---- as the frame has it -----------------------------------------------------------------------------------------

    def complain(self, error: Exception) -> None:
        """Tell what went wrong, in words of the window."""
        super().complain(error_here(error))

    def show_step(self, at: int) -> None:
        """Show a step; what was written at another one is said no longer."""
        self.noted = ""
        super().show_step(at)

    def show_state(self) -> None:
        """Show what can be done now; after storing there is no way back but by undo."""
        super().show_state()
        if self.noted:
            self.asked.setText(self.noted)
        if self.stored:
            self.back.hide()
            self.leave.hide()

    def _plan_changed(self, _: Plan, __: Plan, change: Change | None) -> None:
        """Work nothing out for a plan that is no longer there: another program has changed the file, say."""
        if self.stored or not self.has_begun:
            return
        self.background.give_up()
        self.lines = self.ground = None
        self.lists.forget_answers()
        if change is None:
            self.close()
        elif self.at > 1:
            self.show_step(1)

    def let_go(self) -> None:
        """Show what was written by the time that somebody left."""
        self.target.discard()
