"""Rosters into the plan: lists of workers, branches, grids and buildings as offices keep them.

:func:`prepare` works out what tables (:mod:`gridmap.exchange.tables`) would change and shows it; :class:`ImportRoster`
stores it as one step. The forms that read back to the same, and the workbook of rows that were left out, are made in
``ui/outputs/rosters``.
"""

from gridmap.exchange.rosters.columns import (
    ColumnMapping,
    ColumnTaken,
    fingerprint,
    mapping_of,
    tables_named,
    understood,
)
from gridmap.exchange.rosters.fields import FIELDS, ROSTER_TABLES, RosterTable
from gridmap.exchange.rosters.options import RosterOptions
from gridmap.exchange.rosters.outcome import Counts, Fault, Namesake, Prepared, TableTaken
from gridmap.exchange.rosters.prepare import ImportRoster, prepare
from gridmap.exchange.rosters.private import LeftOut

__all__ = [
    "FIELDS",
    "ROSTER_TABLES",
    "ColumnMapping",
    "ColumnTaken",
    "Counts",
    "Fault",
    "ImportRoster",
    "LeftOut",
    "Namesake",
    "Prepared",
    "RosterOptions",
    "RosterTable",
    "TableTaken",
    "fingerprint",
    "mapping_of",
    "prepare",
    "tables_named",
    "understood",
]
