"""The verbs of the command line, one to a file.

A new verb is a new file here with a function under ``@click.command("NAME", cls=Verb, place=NUMBER)``, and the sentence
``help-NAME`` in ``ui/words/sentences/command_line.py``. ``ui/program.py`` finds it. The file imports what is heavy
inside the function.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from ui.cli.frame import Verb


def verbs() -> list[Verb]:
    """Return every verb that stands in a file of this folder, in the order of their places."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = {id(thing): thing for module in modules for thing in vars(module).values() if isinstance(thing, Verb)}
    return in_order(found.values())


def in_order(found: Iterable[Verb]) -> list[Verb]:
    """Return verbs in the order of their places, those of one place by name."""
    return sorted(found, key=lambda verb: (verb.place, verb.name or ""))
