"""Traces of a person in texts: who of a project's workers is meant, and what a text says without them.

Everything here is a function of a row's id and its texts alone. Whatever holds the same row, a table, a line of the
journal or a draft, holds the same row afterwards, so every step of the history still fits where it fitted before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from gridmap.model.errors import BadInput, Refused

FORGOTTEN: Final = "(forgotten)"
"""What stands where the name of a forgotten person stood."""

Version = tuple[str, str, str]
"""Staff number, name and phone of a worker, as they stood at some time."""
Roster = Mapping[int, Sequence[Version]]
"""By id every worker that a file has ever known, in all forms of the row, the latest at the end."""

FREE_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "grids": ("note",),
    "branches": ("secretary",),
    "department_grids": ("note",),
    "exempt_areas": ("reason",),
    "facilities": ("note",),
    "compounds": ("source", "note"),
    "accepted": ("accepted_by", "reason"),
    "retired_codes": ("reason",),
    "items": ("number", "kind"),
    "facts": ("value",),
}
"""Columns in which people are named."""
PLACE_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "grids": ("name",),
    "buildings": ("door_plate", "compound"),
    "branches": ("name",),
    "zones": ("name",),
    "department_grids": ("department", "name"),
    "exempt_areas": ("name",),
    "facilities": ("name", "phone", "compound"),
    "compounds": ("name", "alias", "committee", "firm"),
    "roads": ("name",),
    "water": ("name",),
}
"""Columns with names of places and branches, which may hold the same characters and stay as they are."""

_NOT_A_PHONE: Final = 7
"""Fewer digits than this are too few to be looked for in texts."""
_PLAIN_NUMBER: Final = 5
"""A staff number of fewer digits, without a letter, might be a year or a count where it stands in a text."""


@dataclass(frozen=True)
class Person:
    """A worker to forget.

    Attributes
    ----------
    staff_number : str
    name : str
        Needed only where several people have had the staff number.
    worker : int
        Id in the project's table, which says it all; needed only for somebody without a staff number.
    """

    staff_number: str = ""
    name: str = ""
    worker: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "staff_number", self.staff_number.strip())
        object.__setattr__(self, "name", self.name.strip())

    def rows_in(self, roster: Roster, known: frozenset[Version] = frozenset()) -> frozenset[int]:
        """Return the ids of a file's workers that are this person.

        Parameters
        ----------
        roster : Roster
            Of the file.
        known : frozenset of Version
            For a draft: how the person's rows in the project read, at whatever time; a draft may have changed the
            number or the name in its own copy of a row.

        Raises
        ------
        Refused
            ``forget-several`` if people of different names have the staff number and no name is given.
        """
        may_be = {self.name} if self.name else {name for _, name, _ in known}
        mine = {
            worker
            for worker, versions in roster.items()
            if self.staff_number and versions[-1][0] == self.staff_number and (not may_be or versions[-1][1] in may_be)
        }
        names = sorted({roster[worker][-1][1] for worker in mine})
        if len(names) > 1 and not known:
            raise Refused("forget-several", value=self.staff_number, names=names)
        mine |= {
            worker
            for worker, versions in roster.items()
            if any(version in known and (version[0] or worker == self.worker) for version in versions)
        }
        if self.worker in roster and not known:
            mine.add(self.worker)
        return frozenset(mine)


@dataclass(frozen=True)
class Traces:
    """What stands for one person and for nobody else, and what a text says without it.

    Attributes
    ----------
    names, phones, numbers : frozenset of str
        Names that nobody else on any list of workers has; phones and staff numbers likewise.
    shared_names : frozenset of str
        Names that somebody else has too; a text that holds such a name alone may speak of either.
    other_names : frozenset of str
        Names of everybody else.
    """

    names: frozenset[str]
    phones: frozenset[str]
    numbers: frozenset[str]
    shared_names: frozenset[str]
    other_names: frozenset[str]

    @classmethod
    def of(cls, rosters: Iterable[tuple[Roster, frozenset[int]]]) -> Traces:
        """Return the traces of a person who has some rows in each of several files."""
        mine: list[Version] = []
        others: list[Version] = []
        others_now: set[str] = set()
        for roster, ids in rosters:
            for worker, versions in roster.items():
                (mine if worker in ids else others).extend(versions)
                if worker not in ids:
                    others_now.add(versions[-1][0])
        names = {name for _, name, _ in mine} - {"", FORGOTTEN}
        other_names = {name for _, name, _ in others} - {"", FORGOTTEN}
        return cls(
            names=frozenset(names - other_names),
            phones=frozenset({phone for _, _, phone in mine} - {phone for _, _, phone in others} - {""}),
            numbers=frozenset({number for number, _, _ in mine} - others_now - {""}),
            shared_names=frozenset(names & other_names),
            other_names=frozenset(other_names),
        )

    # ---- texts -------------------------------------------------------------------------------------------------------

    def without(self, text: str, *, names: bool = True) -> str:
        """Return a text with :data:`FORGOTTEN` where the person is named; in names of places only phones go."""
        pattern = self._anything if names else self._phones
        if pattern is None or not text:
            return text
        return pattern.sub(lambda found: found[0] if found.lastgroup == "kept" else FORGOTTEN, text)

    def retold(self, value: object, *, about: bool) -> object:
        """Return what a line of the history says without the person.

        Parameters
        ----------
        value : object
            Of any kind; only texts can name somebody.
        about : bool
            Whether the line is known to be about the person, so that a name that others have too means this one.
        """
        if not isinstance(value, str):
            return value
        return FORGOTTEN if about and value in self.shared_names else self.without(value)

    def may_name(self, text: str) -> bool:
        """Whether a text holds a name that others have too, so that nobody can tell who is meant."""
        return self._shared is not None and any(m.lastgroup != "kept" for m in self._shared.finditer(text))

    def looks_named_after(self, text: str) -> bool:
        """Whether the name of a place holds the person's name."""
        return self._own is not None and any(m.lastgroup != "kept" for m in self._own.finditer(text))

    # ---- rows --------------------------------------------------------------------------------------------------------

    def changed(
        self,
        table: str,
        ids: Sequence[int],
        columns: Mapping[str, Sequence[object]],
        mine: frozenset[int],
        left: Counter[str] | None = None,
    ) -> dict[str, dict[int, str]]:
        """Return what changes in some rows of a table: by column the new texts by their place in it.

        Parameters
        ----------
        ids : sequence of int, length n
        columns : mapping of str to sequences of length n
            As far as the table has them.
        mine : frozenset of int
            Ids of the workers of this file that are the person.
        left : Counter, optional
            Gets what stays as it is although it may name the person: ``"shared-name"``, ``"place"``.
        """
        if table == "workers":
            return self._changed_workers(ids, columns, mine)
        changed: dict[str, dict[int, str]] = {}
        for names, tables in ((True, FREE_TEXTS), (False, PLACE_NAMES)):
            for column in tables.get(table, ()):
                texts = columns.get(column, ())
                for place, text in enumerate(texts):
                    if not isinstance(text, str) or not text:
                        continue
                    new = self.without(text, names=names)
                    if new != text:
                        changed.setdefault(column, {})[place] = new
                    if left is not None and (self.may_name(new) if names else self.looks_named_after(new)):
                        left["shared-name" if names else "place"] += 1
        return changed

    def _changed_workers(
        self, ids: Sequence[int], columns: Mapping[str, Sequence[object]], mine: frozenset[int]
    ) -> dict[str, dict[int, str]]:
        changed: dict[str, dict[int, str]] = {}
        for column, new in (("name", FORGOTTEN), ("phone", ""), ("staff_number", "")):
            for place, (worker, text) in enumerate(zip(ids, columns.get(column, ()), strict=False)):
                misplaced = column == "staff_number" and text in self.numbers
                if (worker in mine or misplaced) and text != new:
                    changed.setdefault(column, {})[place] = new
        return changed

    # ---- patterns ----------------------------------------------------------------------------------------------------

    @cached_property
    def _anything(self) -> re.Pattern[str] | None:
        wanted = [_name(name) for name in _longest_first(self.names) if len(name) > 1]
        wanted += [_phone(phone) for phone in _longest_first(self.phones) if _digits(phone) >= _NOT_A_PHONE]
        wanted += [
            _name(number)
            for number in _longest_first(self.numbers)
            if len(number) >= _PLAIN_NUMBER or (len(number) > 2 and not number.isdigit())
        ]
        return self._pattern(self.names, wanted)

    @cached_property
    def _phones(self) -> re.Pattern[str] | None:
        return self._pattern((), [_phone(p) for p in _longest_first(self.phones) if _digits(p) >= _NOT_A_PHONE])

    @cached_property
    def _own(self) -> re.Pattern[str] | None:
        return self._pattern(self.names, [_name(name) for name in _longest_first(self.names) if len(name) > 1])

    @cached_property
    def _shared(self) -> re.Pattern[str] | None:
        return self._pattern(self.shared_names, [_name(name) for name in _longest_first(self.shared_names)])

    def _pattern(self, names: Iterable[str], wanted: list[str]) -> re.Pattern[str] | None:
        """Return what finds any of the wanted, and first, as ``kept``, longer names of others that hold one of them."""
        if not wanted:
            return None
        longer = {other for other in self.other_names for name in names if name in other and name != other}
        kept = [f"(?P<kept>{'|'.join(map(_name, _longest_first(longer)))})"] if longer else []
        return re.compile("|".join([*kept, f"(?P<gone>{'|'.join(wanted)})"]))


def must_be_known(person: Person, mine: Iterable[frozenset[int]]) -> None:
    """Make sure that somebody has any row at all; ``BadInput`` ``forget-nobody`` otherwise."""
    if not any(mine):
        raise BadInput("forget-nobody", value=person.staff_number or person.name)


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(texts, key=lambda text: (-len(text), text))


def _name(name: str) -> str:
    """Return what finds a name; in Latin letters or digits it must stand as a word of its own."""
    before = r"(?<![0-9A-Za-z])" if name[0].isascii() else ""
    after = r"(?![0-9A-Za-z])" if name[-1].isascii() else ""
    return before + re.escape(name) + after


def _digits(phone: str) -> int:
    return sum(character.isdigit() for character in phone)


def _phone(phone: str) -> str:
    """Return what finds a phone however its digits are grouped, and never inside a longer number."""
    digits = [character for character in phone if character.isdigit()]
    return r"(?<!\d)" + r"[\s-]?".join(digits) + r"(?!\d)"
