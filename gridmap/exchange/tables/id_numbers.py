"""Identity numbers, which are never kept, wherever they stand."""

from __future__ import annotations

from dataclasses import dataclass

from gridmap.exchange.cells import TextArray
from gridmap.exchange.tables.found import IntArray


@dataclass(frozen=True, eq=False)
class WithoutIds:
    """Texts from which ID numbers are gone, and how many there were in each. Shapes (n,)."""

    texts: TextArray
    counts: IntArray


def without_id_numbers(cells: TextArray) -> WithoutIds:
    """Take ID numbers (18 characters, or 15 of the old kind) out of any text, such as a remark."""
    raise NotImplementedError
