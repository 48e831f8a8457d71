"""The verb ``import``: boundaries from officers' files into a project, which is made if there is none."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, Verb, own_command, terminal_of
from ui.cli.project import opened, show_problems
from ui.cli.terminal import Terminal

if TYPE_CHECKING:
    from gridmap.edits import PutRows
    from gridmap.exchange.boundaries import ImportOptions
    from gridmap.model.plan import Plan


@click.command("import", cls=Verb, place=30)
@click.argument("project", cls=Argument, describe="help-project-or-new", type=click.Path(path_type=Path))
@click.argument("sources", cls=Argument, metavar="SOURCE...", nargs=-1, required=True, describe="help-sources")
@click.option("--level", metavar="L", required=True, help="help-level")
@click.option("--layer", metavar="NAME", help="help-layer")
@click.option("--code", metavar="COLUMN", help="help-code-column")
@click.option("--name", metavar="COLUMN", help="help-name-column")
@click.option("--parent", metavar="COLUMN", help="help-parent-column")
@click.option("--kind", metavar="COLUMN", help="help-kind-column")
@click.option("--crs", metavar="CRS", help="help-crs")
@click.option("--encoding", metavar="NAME", help="help-encoding")
@click.option("--scheme", metavar="KEY|F.toml", help="help-scheme")
@click.option("--replace", is_flag=True, help="help-replace")
@click.option("--swap-xy", is_flag=True, help="help-swap-xy")
@click.option("--number", is_flag=True, help="help-number")
@click.pass_context
def import_verb(
    ctx: click.Context,
    /,
    project: Path,
    sources: tuple[str, ...],
    level: str,
    scheme: str | None,
    kind: str | None,
    replace: bool,
    **options: Any,
) -> int:
    """Bring boundaries of one level into a project."""
    terminal = terminal_of(ctx)
    from gridmap.exchange.boundaries import ImportOptions

    wanted = ImportOptions(kind=level, kind_column=kind, existing="replace" if replace else "skip", **options)
    files = files_of(sources)
    if project.exists():
        if scheme is not None:
            raise BadInput("project-has-scheme", file=str(project))
        import_into(terminal, project, files, wanted)
    else:
        import_anew(terminal, project, files, wanted, scheme or "city")
    terminal.say("import-next", line=f"{own_command()} check {project}")
    return DONE


def files_of(sources: tuple[str, ...]) -> list[Path]:
    """Return the files that the words name; patterns are spelt out where the shell has not done so."""
    files: list[Path] = []
    for source in sources:
        matches = [] if Path(source).exists() else sorted(glob.glob(source))  # noqa: PTH207  # may be absolute
        files += [Path(match) for match in matches] or [Path(source)]
    return files


def import_into(terminal: Terminal, project: Path, files: list[Path], options: ImportOptions) -> None:
    """Import files into a project that is there: all of them, or none if one cannot be read."""
    with opened(terminal, str(project), read_only=False) as open_project:
        for edit in _read(terminal, open_project.plan, files, options):
            open_project.perform(edit)
            _tell(terminal, edit)


def import_anew(terminal: Terminal, project: Path, files: list[Path], options: ImportOptions, scheme: str) -> None:
    """Make a project of files; none is made if one of them cannot be read, or if the disk is too small for them."""
    from gridmap.model.plan import Plan
    from gridmap.model.scheme import load_scheme
    from gridmap.project.project import Project
    from gridmap.storage.beside import folder_for

    plan = Plan(load_scheme(scheme))
    edits = _read(terminal, plan, files, options)
    with folder_for(project), unless_it_fails(project), Project.create(project, plan) as new:
        for edit in edits:
            new.perform(edit)
    terminal.say("import-made", file=project)
    for edit in edits:
        _tell(terminal, edit)


@contextmanager
def unless_it_fails(project: Path) -> Iterator[None]:
    """Take a project away again that was made inside, if what follows there fails."""
    there = project.exists()
    try:
        yield
    except BaseException:
        if not there:
            for left in (project, project.with_name(f"{project.name}-journal")):
                left.unlink(missing_ok=True)
        raise


def _read(terminal: Terminal, plan: Plan, files: list[Path], options: ImportOptions) -> list[PutRows]:
    """Read every file, each on top of those before it, and tell what did not get in."""
    from gridmap.exchange.boundaries import read_boundaries

    edits: list[PutRows] = []
    for file in files:
        with terminal.progress("cli-reading", file=file):
            edit, problems = read_boundaries(plan, file, options)
            plan = plan.apply(edit.change(plan))
        show_problems(terminal, problems)
        edits.append(edit)
    if not any(edit.values["count"] for edit in edits):
        raise BadInput("import-nothing")
    return edits


def _tell(terminal: Terminal, edit: PutRows) -> None:
    """Print how many grids came in from a file, and how their parents were found."""
    values: dict[str, object] = dict(edit.values)
    terminal.say("import-done", **values)  # type: ignore[arg-type]
    ways = [
        terminal.text(f"import-{way}", count=edit.values[way])
        for way in ("by_column", "by_prefix", "by_place", "without_parent", "adopted")
        if edit.values.get(way)
    ]
    if ways:
        terminal.say("import-parents", ways=ways)
    for what in ("numbered", "united"):
        if edit.values.get(what):
            terminal.say(f"import-{what}", count=edit.values[what])
    taken = [
        terminal.text("import-column", column=edit.values[f"column_{field}"], field=terminal.text(f"import-as-{field}"))
        for field in ("code", "name", "parent", "kind", "setting", "use", "note", "households", "residents")
        if edit.values.get(f"column_{field}")
    ]
    if taken:
        terminal.say("import-columns", taken=taken)
    if edit.values.get("columns_left"):
        terminal.say("import-columns-left", left=str(edit.values["columns_left"]))
