"""Languages beside Chinese and English, one folder to each, which is found by being there.

``CODE/__init__.py`` has ``NAME``, what the language calls itself; every other file there has ``SENTENCES``, a
dictionary of sentences by the keys of ``ui/words/sentences``, divided into files as the translator likes. What is
missing is said in English, and so is what speaks of other values than the English sentence does: a translation that has
fallen behind still runs.

``fr/__init__.py``::

    NAME = "Français"

``fr/window.py``::

    SENTENCES = {"action-undo": "Annuler"}
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping


def codes() -> tuple[str, ...]:
    """Return the codes of the languages that there are, ``"fr"`` for instance."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg))


def name_of(code: str) -> str:
    """Return what a language calls itself; its code if it does not say."""
    return str(getattr(importlib.import_module(f"{__name__}.{code}"), "NAME", code))


def sentences_of(code: str, both: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return those sentences of a language that can stand in the place of the English ones.

    Parameters
    ----------
    both : mapping of str to (str, str)
        Key to (Chinese, English).

    Raises
    ------
    ValueError
        If a key is in two files.
    """
    return {
        key: said for key, said in _all_of(code).items() if key in both and values_in(said) == values_in(both[key][1])
    }


def unusable(code: str, both: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return the keys of a language that are nobody's, or whose sentences speak of other values than the English."""
    return sorted(_all_of(code).keys() - sentences_of(code, both).keys())


def values_in(sentence: str) -> frozenset[str] | None:
    """Return the names of the values that a sentence speaks of; ``None`` if its braces do not fit together."""
    import string

    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)
    except ValueError:
        return None


def _all_of(code: str) -> dict[str, str]:
    found: dict[str, str] = {}
    folder = importlib.import_module(f"{__name__}.{code}")
    for file in pkgutil.iter_modules(folder.__path__):
        sentences = importlib.import_module(f"{folder.__name__}.{file.name}").SENTENCES
        if twice := found.keys() & sentences.keys():
            raise ValueError(f"in two files of {code}: {sorted(twice)}")
        found |= sentences
    return found
