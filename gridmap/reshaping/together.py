"""Work on many shapes at once, each piece of it written down for one shape alone.

Calls that look at one shape take longer to be made than to be done. So a piece of work that shapes have to be asked for
is a generator: where it needs an answer it yields what it asks, with the arguments, and goes on with the answer. Many
such pieces are done together: what waits for the same is asked in one call, and who has got his answer goes on to his
next question. What comes of a piece does not hang on who is done with it, as long as none changes what another asks
about.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from functools import cache
from types import CodeType
from typing import Any, TypeVar

import numpy as np
import shapely

from gridmap.ground.cores import on_all_cores
from gridmap.model.arrays import ShapeArray

_Made = TypeVar("_Made")
_Function = TypeVar("_Function", bound=Callable[..., Any])

Answers = Callable[[list[tuple[Any, ...]]], Sequence[Any]]
"""Answers many questions of one kind, each given by its arguments, in their order."""

Ask = tuple[Answers, tuple[Any, ...]]
"""Who answers a question, and its arguments."""

Steps = Generator[Ask, Any, _Made]
"""A piece of work that asks as it goes, and what it returns in the end."""

_WORTH_A_THREAD = 20


def alone(steps: Steps[_Made]) -> _Made:
    """Do one piece of work by itself."""
    try:
        answers, args = next(steps)
        while True:
            try:
                [answer] = answers([args])
            except shapely.GEOSException as error:
                answers, args = steps.throw(error)
            else:
                answers, args = steps.send(answer)
    except StopIteration as done:
        return done.value


def together(
    many: Sequence[Steps[_Made]],
    after: Sequence[Iterable[int]] | None = None,
    told: Callable[[int], None] | None = None,
) -> list[_Made]:
    """Do many pieces of work side by side; return what each returns.

    Parameters
    ----------
    after : sequence of numbers, optional
        For each piece those before it that must be done before it begins.
    told : callable, optional
        Called now and then with how many are done. It may raise to cancel.
    """
    return _Together(many, after, told).results


class _Together:
    """Pieces of work that go on side by side."""

    def __init__(
        self,
        many: Sequence[Steps[Any]],
        after: Sequence[Iterable[int]] | None,
        told: Callable[[int], None] | None,
    ) -> None:
        self.results: list[Any] = [None] * len(many)
        self._many = many
        self._waiting: dict[Answers, list[tuple[int, tuple[Any, ...]]]] = {}
        self._places: dict[int, tuple[int, ...]] = {}  # of those who wait, as far as somebody asked
        self._in_common: dict[int, Any] = {}  # steps marked so that a piece of work was in when somebody asked
        self._missing = [len(set(mine)) for mine in after] if after is not None else [0] * len(many)
        self._later: dict[int, list[int]] = {}
        for number, mine in enumerate(after or ()):
            for before in set(mine):
                self._later.setdefault(before, []).append(number)
        self._done = 0
        for number in [number for number, missing in enumerate(self._missing) if not missing]:
            self._go_on(number, None)
        while self._waiting:
            if told is not None:
                told(self._done)
            self._ask()

    def _ask(self) -> None:
        """Ask what the one farthest behind is waiting for, so that it catches up; and let all that ask it go on."""
        next_one = (
            next(iter(self._waiting)) if len(self._waiting) == 1 else min(self._waiting, key=self._farthest_behind)
        )
        asked = self._waiting.pop(next_one)
        for (number, _), answer in zip(asked, _answered(next_one, [args for _, args in asked]), strict=True):
            self._go_on(number, answer)

    def _farthest_behind(self, ask: Answers) -> tuple[int, ...]:
        """Return how far the one has come who is farthest behind of those who ask something."""
        places = self._places
        for number, _ in self._waiting[ask]:
            if number not in places:
                places[number] = self._place(number)
        return min([places[number] for number, _ in self._waiting[ask]])

    def _place(self, number: int) -> tuple[int, ...]:
        """Return how far a piece of work has come: the line where it stands, and that of what it does there in turn.

        In steps that are marked as in common only the lines from there on count.
        """
        work: Any = self._in_common.get(number)
        if work is None or work.gi_frame is None:  # they are done
            work = self._many[number]
        place: list[int] = []
        while work is not None:
            code, at = work.gi_code, work.gi_frame.f_lasti
            if id(code) in _IN_COMMON:
                place, self._in_common[number] = [_IN_COMMON_LAST], work
            line = _LINES.get((id(code), at))
            if line is None:
                line = _LINES[id(code), at] = work.gi_frame.f_lineno
                _CODES.append(code)
            place.append(line)
            work = work.gi_yieldfrom
        return tuple(place)

    def _go_on(self, number: int, answer: object) -> None:
        """Let a piece of work go on with an answer, and those begin that have waited for its end."""
        going = [(number, answer)]
        while going:
            number, answer = going.pop()
            self._places.pop(number, None)
            work = self._many[number]
            try:
                ask, args = work.throw(answer.error) if isinstance(answer, _Failed) else work.send(answer)
            except StopIteration as end:
                self.results[number] = end.value
                self._done += 1
                going += [(later, None) for later in reversed(self._let_begin(number))]
            else:
                self._waiting.setdefault(ask, []).append((number, args))

    def _let_begin(self, done: int) -> list[int]:
        """Return which pieces have waited for this one last."""
        ready = []
        for later in self._later.get(done, ()):
            self._missing[later] -= 1
            if not self._missing[later]:
                ready.append(later)
        return ready


_LINES: dict[tuple[int, int], int] = {}
"""The line of each place in steps, which Python counts anew whenever it is asked, by the identity of the code."""

_CODES: list[CodeType] = []
"""Code whose identity is known, and which therefore stays."""

_IN_COMMON: set[int] = set()
_IN_COMMON_LAST = sys.maxsize


def in_common(function: _Function) -> _Function:
    """Mark steps that different pieces of work come to, so that whoever is there first waits for the others."""
    _IN_COMMON.add(id(function.__code__))
    _CODES.append(function.__code__)
    return function


class _Failed:
    """A question that has no answer."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _answered(answers: Answers, asked: list[tuple[Any, ...]]) -> Sequence[Any]:
    """Return the answers to many questions; if one of them fails, each is asked by itself."""
    try:
        return answers(asked)
    except shapely.GEOSException as error:
        if len(asked) == 1:
            return [_Failed(error)]
        return [_answered(answers, [one])[0] for one in asked]


def shapes_from(shapes: Sequence[shapely.Geometry | None]) -> ShapeArray:
    """Return shapes as an array, also where there is none or all are missing."""
    result = np.empty(len(shapes), dtype=object)
    result[:] = shapes
    return result


@cache
def one_by_one(function: Callable[..., Any], *more: Any) -> Answers:
    """Return who answers ``function(*shapes, *more)``, a function of shapely, for single shapes."""

    def answers(asked: list[tuple[Any, ...]]) -> Sequence[Any]:
        if len(asked) == 1:
            return [function(*asked[0], *more)]
        columns = [shapes_from(column) for column in zip(*asked, strict=True)]
        return on_all_cores(lambda *rows: function(*rows, *more), *columns, worth=_WORTH_A_THREAD).tolist()

    return answers


@cache
def row_by_row(function: Callable[..., Any], *more: Any) -> Answers:
    """Return who answers ``function(*columns, *more)``, a function of shapely, for arrays of shapes."""

    def answers(asked: list[tuple[Any, ...]]) -> Sequence[Any]:
        if len(asked) == 1:
            return [function(*asked[0], *more)]
        columns = [np.concatenate(column) for column in zip(*asked, strict=True)]
        if not len(columns[0]):
            return [function(*asked[0], *more)] * len(asked)
        found = on_all_cores(lambda *rows: function(*rows, *more), *columns, worth=_WORTH_A_THREAD)
        return parted(found, [len(args[0]) for args in asked])

    return answers


def parted(rows: Any, sizes: Sequence[int]) -> list[Any]:
    """Return an array in pieces of some sizes, one after the other."""
    pieces, first = [], 0
    for size in sizes:
        pieces.append(rows[first : first + size])
        first += size
    return pieces


VALID = one_by_one(shapely.is_valid)
UNION = one_by_one(shapely.union)
DIFFERENCE = one_by_one(shapely.difference)
INTERSECTS = one_by_one(shapely.intersects)
INTERSECTION = one_by_one(shapely.intersection)
EACH_INTERSECTION = row_by_row(shapely.intersection)
EACH_INTERSECTS = row_by_row(shapely.intersects)
EACH_VALID = row_by_row(shapely.is_valid)
