"""Who uses a connection just now, so that nobody closes it meanwhile."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Users:
    """Counts by thread who uses a connection; it is closed once no other thread does.

    Python's SQLite keeps the statements of a connection in a store that goes when it is closed, also from under a
    thread that just then has one made, or has a row read: the process ends there, without a word (seen with 3.11).
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._uses: Counter[int] = Counter()
        self._closes = False

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Have the connection stay open until this is left; it may be entered again inside.

        Who comes while it is being closed waits for that, and finds it closed.
        """
        me = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: not self._closes or me in self._uses)
            self._uses[me] += 1
        try:
            yield
        finally:
            with self._changed:
                self._uses[me] -= 1
                self._uses += Counter()  # those that use it no more are forgotten
                self._changed.notify_all()

    def close(self, close: Callable[[], object]) -> None:
        """Wait until no other thread uses the connection, and close it; none begins meanwhile."""
        with self._changed:
            self._closes = True
            try:
                self._changed.wait_for(lambda: not self._uses.keys() - {threading.get_ident()})
                close()
            finally:
                self._closes = False
                self._changed.notify_all()
