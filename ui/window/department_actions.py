"""What the window does with other departments' grids: bring them in, list crossings, snap, export, take out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QInputDialog, QMessageBox

from gridmap.edits import DropDepartment
from gridmap.model.change import Change
from gridmap.model.errors import BadInput
from ui.dialogs.files_asked import ask_where, ask_which
from ui.dialogs.long_steps import store
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.session.layer_stack import LayerStack
from ui.window.frame import Frame

if TYPE_CHECKING:
    from gridmap.exchange.department_grids import DepartmentOptions, PreparedDepartment
    from ui.dialogs.snap_department import Proposal
    from ui.panels.departments import DepartmentsPanel

_ASKED_WHERE: Final = frozenset({"crs-missing", "crs-missing-swapped"})
"""What is wrong with coordinates that the user can put right by saying where they are."""
_LAYERS: Final = ("department-crossings", "departments")
_PROPOSED: Final = "reference-snapped-department"
"""Key of the layer of what is proposed, which is no part of the plan."""
_PROBLEMS_SHOWN: Final = 6
_FORMATS: Final = "Excel (*.xlsx);;PDF (*.pdf);;GeoPackage (*.gpkg)"


class DepartmentActions(QObject):
    """The part of the window that deals with departments' grids.

    Parameters
    ----------
    desk : Desk
    stack : LayerStack
        Its layers of departments are shown once there is something to see.
    words : Words
    frame : Frame
    """

    def __init__(self, desk: Desk, stack: LayerStack, words: Words, frame: Frame) -> None:
        super().__init__(frame.window())
        self._desk, self._session = desk, desk.session
        self._stack, self._words, self._frame = stack, words, frame
        self._dock: QDockWidget | None = None
        self.panel: DepartmentsPanel | None = None

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        shown = partial(self._frame.when_read, self.show, "ui.panels.departments")
        return {"bring-in-departments": self.choose, "departments": shown}

    # ---- the panel ---------------------------------------------------------------------------------------------------

    def show(self, department: str = "") -> None:
        """Show the panel and the layers of departments."""
        if self._dock is None:
            from ui.panels.departments import DepartmentsPanel  # not before the window is up

            panel = self.panel = DepartmentsPanel(self._desk, self._words)
            panel.import_wanted.connect(lambda _: self.choose())
            panel.snap_wanted.connect(self.snap)
            panel.export_wanted.connect(self.export)
            panel.drop_wanted.connect(self.drop)
            self._dock = self._frame.add_panel(panel, Qt.DockWidgetArea.BottomDockWidgetArea, "findings")
        assert self.panel is not None
        self._dock.show()
        self._dock.raise_()
        for key in _LAYERS:
            self._stack.show(key, True)
        self.panel.show_department(department or self.panel.department)

    # ---- bringing in -------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a file and whose grids it has, and say what would come of it."""
        say, window = self._words, self._frame.window()
        file = ask_which(window, "boundaries", say("action-bring-in-departments").rstrip("…"), say("reference-filter"))
        if file is None:
            return

        def work(job: Job) -> tuple[str, ...]:
            from gridmap.exchange.sources import layers_in  # which reads everything that GDAL does

            job.step()
            return layers_in(file)

        self._session.start("job-reading-department", work, lambda layers: self._ask_whose(file, layers), apart=True)

    def _ask_whose(self, file: Path, layers: tuple[str, ...]) -> None:
        from gridmap.exchange.department_grids import DepartmentOptions
        from gridmap.ground.departments import departments

        say, window, layer = self._words, self._frame.window(), None
        title = say("action-bring-in-departments").rstrip("…")
        if len(layers) > 1:
            question = as_it_reads(say("reference-which-layer", file=file.name))
            layer, given = QInputDialog.getItem(window, title, question, list(layers), 0, False)
            if not given:
                return
        guess = layer or file.stem
        known = [guess, *(name for name in departments(self._session.plan) if name != guess)]
        question = as_it_reads(say("departments-ask-name", file=file.name))
        department, given = QInputDialog.getItem(window, title, question, known, 0, True)
        if given and department.strip():
            self._read(file, DepartmentOptions(department.strip(), layer))

    def _read(self, file: Path, options: DepartmentOptions) -> None:
        plan = self._session.plan

        def work(job: Job) -> PreparedDepartment | BadInput:
            from gridmap.exchange.department_grids import read_department

            try:
                return read_department(plan, file, options)
            except BadInput as error:
                if error.key not in _ASKED_WHERE:
                    raise
                return error

        def take(found: PreparedDepartment | BadInput) -> None:
            if isinstance(found, BadInput):
                self._ask_where(file, options, found)
            elif plan is self._session.plan:
                self._confirm(found)
            else:
                self._read(file, options)

        self._session.start("job-reading-department", work, take, apart=True)

    def _ask_where(self, file: Path, options: DepartmentOptions, error: BadInput) -> None:
        say = self._words
        expected = str(error.values["expected"])
        offered = expected if expected.startswith("EPSG:") and "/" not in expected else ""
        question = as_it_reads(say("reference-which-crs", name=file.name, **error.values))
        title = say("action-bring-in-departments").rstrip("…")
        crs, given = QInputDialog.getText(self._frame.window(), title, question, text=offered)
        if given and crs.strip():
            self._read(file, replace(options, crs=crs.strip(), swap_xy=error.key == "crs-missing-swapped"))

    def _confirm(self, prepared: PreparedDepartment) -> None:
        """Say what would come of a file, and store it if that is wanted."""
        say, edit = self._words, prepared.edit
        if edit is None:
            self._frame.told(say("departments-same", department=prepared.department), 8000)
            self.show(prepared.department)
            return
        asked = QMessageBox(self._frame.window())
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.setWindowTitle(say("action-bring-in-departments").rstrip("…"))
        counts = {key: getattr(prepared, key) for key in ("new", "changed", "same", "gone", "left_out")}
        told = say("departments-imported", file=prepared.file, department=prepared.department, **counts)
        asked.setText(as_it_reads(told))
        problems = [say.of(problem) for problem in prepared.problems]
        if len(problems) > _PROBLEMS_SHOWN:
            more = say("cli-more-problems", count=len(problems) - _PROBLEMS_SHOWN)
            problems = [*problems[:_PROBLEMS_SHOWN], more]
        asked.setInformativeText(as_it_reads("\n".join(problems)) if problems else "")
        yes = asked.addButton(say("departments-do-store"), QMessageBox.ButtonRole.AcceptRole)
        no = asked.addButton(say("window-cancel"), QMessageBox.ButtonRole.RejectRole)
        asked.setDefaultButton(yes)
        asked.setEscapeButton(no)

        shown = lambda _: self.show(prepared.department)  # noqa: E731
        yes.clicked.connect(lambda: store(self._session, self._words, self._frame.window(), edit, shown))
        asked.open()

    # ---- snapping, exporting, taking out -----------------------------------------------------------------------------

    def snap(self, department: str) -> None:
        """Work out the department's grids of whole base grids, and show them before anything is done."""
        plan = self._session.plan

        def work(job: Job) -> Proposal:
            from ui.dialogs.snap_department import propose

            job.step()
            return propose(plan, department)

        def take(proposal: Proposal) -> None:
            if plan is self._session.plan:
                self._show_proposal(proposal)

        self._session.start("job-departments", work, take, apart=True)

    def _show_proposal(self, proposal: Proposal) -> None:
        """Show a proposal beside the map, on which its borders lie as long as it is open."""
        import shapely

        from layers.reference import ReferenceLayer
        from ui.dialogs.snap_department import SnapDialog

        dialog = SnapDialog(self._session, self._words, proposal, self._frame.window())
        there = ~shapely.is_missing(proposal.found.shape)
        borders = ReferenceLayer(shapely.get_parts(proposal.found.shape[there]))
        self._stack.add(_PROPOSED, borders, self._words("departments-snap"))
        dialog.finished.connect(lambda _: self._stack.take_out(_PROPOSED, forget=True))
        dialog.setModal(False)  # the map may be moved meanwhile
        dialog.show()

    def export(self, department: str) -> None:
        """Write the crossings as a list, or everything as layers, in the background."""
        say, plan, on = self._words, self._session.plan, self._session.on
        title, name = say("departments-do-export").rstrip("…"), say("departments-list")
        asked = ask_where(self._frame.window(), "table", title, f"{department} {name}.xlsx", _FORMATS)
        if asked is None:
            return
        path = asked[0] if asked[0].suffix.lower() in (".xlsx", ".pdf", ".gpkg") else asked[0].with_suffix(".xlsx")
        language = say.language

        def work(job: Job) -> int:
            from gridmap.exchange.plain import in_plain_text
            from gridmap.ground.departments import laid_over
            from ui.outputs.department_layers import write_layers
            from ui.outputs.lists.departments import list_of_crossings

            plain = in_plain_text(plan)
            laid = laid_over(plain, department)
            job.step()
            if path.suffix.lower() == ".gpkg":
                write_layers(plain, [laid], path, language)
            else:
                list_of_crossings(plain, [laid], language, on).write(path)
            return len(laid.pieces.grids)

        def take(count: int) -> None:
            from ui.session.noting import note_export

            noted = note_export(self._session, path, "public", count, language)
            told = [say("cli-written", file=str(path)), *(say.of(problem) for problem in noted)]
            self._frame.told("  ".join(told), 8000)

        self._session.start("job-exporting", work, take)

    def drop(self, department: str) -> None:
        """Take a department's grids out, which one undo takes back."""

        def told(change: Change) -> None:
            count = int(change.values["count"])
            self._frame.told(self._words("departments-dropped", department=department, count=count), 8000)

        store(self._session, self._words, self._frame.window(), DropDepartment(department), told)
