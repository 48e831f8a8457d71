"""What came of reading boundaries in words: what was told of files and rows, and what might be said of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from gridmap.exchange.boundary_outcome import PreparedBoundaries, Suggestion
from gridmap.model.errors import BadInput, Problem
from gridmap.people.privacy import Profile, shown_text
from ui.outputs.rosters.wording import problem_line, reason_and_suggestion
from ui.words.messages import Language, message_of, text

_CELLS: Final = ("value", "before", "after")
"""Values of a message that are what somebody wrote into a cell; a column that was named wrongly may hold people."""


def lines_of(prepared: PreparedBoundaries, language: Language, profile: Profile) -> list[str]:
    """Return everything that is told of an outcome: of files and rows, then of people in them."""
    lines = [problem_line(shown(problem, profile), language) for problem in prepared.problems]
    for roster in prepared.rosters:
        lines += [message_of(shown(fault.problem, profile), language) for fault in roster.faults]
    return lines


def shown(problem: Problem, profile: Profile) -> Problem:
    """Return a problem of which cells are shown as a profile shows what somebody wrote."""
    if profile == "internal":
        return problem
    return replace(problem, values=_shown_values(problem.values, profile))


def refusal(error: BadInput, profile: Profile) -> BadInput:
    """Return why a file is refused, with what its cells say as a profile shows it."""
    return error if profile == "internal" else BadInput(error.key, **_shown_values(error.values, profile))


def suggestion_line(suggestion: Suggestion, language: Language) -> str:
    """Return what somebody may want to say of a file, in words."""
    return text(f"import-suggest-{suggestion.key}", language, **suggestion.values)


def report(prepared: PreparedBoundaries, language: Language, profile: Profile, *, stored: bool) -> dict[str, Any]:
    """Return the outcome for programs, with its sentences: exactly what the window shows."""
    whole = prepared.report()
    for taken, file in zip(prepared.files, whole["files"], strict=True):
        file["message"] = "" if taken.refused is None else message_of(refusal(taken.refused, profile), language)
        for suggestion, one in zip(taken.suggestions, file["suggestions"], strict=True):
            one["message"] = suggestion_line(suggestion, language)
    problems = [
        {
            "key": one.key,
            "file": one.file,
            "row": one.row,
            "column": one.column,
            "message": message_of(shown(one, profile), language),
        }
        for one in prepared.problems
    ]
    faults = [
        {
            "file": fault.problem.file,
            "row": fault.problem.row,
            "column": fault.problem.column,
            "key": fault.problem.key,
            "message": reason_and_suggestion(replace(fault, problem=shown(fault.problem, profile)), language)[0],
        }
        for roster in prepared.rosters
        for fault in roster.faults
    ]
    people = [{**roster.report(), "good": roster.good, "bad": roster.bad} for roster in prepared.rosters]
    return {
        "stored": stored,
        "good": prepared.good,
        "bad": prepared.bad,
        **whole,
        "problems": problems,
        "people": [{key: one[key] for key in ("good", "bad", "counts", "left_out")} for one in people],
        "faults": faults,
    }


def _shown_values(values: Mapping[str, object], profile: Profile) -> dict[str, object]:
    return {
        key: (shown_text(value, profile) or "…") if key in _CELLS and isinstance(value, str) and value else value
        for key, value in values.items()
    }
