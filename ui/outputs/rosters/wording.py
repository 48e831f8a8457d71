"""The outcome of rosters in words: what was told of cells and tables, with its place and what may be meant."""

from __future__ import annotations

from typing import Any

from gridmap.exchange.rosters import Fault, LeftOut, Prepared
from gridmap.model.errors import Problem
from ui.words.messages import Language, message_of, text


def reason_and_suggestion(fault: Fault, language: Language, *, by_option: bool = True) -> tuple[str, str]:
    """Return why a cell could not be taken, and what may be meant (``""`` if nothing is known).

    Parameters
    ----------
    by_option : bool
        Whether to say by which option of the command line one chooses.
    """
    if not fault.suggestions:
        who = text("roster-suggest-who", language, asked=fault.asked) if by_option and fault.namesakes else ""
        return message_of(fault.problem, language), who
    names = list(fault.suggestions)
    if by_option and fault.asked and fault.left_out:
        return message_of(fault.problem, language), text(
            "roster-suggest-choose", language, names=names, asked=fault.asked
        )
    return message_of(fault.problem, language), text("roster-suggest", language, names=names)


def fault_line(fault: Fault, language: Language) -> str:
    """Return all of a fault in one line: file, sheet, row and column, the reason and what may be meant."""
    reason, suggestion = reason_and_suggestion(fault, language)
    between = "；" if language == "zh" else "; "
    message = between.join(part for part in (reason, suggestion) if part)
    return text("roster-at", language, place=place_of(fault.problem, language), message=message)


def problem_line(problem: Problem, language: Language) -> str:
    """Return what was told of a table, with its file and sheet in front."""
    message = message_of(problem, language)
    place = place_of(problem, language)
    if not place or (problem.file and problem.file in message):
        return message
    return text("roster-at", language, place=place, message=message)


def left_out_line(left: LeftOut, language: Language) -> str:
    """Return what personal data of a column was not taken in."""
    place = _place(language, left.file, left.sheet)
    message = text(f"roster-left-{left.reason}", language, column=left.column, count=left.count)
    return text("roster-at", language, place=place, message=message)


def place_of(problem: Problem, language: Language) -> str:
    """Return where something is: the file, and sheet, row and column as far as they are known."""
    return _place(language, problem.file, problem.sheet, problem.row, problem.column)


def _place(language: Language, file: str, sheet: str, row: int = 0, column: str = "") -> str:
    parts = [file]
    if sheet:
        parts.append(text("roster-at-sheet", language, sheet=sheet))
    if row:
        parts.append(text("roster-at-row", language, row=row))
    if column:
        parts.append(text("roster-at-column", language, column=column))
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


def lines_of(prepared: Prepared, language: Language) -> list[str]:
    """Return everything that is told of an outcome: cells, then tables, then personal data."""
    return [
        *(fault_line(fault, language) for fault in prepared.faults),
        *(problem_line(problem, language) for problem in prepared.problems),
        *(left_out_line(left, language) for left in prepared.left_out),
    ]


def report(prepared: Prepared, language: Language, *, stored: bool) -> dict[str, Any]:
    """Return the outcome for programs, with its sentences."""
    faults = []
    for fault in prepared.faults:
        reason, suggestion = reason_and_suggestion(fault, language)
        problem = fault.problem
        faults.append(
            {
                "file": problem.file,
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "key": problem.key,
                "value": fault.value,
                "left_out": fault.left_out,
                "message": reason,
                "suggestion": suggestion,
                "suggestions": list(fault.suggestions),
                "asked": fault.asked,
            }
        )
    problems = [
        {"key": one.key, "file": one.file, "sheet": one.sheet, "message": problem_line(one, language)}
        for one in prepared.problems
    ]
    return {
        "stored": stored,
        "good": prepared.good,
        "bad": prepared.bad,
        **prepared.report(),
        "faults": faults,
        "problems": problems,
    }
