"""Lists of people and grids to print, to send and to work on: vacancies, who left and came, how much each carries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile
from ui.outputs.formats import format_of
from ui.outputs.ledger.workbook import Column
from ui.words.messages import Language


@dataclass(frozen=True, eq=False)
class Listed:
    """A list in words, as a workbook and pages show it.

    Attributes
    ----------
    plan : Plan
        Title and origin are its own.
    title : str
        What the list is.
    dates : str
        Of which day, or from which to which, it is.
    language : "zh" or "en"
    privacy : Profile
        For whom it is; what it says of people is masked by it already.
    columns : sequence of Column
        All of the list; a workbook has a sheet of it.
    groups : sequence of str, one for each row
        What stands above some rows of a printed page, a town as a rule; rows of one group follow each other.
    facts : sequence of (str, str or int)
        What is said of the whole: number of rows, scope and the like.
    more : sequence of (str, sequence of Column)
        Further sheets of a workbook, by name.
    on : date
        The day for which assignments count.
    """

    plan: Plan
    title: str
    dates: str
    language: Language
    privacy: Profile
    columns: Sequence[Column]
    groups: Sequence[str] = ()
    facts: Sequence[tuple[str, str | int]] = ()
    more: Sequence[tuple[str, Sequence[Column]]] = ()
    on: dt.date = field(default_factory=dt.date.today)

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def write(self, path: Path) -> None:
        """Write it; the suffix says as what.

        Raises
        ------
        BadInput
            ``export-suffix-unknown``, or as :func:`gridmap.storage.whole_files.whole_files`.
        GridMapError
            ``no-chinese-font`` where pages are drawn.
        """
        format_of(path, "list").write(self, Path(path))
