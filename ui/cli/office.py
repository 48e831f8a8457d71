"""What the demo shows of files as an office has them: written, brought into a project of their own, and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gridmap.model.errors import BadInput
from ui.cli.terminal import Terminal
from ui.words.messages import message_of

if TYPE_CHECKING:
    from gridmap.exchange.rosters import Prepared
    from gridmap.model.plan import Plan
    from gridmap.project.project import Project

FOLDER: Final = "office-files"
PROJECT: Final = "office.gpkg"
STEPS: Final = ("import-boundaries", "import-boundaries", "import-boundaries", "roster")
"""What the history of the project says when nobody has worked on it since."""

_LINES: Final = 8


def must_be_nobodys_office(project: Path) -> None:
    """Make sure that the project that is replaced is an earlier one of the demo in which nobody has edited anything.

    Raises
    ------
    BadInput
        ``demo-project-there``, or as :meth:`gridmap.project.Project.open` if the file is something else.
    """
    if not project.exists():
        return
    from gridmap.project.project import Project

    with Project.open(project, read_only=True) as there:
        made = there.plan.facts().get("generator", "").startswith("gridmap sample")
        labels = tuple(entry.label for entry in there.history() if entry.action != "export")
        if not made or labels != STEPS[: len(labels)]:
            raise BadInput("demo-project-there", file=str(project))


def show_office_files(terminal: Terminal, out: Path, seed: int) -> None:
    """Write a town of the sample as files of an office, bring them in as the verbs do, and say what was told."""
    from gridmap.checks import run_checks
    from gridmap.model.plan import Plan
    from gridmap.project.project import Project
    from sample_data.make import make_plan

    folder, project = out / FOLDER, out / PROJECT
    with terminal.progress("cli-making", size=terminal.text("size-town")):
        sample = make_plan("town", seed)
    write_files(sample, folder)
    terminal.out.print()
    terminal.say("office-begin", folder=folder, style="bold")
    Project.create(project, Plan(sample.scheme, {"facts": sample.tables["facts"]}), overwrite=True).close()
    with Project.open(project) as new:
        _bring_in_boundaries(terminal, new, folder)
        terminal.say("office-boundaries", count=_lowest(new.plan), millimetres=1000 * furthest_m(sample, new.plan))
        prepared = _bring_in_lists(new, folder)
        _tell_lists(terminal, prepared)
        found = run_checks(new.plan)
    terminal.say("office-checked", file=project, count=len(found.open))


def write_files(sample: Plan, folder: Path) -> None:
    """Write the files, each whole or not at all."""
    from gridmap.storage.whole_files import whole_files
    from sample_data import departments, office

    writers = {
        office.UNITS: office.write_units,
        office.GRIDS: office.write_grids,
        office.ROSTER: office.write_roster,
        office.LEDGER: office.write_ledger,
        departments.FILE: departments.write_departments,
    }
    for name, write in writers.items():
        with whole_files(folder / name) as place:
            write(sample, place)


def _bring_in_boundaries(terminal: Terminal, project: Project, folder: Path) -> None:
    """Import the files of boundaries; what lies elsewhere than it says is told and taken as what it is."""
    from gridmap.exchange.boundaries import ImportOptions, read_boundaries
    from sample_data import office

    files = [(office.UNITS, ImportOptions(kind=level, layer=layer)) for level, layer in office.LAYERS.items()]
    files.append((office.GRIDS, ImportOptions(kind=project.plan.scheme.levels[-1].key)))
    for name, options in files:
        try:
            edit, _ = read_boundaries(project.plan, folder / name, options)
        except BadInput as error:
            if not error.key.startswith("shifted-"):
                raise
            terminal.say("office-told", message=message_of(error, terminal.language))
            terminal.say("office-again")
            again = ImportOptions(kind=options.kind, layer=options.layer, crs="gcj02")
            edit, _ = read_boundaries(project.plan, folder / name, again)
        project.perform(edit)


def _bring_in_lists(project: Project, folder: Path) -> Prepared:
    """Take both lists in as one step."""
    from gridmap.exchange.rosters import ImportRoster, RosterOptions, prepare
    from gridmap.exchange.tables import read_tables
    from sample_data import office

    tables = [table for name in (office.ROSTER, office.LEDGER) for table in read_tables(folder / name)]
    prepared = prepare(project.plan, tables)
    project.perform(ImportRoster(tuple(tables), RosterOptions(), prepared))
    return prepared


def _tell_lists(terminal: Terminal, prepared: Prepared) -> None:
    from gridmap.exchange.rosters import Counts
    from ui.outputs.rosters.wording import lines_of

    none = Counts()
    people, duties, branches = (prepared.counts.get(name, none).new for name in ("workers", "assignments", "branches"))
    terminal.say(
        "office-lists",
        good=prepared.good,
        bad=prepared.bad,
        workers=people,
        assignments=duties,
        branches=branches,
    )
    for line in lines_of(prepared, terminal.language)[:_LINES]:
        terminal.say("office-told", message=line)


def _lowest(plan: Plan) -> int:
    return int((plan.ranks == len(plan.scheme.levels)).sum())


def furthest_m(one: Plan, other: Plan) -> float:
    """Return how far apart the boundaries of the grids of two plans are at most, by code; in metres.

    The distance is Hausdorff's between the vertices and edges of each grid. A grid that only one of them has is
    infinitely far.
    """
    import numpy as np
    import shapely

    shapes = [
        dict(zip(plan.grids["code"][plan.has_shape], plan.all_shapes[plan.has_shape], strict=True))
        for plan in (one, other)
    ]
    if shapes[0].keys() != shapes[1].keys():
        return float("inf")
    mine, theirs = (np.array([of[code] for code in shapes[0]], dtype=object) for of in shapes)
    return float(shapely.hausdorff_distance(mine, theirs).max())
