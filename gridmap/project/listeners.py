"""Who is told of every change of a project."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from gridmap.model.change import Change
from gridmap.model.plan import Plan

Listener = Callable[[Plan, Plan, Change], None]
"""Called after every change with the plan before, the plan after, and the change between the two."""


class Listeners:
    """The functions that are called after every change, in the order in which they came."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def add(self, listener: Listener) -> Callable[[], None]:
        """Have a function called after every change; call what is returned to stop that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def clear(self) -> None:
        """Tell nobody any more."""
        self._listeners.clear()

    def tell(self, before: Plan, after: Plan, change: Change) -> None:
        """Tell all listeners; if one fails the others are still told, and then the error goes on its way."""
        with contextlib.ExitStack() as calls:
            for listener in reversed(self._listeners):
                calls.callback(listener, before, after, change)
