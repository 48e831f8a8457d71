"""The sentences of a folder, a subject to a file, read when somebody asks for them."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from types import ModuleType

Pair = tuple[str, str]
"""A sentence in Chinese and in English."""


class Catalogue(MutableMapping[str, Pair]):
    """Key to (Chinese, English), from every file of a folder.

    A key is looked for in one file after the other until it is found, so that the version or the help is told without
    the sentences of the window; whoever asks for all of them, or for one that is not there, reads every file.

    Parameters
    ----------
    folder : module
        A package; each of its modules has ``SENTENCES``.
    first : sequence of str
        Modules that are looked at before the others, which come by name.
    more : mapping
        What stands in no file.
    """

    def __init__(self, folder: ModuleType, first: Sequence[str] = (), more: Mapping[str, Pair] | None = None) -> None:
        self._folder = folder
        self._first = first
        self._waiting: list[str] | None = None
        self._found: dict[str, Pair] = dict(more or {})
        self._reading = threading.Lock()  # jobs beside the window's thread speak too

    def __getitem__(self, key: str) -> Pair:
        if key not in self._found:
            with self._reading:
                while key not in self._found and self._read_another():
                    pass
        return self._found[key]

    def __setitem__(self, key: str, pair: Pair) -> None:
        self._all()[key] = pair

    def __delitem__(self, key: str) -> None:
        del self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, Pair]:
        with self._reading:
            while self._read_another():
                pass
        return self._found

    def _read_another(self) -> bool:
        """Read one more file; return whether there was one.

        Raises
        ------
        ValueError
            If a key stands in two files.
        """
        if self._waiting is None:
            names = {file.name for file in pkgutil.iter_modules(self._folder.__path__)}
            self._waiting = [*(name for name in self._first if name in names), *sorted(names - {*self._first})]
        if not self._waiting:
            return False
        name = self._waiting.pop(0)
        sentences = importlib.import_module(f"{self._folder.__name__}.{name}").SENTENCES
        if twice := self._found.keys() & sentences.keys():
            raise ValueError(f"in two subjects: {sorted(twice)}")
        self._found |= sentences
        return True
