"""What the wizard for lists works with: the files, the tables in them, and what the user says of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from gridmap.exchange.rosters import (
    ColumnMapping,
    Correction,
    Fault,
    RosterOptions,
    RosterTable,
    fingerprint,
    is_for_readers,
)
from gridmap.exchange.tables import FoundTable, read_tables
from gridmap.model.errors import BadInput, GridMapError
from gridmap.model.scheme import Scheme

_PASSWORD_KEYS = ("file-needs-password", "password-wrong")


@dataclass(frozen=True, eq=False)
class ListFile:
    """A file that was named: its tables, or why it cannot be read.

    Attributes
    ----------
    path : Path
    tables : tuple of FoundTable
    refused : GridMapError or None
    """

    path: Path
    tables: tuple[FoundTable, ...] = ()
    refused: GridMapError | None = None

    @property
    def is_locked(self) -> bool:
        """Whether only a password is lacking."""
        return self.refused is not None and self.refused.key in _PASSWORD_KEYS


def read_lists(
    paths: Sequence[Path], passwords: Mapping[Path, str], step: Callable[[float], None] = lambda share: None
) -> list[ListFile]:
    """Read files; one that cannot be read keeps none of the others out. What ``step`` raises stops the reading."""
    files = []
    for number, path in enumerate(paths):

        def tell(done: int, of: int, number: int = number) -> None:
            step((number + done / max(of, 1)) / len(paths))

        try:
            tables = read_tables(path, password=passwords.get(path, ""), progress=tell)
            files.append(ListFile(path, tuple(tables)))
        except GridMapError as error:
            files.append(ListFile(path, refused=error))
        except OSError as error:
            refused = BadInput("file-unreadable", file=path.name, reason=error.strerror or str(error))
            files.append(ListFile(path, refused=refused))
    return files


@dataclass(frozen=True, eq=False)
class Shape:
    """Tables with the same headers, which are understood alike.

    Attributes
    ----------
    fingerprint : str
    tables : tuple of FoundTable
        One or more.
    """

    fingerprint: str
    tables: tuple[FoundTable, ...]


class Gathered:
    """The lists on their way in.

    Parameters
    ----------
    scheme : Scheme
        Of the project.
    remembered : mapping of fingerprint to Correction
        What was corrected of lists of these shapes before.
    kinds : mapping of str to str
        Which kinds of facilities words of earlier lists were said to be; those that the scheme does not have are left
        out.

    Attributes
    ----------
    files : list of ListFile
    corrections : dict of fingerprint to Correction
    as_of : date or None
        The day from which the lists hold.
    role : str
        Of people of whom the lists say none.
    crs : str
        Where coordinates are; ``""`` for as it shows.
    kind : str
        Of facilities of which the lists say none; ``""`` for as their titles say.
    kinds : dict of str to str
        The kind of facilities that a word stands for which the scheme does not know; for the next list too.
    choices, people : dict
        What was answered, as :class:`~gridmap.exchange.rosters.RosterOptions` has it.
    questions : dict of str to Fault
        What has been asked so far, answered or not: the first cell that asks it.
    """

    def __init__(
        self, scheme: Scheme, remembered: Mapping[str, Correction], kinds: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.scheme = scheme
        self.files: list[ListFile] = []
        self.corrections = dict(remembered)
        self.corrected: set[str] = set()
        """The shapes of which something was said this time."""
        self.as_of: dt.date | None = None
        self.role = ""
        self.crs = ""
        self.kind = ""
        self.kinds = {word: kind for word, kind in kinds.items() if word and scheme.facility(kind) is not None}
        self.remembered_kinds = frozenset(self.kinds)
        self.choices: dict[str, int] = {}
        self.people: dict[str, str] = {}
        self.questions: dict[str, Fault] = {}
        self._wanted: dict[FoundTable, bool] = {}
        self._mappings: dict[tuple[FoundTable, RosterTable | None, tuple[tuple[str, str], ...]], ColumnMapping | None]
        self._mappings = {}

    # ---- files and tables --------------------------------------------------------------------------------------------

    @property
    def every_table(self) -> list[FoundTable]:
        """All tables of all files."""
        return [table for file in self.files for table in file.tables]

    @property
    def tables(self) -> list[FoundTable]:
        """The tables that are to come in."""
        return [table for table in self.every_table if self.is_wanted(table)]

    def take(self, files: Sequence[ListFile]) -> None:
        """Take files in; one that is there already is replaced by what was read of it now."""
        fresh = {file.path: file for file in files}
        self.files = [fresh.pop(file.path, file) for file in self.files]
        self.files += fresh.values()
        self.forget_answers()

    def remove(self, path: Path) -> None:
        """Take a file out again."""
        self.files = [file for file in self.files if file.path != path]
        self.forget_answers()

    def is_wanted(self, found: FoundTable) -> bool:
        """Whether a table is to come in; at first those of which it is clear what they are."""
        if found not in self._wanted:
            return not is_for_readers(found) and self.mapping(found) is not None
        return self._wanted[found]

    def want(self, found: FoundTable, wanted: bool) -> None:
        """Let a table come in, or not."""
        self._wanted[found] = wanted
        self.forget_answers()

    # ---- what they are -----------------------------------------------------------------------------------------------

    def correction(self, found: FoundTable) -> Correction:
        """Return what was said of tables of this shape, now or before."""
        return self.corrections.get(fingerprint(found.columns), Correction())

    def mapping(self, found: FoundTable) -> ColumnMapping | None:
        """Return what a table is taken for, ``None`` if it is not clear."""
        said = self.correction(found)
        key = (found, said.table, tuple(said.columns.items()))
        if key not in self._mappings:
            self._mappings[key] = said.applied(found, self.scheme)
        return self._mappings[key]

    def is_remembered(self, found: FoundTable) -> bool:
        """Whether the table is understood as it was corrected an earlier time."""
        return bool(self.correction(found)) and fingerprint(found.columns) not in self.corrected

    def say_table(self, found: FoundTable, table: RosterTable | None) -> None:
        """Say what the rows of tables of this shape are (``None``: as found)."""
        self._correct(found, self.correction(found).with_table(table))
        self._wanted[found] = self.mapping(found) is not None

    def say_column(self, found: FoundTable, header: str, field: str) -> None:
        """Say what a column of tables of this shape is (``""``: left out)."""
        self._correct(found, self.correction(found).with_column(header, field))

    def say_nothing(self, found: FoundTable) -> None:
        """Take back what was said of tables of this shape, this time or before."""
        self._correct(found, Correction())

    def _correct(self, found: FoundTable, correction: Correction) -> None:
        shape = fingerprint(found.columns)
        self.corrections[shape] = correction
        self.corrected.add(shape)
        self.forget_answers()

    def shapes(self) -> list[Shape]:
        """Return the tables that are to come in, those of one shape together."""
        found: dict[str, list[FoundTable]] = {}
        for table in self.tables:
            found.setdefault(fingerprint(table.columns), []).append(table)
        return [Shape(key, tuple(tables)) for key, tables in found.items()]

    # ---- answers -----------------------------------------------------------------------------------------------------

    def forget_answers(self) -> None:
        """Forget what was asked and answered: other tables ask other questions."""
        self.choices, self.people, self.questions = {}, {}, {}

    def options(self) -> RosterOptions:
        """Return all that was said, for :func:`~gridmap.exchange.rosters.prepare`."""
        mappings = {}
        for shape in self.shapes():
            mapping = self.mapping(shape.tables[0])
            if mapping is not None and self.correction(shape.tables[0]):
                mappings[shape.fingerprint] = mapping
        return RosterOptions(
            as_of=self.as_of,
            mappings=mappings,
            choices=dict(self.choices),
            people=dict(self.people),
            role=self.role,
            crs=self.crs or None,
            kinds={**({"": self.kind} if self.kind else {}), **self.kinds},
        )
