"""The verb ``import``: boundaries from officers' files into a project, which is made if there is none."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, Verb, own_command, privacy_option, terminal_of
from ui.cli.project import opened
from ui.cli.terminal import Terminal

if TYPE_CHECKING:
    from gridmap.exchange.boundaries import ImportOptions
    from gridmap.exchange.boundary_outcome import FileTaken, PreparedBoundaries
    from gridmap.exchange.local_fit import LocalFit
    from gridmap.model.plan import Plan
    from gridmap.people.privacy import Profile

_SHOWN: Final = 10
"""So many lines of what was told, and of what is gone, are printed; ``--json`` has all."""


@click.command("import", cls=Verb, place=30)
@click.argument("project", cls=Argument, describe="help-project-or-new", type=click.Path(path_type=Path))
@click.argument("sources", cls=Argument, metavar="SOURCE...", nargs=-1, required=True, describe="help-sources")
@click.option("--level", metavar="L", required=True, help="help-level")
@click.option("--layer", metavar="NAME", help="help-layer")
@click.option("--code", metavar="COLUMN", help="help-code-column")
@click.option("--name", metavar="COLUMN", help="help-name-column")
@click.option("--parent", metavar="COLUMN", help="help-parent-column")
@click.option("--kind", metavar="COLUMN", help="help-kind-column")
@click.option("--column", "columns", metavar="HEADER=FIELD", multiple=True, help="help-import-column")
@click.option("--crs", metavar="CRS", help="help-crs")
@click.option("--fit", metavar="PAIRS|F.txt", help="help-fit")
@click.option("--encoding", metavar="NAME", help="help-encoding")
@click.option("--scheme", metavar="KEY|F.toml", help="help-scheme")
@click.option("--replace", is_flag=True, help="help-replace")
@click.option("--retire-gone", is_flag=True, help="help-retire-gone")
@click.option("--swap-xy", is_flag=True, help="help-swap-xy")
@click.option("--number", is_flag=True, help="help-number")
@click.option("--match", metavar="METRES", type=click.FloatRange(min=0, max=100), default=0.0, help="help-match")
@click.option("--people", is_flag=True, help="help-import-people")
@click.option("--dry-run", is_flag=True, help="help-import-dry-run")
@click.option("--json", "json_file", metavar="OUT.json", help="help-import-json")
@privacy_option()
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
    columns: tuple[str, ...],
    fit: str | None,
    dry_run: bool,
    json_file: str | None,
    privacy: str,
    **options: Any,
) -> int:
    """Bring boundaries of one level into a project."""
    terminal = terminal_of(ctx)
    from gridmap.people.privacy import profile_named
    from gridmap.storage.whole_files import must_be_free, reading

    files = files_of(sources)
    if project.exists() and scheme is not None:
        raise BadInput("project-has-scheme", file=str(project))
    if json_file == "-":
        terminal.give_data_the_output()
    chosen = dict(pair(words, "--column") for words in columns)
    options |= {"kind": level, "kind_column": kind, "existing": "replace" if replace else "skip", "columns": chosen}
    with ExitStack() as stack:
        for file in files:
            if file.exists():
                stack.enter_context(reading(file))
        if json_file is not None and json_file != "-":
            if Path(json_file).absolute() == project.absolute():
                raise BadInput("output-is-project", file=json_file)
            must_be_free(json_file)
        run = _Import(terminal, files, options, fit, dry_run, json_file, profile_named(privacy))
        if project.exists():
            run.into(project)
        else:
            run.anew(project, scheme or "city")
    if not dry_run:
        terminal.say("import-next", line=f"{own_command()} check {project}")
    return DONE


def files_of(sources: tuple[str, ...]) -> list[Path]:
    """Return the files that the words name; patterns are spelt out where the shell has not done so."""
    files: list[Path] = []
    for source in sources:
        matches = [] if Path(source).exists() else sorted(glob.glob(source))  # noqa: PTH207  # may be absolute
        files += [Path(match) for match in matches] or [Path(source)]
    return files


def pair(words: str, option: str) -> tuple[str, str]:
    """Return what stands before and behind the last equals sign of an option's value."""
    name, equals, value = words.rpartition("=")
    if not equals or not name:
        raise BadInput("roster-not-a-pair", name=option, value=words)
    return name.strip(), value.strip()


class _Import:
    """One run of the verb: files, how they are read, and where the outcome goes."""

    def __init__(
        self,
        terminal: Terminal,
        files: list[Path],
        options: dict[str, Any],
        fit: str | None,
        dry_run: bool,
        json_file: str | None,
        profile: Profile,
    ) -> None:
        self.terminal, self.files, self.dry_run, self.json_file = terminal, files, dry_run, json_file
        self.profile = profile
        self._options, self._fit = options, fit

    def into(self, project: Path) -> None:
        """Import files into a project that is there: all of them, or none if one cannot be read."""
        from gridmap.exchange.boundary_prepare import ImportBoundaries

        with opened(self.terminal, str(project), read_only=self.dry_run) as open_project:
            prepared, options = self._prepared(open_project.plan)
            if prepared.change and not self.dry_run:
                open_project.perform(ImportBoundaries(tuple(self.files), options, prepared))
        self._tell(prepared)

    def anew(self, project: Path, scheme: str) -> None:
        """Make a project of files; none is made if one of them cannot be read, or if the disk is too small for them."""
        from gridmap.exchange.boundary_prepare import ImportBoundaries
        from gridmap.model.plan import Plan
        from gridmap.model.scheme import load_scheme
        from gridmap.project.project import Project
        from gridmap.storage.beside import folder_for

        plan = Plan(load_scheme(scheme))
        prepared, options = self._prepared(plan)
        if not self.dry_run:
            with folder_for(project), unless_it_fails(project), Project.create(project, plan) as new:
                new.perform(ImportBoundaries(tuple(self.files), options, prepared))
            self.terminal.say("import-made", file=project)
        self._tell(prepared)

    def _prepared(self, plan: Plan) -> tuple[PreparedBoundaries, ImportOptions]:
        """Work out the outcome, and tell what does not get in; raises if nothing may be stored."""
        from gridmap.exchange.boundary_options import ImportOptions
        from gridmap.exchange.boundary_prepare import prepare_boundaries
        from ui.outputs.boundaries.wording import lines_of, refusal

        terminal = self.terminal
        options = ImportOptions(**self._options)
        if self._fit is not None:
            options = _with_fit(terminal, options, fit_named(self._fit, plan, self._options["crs"]))
        with terminal.progress("cli-reading", file=", ".join(file.name for file in self.files[:3])) as step:
            prepared = prepare_boundaries(plan, self.files, options, lambda done, of: step(done / max(of, 1)))
        if prepared.refused is not None:
            self._write(prepared, stored=False)
            raise refusal(prepared.refused, self.profile)
        lines = lines_of(prepared, terminal.language, self.profile)
        for line in lines[:_SHOWN]:
            terminal.warn("cli-problem", message=line)
        if len(lines) > _SHOWN:
            terminal.warn("cli-more-problems", count=len(lines) - _SHOWN)
        if not prepared.good:
            self._write(prepared, stored=False)
            raise BadInput("import-nothing")
        return prepared, options

    def _write(self, prepared: PreparedBoundaries, *, stored: bool) -> None:
        """Write the report, if one is asked for."""
        if self.json_file:
            from ui.outputs.boundaries.wording import report
            from ui.outputs.findings import write_json

            write_json(report(prepared, self.terminal.language, self.profile, stored=stored), self.json_file)

    def _tell(self, prepared: PreparedBoundaries) -> None:
        """Print what came of it: of each file, then of all; and write the report."""
        terminal = self.terminal
        self._write(prepared, stored=not self.dry_run)
        for taken in prepared.files:
            tell_file(terminal, taken, "import-would-come" if self.dry_run else "import-done")
        tell_update(terminal, prepared)
        tell_people(terminal, prepared)
        if self.json_file and self.json_file != "-":
            terminal.say("cli-written", file=self.json_file)
        if self.dry_run:
            terminal.say("import-dry-run", good=prepared.good, bad=prepared.bad)


def fit_named(text: str, plan: Plan, crs: str | None) -> LocalFit:
    """Return the fit to the pairs of points that an option gives, or the file that it names.

    Raises
    ------
    BadInput
        ``fit-file-unreadable``, and those of :func:`gridmap.exchange.local_fit.fit_of`.
    """
    from gridmap.exchange.datum import Source
    from gridmap.exchange.local_fit import fit_of, pairs_in

    place = Path(text)
    try:
        words = place.read_text(encoding="utf-8-sig") if len(text) < 1000 and place.is_file() else text
    except (OSError, UnicodeError) as error:
        raise BadInput("fit-file-unreadable") from error
    own, known = pairs_in(words)
    return fit_of(own, known, crs or Source(plan.crs).name)


def _with_fit(terminal: Terminal, options: ImportOptions, fit: LocalFit) -> ImportOptions:
    """Return options with a fit, and say how good it is and what is to be minded."""
    from dataclasses import replace

    terminal.warn("import-fit-classified")
    worst = float(fit.residuals.max())
    terminal.say("import-fit" if len(fit.residuals) > 2 else "import-fit-two", count=len(fit.residuals), metres=worst)
    return replace(options, fit=fit, crs=None)


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


def tell_file(terminal: Terminal, taken: FileTaken, key: str) -> None:
    """Print how many grids come in from a file (the sentence of a key), their parents, and what its columns are."""
    values: dict[str, Any] = dict(taken.values)
    terminal.say(key, **values)
    ways = [
        terminal.text(f"import-{way}", count=values[way])
        for way in ("by_column", "by_prefix", "by_place", "without_parent", "adopted")
        if values.get(way)
    ]
    if ways:
        terminal.say("import-parents", ways=ways)
    for what in ("numbered", "united", "matched"):
        if values.get(what):
            terminal.say(f"import-{what}", count=values[what])
    fields = [
        terminal.text("import-column", column=values[f"column_{field}"], field=terminal.text(f"import-as-{field}"))
        for field in ("code", "name", "parent", "kind", "setting", "use", "note", "households", "residents")
        if values.get(f"column_{field}")
    ]
    if fields:
        terminal.say("import-columns", taken=fields)
    _tell_of_columns_left(terminal, taken)


def _tell_of_columns_left(terminal: Terminal, taken: FileTaken) -> None:
    """Print which columns were not taken: of people, which may come in or have done so, and all others."""
    people = [column.header for column in taken.offered]
    if people:
        key = "import-people-taken" if taken.options.people else "import-people-offered"
        terminal.say(key, columns=people)
    left = [column.header for column in taken.columns if not column.field and column.header not in people]
    if left:
        terminal.say("import-columns-left", left=", ".join(left))


def tell_people(terminal: Terminal, prepared: PreparedBoundaries) -> None:
    """Print how many rows of each table columns of people bring or change."""
    total: dict[str, int] = {}
    for roster in prepared.rosters:
        for table, count in roster.counts.items():
            total[table] = total.get(table, 0) + count.new + count.changed + count.ended
    parts = [
        terminal.text("import-people-count", table=terminal.text(f"roster-table-{table}"), count=count)
        for table, count in total.items()
        if count
    ]
    if parts:
        terminal.say("import-people-brought", parts=parts)


def tell_update(terminal: Terminal, prepared: PreparedBoundaries) -> None:
    """Print how the rows compare with the grids that were there, and which of these the files do not have."""
    counts = prepared.counts
    known = ("changed", "renamed", "same", "doubtful")
    states = [terminal.text(f"import-state-{state}", count=counts[state]) for state in ("new", *known) if counts[state]]
    if any(counts[state] for state in known):
        terminal.say("import-states", states=states)
    if not counts["gone"]:
        return
    plan, gone = prepared.plan, prepared.gone
    codes = ", ".join(plan.codes(gone[:_SHOWN])) + ("…" if len(gone) > _SHOWN else "")
    terminal.say(
        "import-gone-retired" if counts["retired"] else "import-gone",
        count=len(gone),
        codes=codes,
        retired=counts["retired"],
    )
