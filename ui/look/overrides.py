"""An error in a method that Qt calls is told like every other one, also on Python 3.11.

PySide6 puts words of its own before what an exception says that leaves such a method (``paintEvent``, ``data``), and
takes for an exception what on Python 3.11 need not be one yet: what C has raised (``int("x")``, an object of Qt that
has gone) is made when somebody catches it. The process ends there, without a word. So it is caught where it leaves our
method, and goes on from there. From Python 3.12 on every exception is made when it is raised.
Source: ``prependToExceptionMessage`` in ``sources/shiboken6/libshiboken/sbkerrors.cpp``, seen with 6.10 and 6.11.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any, Final

from PySide6.QtCore import QObject

_NEEDED: Final = sys.version_info < (3, 12)
_BINDING: Final = ("PySide6", "Shiboken")


def make_errors_whole() -> None:
    """See to every class that is made from one of Qt's from now on; once is enough, more does no harm."""
    [root] = [base for base in QObject.__mro__ if base.__module__ == "Shiboken"] or [QObject]

    def made(cls: type, /, **options: Any) -> None:
        super(root, cls).__init_subclass__(**options)  # type: ignore[arg-type]
        _see_to(cls)

    if _NEEDED and "__init_subclass__" not in vars(root):
        root.__init_subclass__ = classmethod(made)  # type: ignore[assignment]


def _see_to(cls: type) -> None:
    """Wrap the methods of a class that Qt may call: those which a class of Qt's above it has as well."""
    of_qt = [vars(base) for base in cls.__mro__[1:] if base.__module__.split(".")[0] in _BINDING]
    for name, method in list(vars(cls).items()):
        if isinstance(method, FunctionType) and not name.startswith("__") and any(name in known for known in of_qt):
            setattr(cls, name, _whole(method))


def _whole(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method whose errors are exceptions when they leave it."""

    @functools.wraps(method)
    def override(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except BaseException:
            raise  # caught, and so made

    return override
