"""The verbs of the command line, one to a file.

A new verb is a new file here with a function under ``@click.command("NAME", cls=Verb, place=NUMBER)``, and the sentence
``help-NAME`` in ``ui/words/sentences/command_line.py``. :class:`Verbs` finds it: at once if the file bears the verb's
name, else after it has read the others. The file imports what is heavy inside the function.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

    from ui.cli.frame import Verb


class Verbs(MutableMapping[str, "click.Command"]):
    """Every verb by its name, in the order of their places; a file of this folder is read when its verb is asked for.

    ``gridmap check`` reads ``check.py``, ``gridmap --version`` none; what lists the verbs, such as the help, reads all.

    Parameters
    ----------
    *others : Verb
        Those that stand elsewhere.
    """

    def __init__(self, *others: Verb) -> None:
        self._known: dict[str, click.Command] = {verb.name or "": verb for verb in others}
        self.read: set[str] = set()
        """The names of the files that were read."""

    def __getitem__(self, name: str) -> click.Command:
        stem = name.replace("-", "_")
        for likely in (stem.__eq__, lambda file: file.startswith(stem), lambda file: True):
            if name not in self._known:
                self._read_files(likely)
        return self._known[name]

    def __setitem__(self, name: str, verb: click.Command) -> None:
        self._known[name] = verb

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __iter__(self) -> Iterator[str]:
        self._read_files()
        return iter(sorted(self._known, key=lambda name: (getattr(self._known[name], "place", 1000), name)))

    def __len__(self) -> int:
        self._read_files()
        return len(self._known)

    def _read_files(self, wanted: Callable[[str], bool] = lambda file: True) -> None:
        """Read the files with the names that are wanted, and take the verbs in them."""
        from ui.cli.frame import Verb

        found = [file.name for file in pkgutil.iter_modules(__path__) if wanted(file.name)]
        for name in found:
            if name in self.read:
                continue
            self.read.add(name)
            for thing in vars(importlib.import_module(f"{__name__}.{name}")).values():
                if isinstance(thing, Verb):
                    self._known.setdefault(thing.name or "", thing)
