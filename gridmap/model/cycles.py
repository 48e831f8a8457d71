"""Python's search for cycles, put off while many objects are made that are no part of one."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keep Python from looking for cycles while very many objects are made, none of which can be part of one.

    That search goes through all that the program holds: at the size of a province it takes longer than reading the
    file, and at that of a defective city a tenth of a check.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
