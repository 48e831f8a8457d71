"""What a new project begins with: a scheme, in the CRS of its place, and a title."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, parse_scheme

_CRS_LINE: Final = re.compile(r"^(\s*crs\s*=\s*)(?:\"[^\"\n]*\"|'[^'\n]*')", re.MULTILINE)
_TABLE: Final = re.compile(r"^\s*\[", re.MULTILINE)
"""Where the first table begins: what stands above it is the scheme's own."""


def in_crs(scheme: Scheme, crs: str) -> Scheme:
    """Return a scheme for another place: the same in all but its CRS, also in the text that the project keeps.

    Parameters
    ----------
    scheme : Scheme
    crs : str
        In metres: ``"EPSG:4549"``.

    Raises
    ------
    BadInput
        ``scheme-value``, ``scheme-crs-not-metric``: as of a scheme that has it written in.
    """
    if scheme.crs == crs:
        return scheme
    table = _TABLE.search(scheme.text)
    head, rest = (scheme.text, "") if table is None else (scheme.text[: table.start()], scheme.text[table.start() :])
    head = _CRS_LINE.sub(lambda found: f'{found[1]}"{crs}"', head, count=1)
    return parse_scheme(head + rest, f"{scheme.key}.toml")


def empty_plan(scheme: Scheme, title: str = "") -> Plan:
    """Return a plan in which there is nothing yet but its title."""
    if not title.strip():
        return Plan(scheme)
    return Plan(scheme, {"facts": pd.DataFrame({"key": ["title"], "value": [title.strip()]}, index=[1])})
