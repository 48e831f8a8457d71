"""What the window does with files: open, make the sample, save a copy, export the map and the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gridmap.model.plan import Plan
from layers.marks import Layer
from ui.dialogs.files_asked import ask_where, ask_which
from ui.dialogs.waiting import Waiting
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.session.session import Session
from ui.session.settings import Settings
from ui.window.frame import Frame

if TYPE_CHECKING:
    from ui.dialogs.export import ExportDialog
    from ui.outputs.export import Export


class FileActions(QObject):
    """The part of the window that opens projects and writes files.

    Parameters
    ----------
    desk : Desk
    words : Words
    settings : Settings
        Know the theme of the map.
    shown : callable
        Returns the layers that the map shows, each with its opacity.
    frame : Frame
    """

    def __init__(
        self,
        desk: Desk,
        words: Words,
        settings: Settings,
        shown: Callable[[], Sequence[tuple[Layer, float]]],
        frame: Frame,
    ) -> None:
        super().__init__(frame.window())
        self._desk, self._session, self._words, self._settings = desk, desk.session, words, settings
        self._shown, self._frame = shown, frame

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        read = self._frame.when_read
        return {
            "open": self.choose,
            "open-sample": self.open_sample,
            "samples": self.choose_sample,
            "save-copy": self.save_copy,
            "export-map": partial(read, self.export_map, "ui.dialogs.export", "ui.dialogs.export_choices"),
            "print-map": partial(read, self.print_map, "ui.dialogs.printing", "ui.dialogs.export_choices"),
            "export-workbook": partial(read, self.export_workbook, "ui.outputs.export", "ui.outputs.formats"),
            "people-lists": partial(read, self.list_people, "ui.dialogs.people_lists"),
            "close-project": self._session.close,
        }

    # ---- opening -----------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a project file and open it."""
        say = self._words
        file = ask_which(self._frame.window(), "project", say("action-open"), say("window-project-filter"))
        if file is not None:
            self.open(file)

    def open(self, path: str | Path) -> None:
        """Open a project file."""
        self._desk.opening.open(path)

    def open_sample(self) -> None:
        """Make the sample city, with faults to find, in a folder for passing things, and open it."""
        from sample_data.defects import plant
        from sample_data.make import make_plan

        folder = Path(tempfile.mkdtemp(prefix="gridmap-"))

        def make(job: Job) -> Plan:
            plan = make_plan("city", 2020)
            job.step(0.5)
            plan, _ = plant(plan, 2020, 12)
            job.step(0.9)
            return plan

        self._desk.opening.create(folder / "sample-city.gpkg", make)

    def choose_sample(self) -> None:
        """Ask which scheme's sample is wanted, make it in a folder for passing things, and open it."""
        from ui.dialogs.samples import SamplesDialog

        dialog = SamplesDialog(self._words, self._frame.window())
        dialog.chosen.connect(self.open_sample_of)
        dialog.open()

    def open_sample_of(self, scheme: str, size: str) -> None:
        """Make the sample of a scheme, without faults, and open it."""
        from sample_data.make import make_plan

        folder = Path(tempfile.mkdtemp(prefix="gridmap-"))

        def make(job: Job) -> Plan:
            job.step(0.1)
            return make_plan(size, 2020, scheme)  # type: ignore[arg-type]

        self._desk.opening.create(folder / f"sample-{scheme}.gpkg", make)

    # ---- writing -----------------------------------------------------------------------------------------------------

    def save_copy(self) -> None:
        """Save the project under another name; this one stays open."""
        project = self._session.project
        if project is None:
            return
        say = self._words
        proposed = say("file-name-copy", name=project.path.stem) + project.path.suffix
        asked = ask_where(
            self._frame.window(), "project", say("action-save-copy"), proposed, say("window-project-filter"), self._here
        )
        if asked is None or project is not self._session.project:
            return
        name = asked[0] if asked[0].suffix else asked[0].with_name(f"{asked[0].name}.gpkg")

        def work(job: Job) -> None:
            def told(done: int, of: int) -> None:
                job.step(done / max(of, 1))

            project.file.copy_to(name, overwrite=True, draft=None, progress=told)

        waiting = Waiting(self._words("job-saving-copy"), self._frame.window(), stop=self._words("job-stop"))
        self._session.start("job-saving-copy", work, lambda _: self._say_written(name), waiting.follow)

    def export_map(self) -> None:
        """Write the map as a page (PDF, PNG, SVG) or as a web page that needs no network, after asking how."""
        from ui.dialogs.export import ExportDialog

        self._ask_of_the_map(ExportDialog, "export")

    def print_map(self) -> None:
        """Print the page that an export to PDF would write, after asking how and showing it."""
        from ui.dialogs.printing import PrintDialog

        self._ask_of_the_map(PrintDialog, "print")

    def _ask_of_the_map(self, kind: type[ExportDialog], name: str) -> None:
        from ui.canvas.base_map.printed import printed_choice
        from ui.dialogs.export_choices import ExportChoices

        if self._session.project is not None:
            shown, window = tuple(self._shown()), self._frame.window()
            base = printed_choice(self._settings)
            dialog = kind(self._session, self._words, self._settings.theme, shown, window, base)
            ExportChoices(dialog, self._settings, name)
            dialog.open()

    def export_workbook(self) -> None:
        """Write the ledger as an Excel workbook with the findings, and with what the window shows of people."""
        from ui.outputs.export import Export
        from ui.outputs.formats import file_filters, with_suffix_of

        if self._session.project is None:
            return
        proposed = self._words("file-name-workbook", name=title_of(self._session))
        title = self._words("action-export-workbook").rstrip("…")
        asked = ask_where(
            self._frame.window(), "table", title, f"{proposed}.xlsx", file_filters("workbook"), self._here
        )
        if asked is None or self._session.project is None:
            return
        path = with_suffix_of(asked[0], "workbook", chosen="")
        session, language = self._session, self._words.language
        wish = Export(
            session.plan,
            session.findings,
            language=language,
            format=path.suffix[1:],
            privacy=session.privacy,
            on=session.on,
        )

        def work(job: Job) -> Sequence[Path]:
            return wish.write(path, job.step)

        session.start("job-exporting", work, lambda _: self._say_exported(path, wish))

    def list_people(self) -> None:
        """Show what is vacant, who left and came, and what everybody carries, to be printed and sent."""
        from ui.dialogs.people_lists import PeopleListsDialog

        if self._session.project is not None:
            dialog = PeopleListsDialog(self._session, self._words, self._frame.window())
            dialog.told.connect(self._frame.told)
            dialog.open()

    @property
    def _here(self) -> Path | None:
        """The folder of the project."""
        return self._session.project.path.parent if self._session.project is not None else None

    def _say_exported(self, path: Path, wish: Export) -> None:
        """Note an export in the history, and say where it is."""
        from ui.session.noting import note_export
        from ui.words.messages import message_of

        language = self._words.language
        noted = note_export(self._session, path, wish.privacy, wish.count, language)
        said = [self._words("cli-written", file=str(path)), *(message_of(problem, language) for problem in noted)]
        self._frame.told("  ".join(said))

    def _say_written(self, path: Path) -> None:
        self._frame.told(self._words("cli-written", file=str(path)))


def title_of(session: Session) -> str:
    """Return what the open project is called: its title, or the name of its file."""
    project = session.project
    assert project is not None
    return str(project.plan.facts().get("title") or project.path.stem)
