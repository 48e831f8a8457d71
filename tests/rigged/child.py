"""Opens one project after the other as a user does, in a process that may be lost: paths come in, answers go out."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gridmap.edits import SetAttributes
from gridmap.model.errors import GridMapError
from gridmap.project.project import Project
from ui.program import command_line
from ui.words.messages import message_of


def command(*words: str) -> tuple[int, str]:
    """Run the command line and return its exit code and all that it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            command_line.main([*words, "--lang", "en"])
        except SystemExit as end:
            return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def looked_at(path: Path, begins: Callable[[str], object] = lambda step: None) -> dict[str, Any]:
    """Try everything on a project and return what came of it.

    Parameters
    ----------
    begins : callable, optional
        Called with the name of a step when it begins, so that whoever waits knows what hangs.

    Returns
    -------
    dict
        ``codes`` by verb; ``seconds`` by step, of the processor and not of the clock; ``crash`` with a traceback if one
        got out; ``rows`` by table if it could be opened, and ``told``, the tables of which something was told;
        ``edit``: ``"done"`` or why not; ``rescued`` and ``rescue_told``, the same of what ``rescue`` wrote.
    """
    found: dict[str, Any] = {"codes": {}, "seconds": {}}

    @contextlib.contextmanager
    def step(name: str) -> Iterator[None]:
        begins(name)
        before = time.process_time()
        try:
            yield
        finally:
            found["seconds"][name] = time.process_time() - before

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for verb in (
            ("check", str(path)),
            ("stats", str(path)),
            ("history", str(path)),
            ("draft", str(path), "--list"),
            ("export", str(path), "-o", str(out / "out.geojson")),
            ("rescue", str(path), "-o", str(out / "rescued.gpkg")),
        ):
            with step(verb[0]):
                code, said = command(*verb)
            found["codes"][verb[0]] = code
            if code == 3:
                found["crash"] = f"{verb[0]}: {said}\n{crash_log(said)}"
        try:
            with step("open"):
                rows = opened(path)
            found.update(rows)
        except GridMapError as error:
            found["refused"] = message_of(error, "en")
        except Exception:  # noqa: BLE001  # whatever it is, it is what is looked for
            found["crash"] = traceback.format_exc()
        try:
            if (out / "rescued.gpkg").exists():
                with step("open what was rescued"):
                    found.update(rescued(path, out / "rescued.gpkg"))
        except Exception:  # noqa: BLE001  # nothing may be wrong with what GridMap itself has just written
            found["crash"] = traceback.format_exc()
    return found


def rescued(path: Path, copy: Path) -> dict[str, Any]:
    """Open what was rescued of a project, which must be a whole project that can be edited."""
    with Project.open(path, read_only=True, salvage=True) as project:
        told = [problem.sheet for problem in project.problems]
    with Project.open(copy) as project:
        assert not project.read_only and not project.strange
        return {"rescued": {name: len(frame) for name, frame in project.plan.tables.items()}, "rescue_told": told}


def opened(path: Path) -> dict[str, Any]:
    """Open a project, edit it, and open it again."""
    copy = path.with_name("edited.gpkg")
    shutil.copyfile(path, copy)
    with Project.open(path, read_only=True) as project:
        found = {
            "rows": {name: len(frame) for name, frame in project.plan.tables.items()},
            "told": [problem.sheet for problem in project.problems],
            "keys": sorted({problem.key for problem in project.problems}),
        }
        for problem in project.problems:
            message_of(problem, "zh")
    try:
        with Project.open(copy) as project:
            grid = int(project.plan.grids.index[0])
            project.perform(SetAttributes("grids", (grid,), {"note": "geprüft"}))
            after = {name: len(frame) for name, frame in project.plan.tables.items()}
            project.undo()
            project.redo()
            while project.can_undo:
                project.undo()
            project.go_to(project.last_line and 1)
    except (GridMapError, IndexError) as error:
        found["edit"] = repr(error)[:200]
        after = None
    else:
        found["edit"] = "done"
    with contextlib.suppress(GridMapError), Project.open(copy, read_only=True) as project:
        rows = {name: len(frame) for name, frame in project.plan.tables.items()}
        if after is not None and rows != after:
            found["crash"] = f"rows went with an edit: {after} became {rows}"
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        found["whole"] = connection.execute("PRAGMA quick_check").fetchone()[0]
    return found


def crash_log(said: str) -> str:
    """Return what stands in the log that the command line has written of a crash."""
    for word in said.split():
        if word.endswith((".log", ".log.")) and Path(word.rstrip(".")).is_file():
            return Path(word.rstrip(".")).read_text(encoding="utf-8")
    return ""


if __name__ == "__main__":
    answers = sys.stdout

    def tell(answer: dict[str, Any]) -> None:
        """Send a line to whoever waits."""
        print(json.dumps(answer), file=answers, flush=True)

    for line in sys.stdin:
        tell(looked_at(Path(line.rstrip("\n")), lambda step: tell({"begins": step})))
