"""Tables as officers have them: any workbook or text file in, its tables out, each cell as text; and what cells say.

:func:`read_tables` finds the tables of a file. What a cell of a roster means is read by one module for each subject:
:mod:`~gridmap.exchange.tables.persons`, :mod:`~gridmap.exchange.tables.phones`,
:mod:`~gridmap.exchange.tables.dates`, :mod:`~gridmap.exchange.tables.codes`,
:mod:`~gridmap.exchange.tables.numbers` and :mod:`~gridmap.exchange.tables.coordinates`.
"""

from gridmap.exchange.tables.codes import Codes, read_codes
from gridmap.exchange.tables.coordinates import Coordinates, read_coordinates
from gridmap.exchange.tables.dates import Dates, Period, read_dates, read_period, reversed_dates
from gridmap.exchange.tables.doubt import Doubt
from gridmap.exchange.tables.found import FoundTable
from gridmap.exchange.tables.id_numbers import WithoutIds, without_id_numbers
from gridmap.exchange.tables.numbers import Counts, read_counts
from gridmap.exchange.tables.persons import CellPersons, Person, read_persons
from gridmap.exchange.tables.phones import CellPhones, Phone, read_phones
from gridmap.exchange.tables.reading import read_tables

__all__ = [
    "CellPersons",
    "CellPhones",
    "Codes",
    "Coordinates",
    "Counts",
    "Dates",
    "Doubt",
    "FoundTable",
    "Period",
    "Person",
    "Phone",
    "WithoutIds",
    "read_codes",
    "read_coordinates",
    "read_counts",
    "read_dates",
    "read_period",
    "read_persons",
    "read_phones",
    "read_tables",
    "reversed_dates",
    "without_id_numbers",
]
