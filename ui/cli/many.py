"""What ``check`` and ``fix`` do with many files: one report, one exit code, and a broken file stops no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gridmap.model.errors import BadInput
from ui.cli.frame import BAD_INPUT, DONE, FOUND
from ui.cli.terminal import Terminal
from ui.words.messages import message_of

if TYPE_CHECKING:
    from gridmap.many.checking import Checked
    from gridmap.many.kept import Kept
    from gridmap.many.mending import Mended, Report
    from gridmap.many.sources import Sources
    from ui.outputs.findings.many import ManyReport, Row

_TOP: Final = 10
_PROBLEMS: Final = 3
"""So many of the remarks on each file are told; there may be hundreds of files."""
_STYLES: Final = {"error": "red", "warning": "yellow", "notice": "cyan"}


def check_many(
    terminal: Terminal,
    named: Sequence[str],
    *,
    json_file: str | None,
    geo_file: Path | None,
    xlsx_file: Path | None,
    scopes: Sequence[str],
    rules: Sequence[str],
    on: dt.date | None,
    privacy: str,
    cluster: str | None,
    keep: Path | None,
) -> int:
    """Check files and what crosses them, tell and write what was found, and return the exit code."""
    from gridmap.many.across import crossings
    from gridmap.many.checking import Request, check_files, must_be_rules
    from gridmap.many.cluster import must_be_installed
    from gridmap.people.privacy import profile_named
    from ui.outputs.findings.many import ManyReport, tell

    if scopes:
        raise BadInput("many-without-scope")
    must_be_rules(rules)
    if cluster:
        must_be_installed()
    sources = _sources(terminal, named)
    profile, day = profile_named(privacy), on or dt.date.today()
    request = Request(partial(tell, terminal.language, profile), day, tuple(rules))
    kept = _kept(terminal, keep, [*rules, day.isoformat(), terminal.language, profile], privacy)
    found: dict[int, Checked] = {}
    with terminal.progress("many-checking", count=len(sources.files)) as step:
        for number, one in check_files(sources.files, request, keep=kept, cluster=cluster or ""):
            found[number] = one
            step(len(found) / len(sources.files))
    checked = [found[number] for number in range(len(sources.files))]
    with terminal.progress("many-comparing"):
        across = crossings(checked, rules)
    report = ManyReport(checked, across, terminal.language, profile)
    _write(terminal, report, json_file, geo_file, xlsx_file, day)
    _show(terminal, report)
    if on is not None:
        terminal.say("sheet-dates_unstated", on=on.isoformat())
    return BAD_INPUT if report.broken else FOUND if report.severities["error"] else DONE


def _sources(terminal: Terminal, named: Sequence[str]) -> Sources:
    from gridmap.many.sources import sources_of

    sources = sources_of(named)
    if sources.left_out:
        terminal.warn("many-left-out", count=sources.left_out)
    return sources


def _kept(terminal: Terminal, folder: Path | None, asked: list[str], privacy: str) -> Kept | None:
    """Return where results are kept: in the folder asked for, else the user's cache, where nobody is named in full."""
    from gridmap.many.kept import Kept
    from gridmap.storage.results import results_folder

    if folder is None and privacy == "internal":
        return None
    kept = Kept(folder or results_folder(), asked)
    try:
        kept.begin()
    except OSError as error:
        if folder is not None:
            raise BadInput("folder-not-writable", file=str(folder), reason=error.strerror or str(error)) from error
        return None
    return kept


def _write(
    terminal: Terminal,
    report: ManyReport,
    json_file: str | None,
    geo_file: Path | None,
    xlsx_file: Path | None,
    day: dt.date,
) -> None:
    from ui.outputs.findings.json import write_json
    from ui.outputs.findings.many import write_many_geopackage, write_many_workbook

    if json_file:
        write_json(report.as_json(), json_file)
    if geo_file:
        placeless = write_many_geopackage(report, geo_file)
        if placeless:
            terminal.warn("findings-without-place", count=placeless)
    if xlsx_file:
        write_many_workbook(report, xlsx_file, day.isoformat())
    for written in (json_file, geo_file, xlsx_file):
        if written and written != "-":
            terminal.say("cli-written", file=str(written))


def _show(terminal: Terminal, report: ManyReport) -> None:
    """Print what was found: by file, by rule, and the most important across files and in them."""
    say = terminal.text
    for name, one in zip(report.names, report.checked, strict=True):
        if one.error is not None:
            terminal.fail(message_of(one.error, terminal.language))
        for message in one.told.get("problems", [])[:_PROBLEMS]:
            terminal.warn("many-of-file", file=name, message=message)
    for copy, same in report.across.copies:
        terminal.warn("many-same-content", file=report.names[copy], other=report.names[same])
    counts = report.severities
    terminal.say(
        "check-summary",
        style="bold",
        title=say("many-files", count=len(report.checked)),
        errors=counts["error"],
        warnings=counts["warning"],
        notices=counts["notice"],
    )
    severities = ("error", "warning", "notice")
    rows: list[list[object]] = []
    for name, one in zip(report.names, report.checked, strict=True):
        own = one.told.get("severities", {})
        rows.append([name, *(None if one.error is not None else int(own.get(key, 0)) for key in severities)])
    crossing = [sum(one.severity == key for one in report.across.found) for key in severities]
    rows.append([say("many-across"), *crossing])
    terminal.table([(say("column-file"), "left"), *((say(f"severity-{key}"), "right") for key in severities)], rows)
    if report.by_rule:
        terminal.table(
            [(say(f"column-{name}"), "right" if name == "count" else "left") for name in ("rule", "severity", "count")],
            [(rule, say(f"severity-{severity}"), count) for (rule, severity), count in report.by_rule.items()],
        )
    _show_rows(terminal, report)
    before = sum(one.is_from_before for one in report.checked)
    if before:
        terminal.say("many-from-before", count=before, of=len(report.checked))


def _show_rows(terminal: Terminal, report: ManyReport) -> None:
    rows = list(report.rows())
    across = [row for row in rows if row.is_across][:_TOP]
    within = sorted((row for row in rows if not row.is_across), key=lambda row: row.rank)[:_TOP]
    if across:
        terminal.say("many-top-across", count=len(across), style="bold")
        _tell(terminal, across)
    if within:
        terminal.say("check-top", count=len(within), style="bold")
        _tell(terminal, within)
    left = len(rows) - len(across) - len(within)
    if left:
        terminal.say("many-more", count=left)


def _tell(terminal: Terminal, rows: Sequence[Row]) -> None:
    from rich.text import Text

    from gridmap.model.plain_text import one_line

    for row in rows:
        line = Text(f"  {terminal.text(f'severity-{row.severity}')}  ", style=_STYLES[row.severity])
        said = row.message if row.is_across else terminal.text("many-of-file", file=row.file, message=row.message)
        line.append(one_line(said), style="default")
        terminal.out.print(line, soft_wrap=True)


def fix_many(
    terminal: Terminal,
    named: Sequence[str],
    *,
    rules: Sequence[str],
    dry_run: bool,
    report: Path | None,
    write: Report,
) -> int:
    """Mend files, each in its own project, tell what was done, and return the exit code."""
    from gridmap.many.checking import must_be_rules
    from gridmap.many.mending import Wanted, mend_files

    must_be_rules(rules)
    sources = _sources(terminal, named)
    found: dict[int, Mended] = {}
    wanted = Wanted(write, tuple(rules), dry_run)
    with terminal.progress("many-mending", count=len(sources.files)) as step:
        for number, one in mend_files(sources.files, wanted):
            found[number] = one
            step(len(found) / len(sources.files))
    mended = [found[number] for number in range(len(sources.files))]
    _show_mended(terminal, mended, dry_run=dry_run)
    _write_reports(terminal, mended, report)
    broken = any(one.error is not None for one in mended)
    return BAD_INPUT if broken else FOUND if any(one.errors_after or one.errors_brought for one in mended) else DONE


def _show_mended(terminal: Terminal, mended: Sequence[Mended], *, dry_run: bool) -> None:
    say = terminal.text
    for one in mended:
        if one.error is not None:
            terminal.fail(message_of(one.error, terminal.language))
        if one.errors_brought:
            terminal.warn("many-of-file", file=one.path.name, message=say("fix-refused-errors"))
    names = ("file", "mended", "area_m2")
    terminal.table(
        [
            *((say(f"column-{name}"), "left" if name == "file" else "right") for name in names),
            (say("many-column-left"), "right"),
            (say("many-column-errors-after"), "right"),
        ],
        [
            (one.path.name, None, None, None, None)
            if one.error is not None
            else (one.path.name, one.count, round(one.area_m2, 1), one.left, one.errors_after)
            for one in mended
        ],
    )
    if dry_run:
        terminal.say("fix-dry-run")
    else:
        done = [one for one in mended if one.performed]
        terminal.say("many-mended", style="bold", count=sum(one.count for one in done), files=len(done))


def _write_reports(terminal: Terminal, mended: Sequence[Mended], report: Path | None) -> None:
    """Write one report where one is asked for, else one beside each file, as for a single file."""
    import json

    from gridmap.model.errors import GridMapError
    from gridmap.storage.whole_files import write_whole

    if report is not None:
        files: list[dict[str, Any]] = [
            {"file": str(one.path), "error": message_of(one.error, terminal.language)}
            if one.error is not None
            else {"file": str(one.path), **(one.report or {})}
            for one in mended
        ]
        write_whole(report, json.dumps({"files": files}, ensure_ascii=False, indent=1))
        terminal.say("cli-written", file=str(report))
        return
    for one in mended:
        if one.report is None or not (one.count or one.left):
            continue
        path = one.path.with_name(f"{one.path.stem}-fix.json")
        try:
            write_whole(path, json.dumps(one.report, ensure_ascii=False, indent=1))
        except GridMapError as error:
            terminal.warn("fix-no-report", reason=message_of(error, terminal.language))
        else:
            terminal.say("cli-written", file=str(path))
