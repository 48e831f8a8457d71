"""Whether the work that goes on in this thread is still wanted.

Slow work is given up by an exception that what it reports its progress to raises. Much of it is deep in what a plan
works out once and keeps, or in a writer of files, which report to nobody: they ask here, between one long step and the
next. A file that nobody wants any more does not take its place either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class GivenUp(Exception):
    """Raised inside work that nobody wants any more; it says of no file that it could not be written."""


_ask: ContextVar[Callable[[], object] | None] = ContextVar("gridmap-wanted", default=None)


@contextmanager
def while_wanted(ask: Callable[[], object]) -> Iterator[None]:
    """Have what is done inside, in this thread, ask now and then; the :class:`GivenUp` that ``ask`` raises ends it."""
    token = _ask.set(ask)
    try:
        yield
    finally:
        _ask.reset(token)


@contextmanager
def to_the_end() -> Iterator[None]:
    """Have what is done inside ask nobody: once begun it must be finished."""
    token = _ask.set(None)
    try:
        yield
    finally:
        _ask.reset(token)


def must_be_wanted() -> None:
    """Go on if the work is still wanted; raises what it was given up with if not. Nobody asks outside of such work."""
    ask = _ask.get()
    if ask is not None:
        ask()
