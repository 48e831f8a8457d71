"""Makes damaged and rigged projects, opens each in another process, and finds those that were not as they must be."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.rigged.base import make_base
from tests.rigged.damage import damaged
from tests.rigged.make import RIGGED, rigged

MOST_S: Final = 30.0
"""So long one command may keep the processor."""
HANG_S: Final = 120.0
"""So long one command may take by the clock, on a machine that does other things too, until it is given up."""
_RIGGED_WITHOUT_A_TRACE: Final = frozenset({"rows"})


@dataclass
class Report:
    """What came of a run: how often what, and what was not as it must be."""

    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the counts on one line, then the failures."""
        counts = ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items()))
        return "\n".join([f"seed {self.seed}: {counts}; {len(self.failures)} not as they must be", *self.failures])


class Child:
    """A process that looks at projects, started again when it is lost."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.rigged.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        self._answers: queue.Queue[str] = queue.Queue()
        self._readers = (
            threading.Thread(target=self._listen, args=(self._process, self._answers), daemon=True),
            threading.Thread(target=self._drain, args=(self._process,), daemon=True),
        )
        for reader in self._readers:
            reader.start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            answers.put(line)
        answers.put("")

    @staticmethod
    def _drain(process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        process.stderr.read()

    def look_at(self, path: Path) -> dict[str, Any]:
        """Have a project looked at; ``{"crash": ...}`` if the process ends or takes too long."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        step = ""
        while True:
            try:
                answer = self._answers.get(timeout=HANG_S)
            except queue.Empty:
                crash = f"{step} took longer than {HANG_S:.0f} s"
                break
            if not answer:
                crash = f"{step} ended the process"
                break
            found = json.loads(answer)
            if "begins" not in found:
                return dict(found)
            step = found["begins"]
        self.end()
        self._start()
        return {"crash": crash}

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def run(
    count: int, seed: int, *, rigs: Iterable[str] | None = None, tell: Callable[[str], object] | None = None
) -> Report:
    """Look at ``count`` damaged projects and at the rigged ones.

    Parameters
    ----------
    count : int
        How many damaged projects; number ``i`` is made with the seed ``seed + i``.
    seed : int
    rigs : iterable of str, optional
        Names of the rigged ones (keys of :data:`tests.rigged.make.RIGGED`); all if left out.
    tell : callable, optional
        Called with a line for each that was not as it must be, as soon as it is known.

    Returns
    -------
    Report
        Its ``failures`` are empty if nothing ended with exit code 3, hung, or lost a row without a word.
    """
    report = Report(seed)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.gpkg"
        rows = make_base(base)
        child = Child()
        try:
            for kind, name, path in _files(base, Path(folder), count, seed, RIGGED if rigs is None else rigs):
                found = child.look_at(path)
                report.counts[f"{kind} {_outcome(found)}"] += 1
                for failure in judged(found, rows):
                    report.failures.append(f"{kind} {name}: {failure}")
                    if tell is not None:
                        tell(report.failures[-1])
        finally:
            child.end()
    return report


def _files(base: Path, folder: Path, count: int, seed: int, rigs: Iterable[str]) -> Iterator[tuple[str, str, Path]]:
    """Yield files one after the other, each in a folder of its own."""
    for number in range(count):
        path = folder / f"damaged-{number}" / "p.gpkg"
        path.parent.mkdir()
        name = damaged(base, path, seed + number)
        yield "damaged", f"{name} (seed {seed + number})", path
    for number, name in enumerate(rigs):
        path = folder / f"rigged-{number}" / "p.gpkg"
        path.parent.mkdir()
        rigged(base, path, name)
        yield "rigged", name, path


def _outcome(found: dict[str, Any]) -> str:
    if "crash" in found:
        return "crashed"
    if "refused" in found:
        return "refused"
    return "opened" + (" and told of" if found["told"] else "") + (" and edited" if found["edit"] == "done" else "")


def judged(found: dict[str, Any], rows: dict[str, int]) -> Iterator[str]:
    """Yield what was not as it must be: a traceback, a hang, rows that went without a word."""
    for step, seconds in found.get("seconds", {}).items():
        if seconds > MOST_S:
            yield f"{step} took {seconds:.0f} s"
    if "crash" in found:
        yield found["crash"]
        return
    if set(found["codes"].values()) - {0, 1, 2}:
        yield f"exit codes {found['codes']}"
    if "refused" in found and not found["refused"].strip():
        yield "refused without a word"
    for name, count in found.get("rows", {}).items():
        if count < rows[name] and name not in found["told"]:
            yield f"{rows[name] - count} rows of {name} are lost without a word"
    for name, count in found.get("rescued", {}).items():
        if count < rows[name] and name not in found["rescue_told"]:
            yield f"{rows[name] - count} rows of {name} are left behind by a rescue without a word"
        if count < found.get("rows", {}).get(name, 0):
            yield f"{name} holds {found['rows'][name]} rows when opened and {count} when rescued"
    if found.get("edit") == "done" and found.get("whole") != "ok":
        yield f"an edit was written into a file that is not whole: {found.get('whole')}"
