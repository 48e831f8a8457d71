"""Codes of grids: whether they are written as the scheme asks, and which parent they name by how they begin.

A code is text. That it begins with another grid's code is a hint and no more: the parent is stored with the grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from gridmap.model.arrays import BoolArray, IntArray
from gridmap.model.errors import Refused
from gridmap.model.patterns import LONGEST_CODE
from gridmap.model.plan import Plan
from gridmap.model.scheme import CodeRule, Kind


def well_formed(rule: CodeRule, codes: Iterable[str]) -> BoolArray:
    """Return which codes are written as a rule of the scheme asks; all of them if it has no pattern. Shape (n,).

    A code of more than :data:`~gridmap.model.patterns.LONGEST_CODE` characters is no code.
    """
    texts = list(codes)
    if not rule.pattern:
        return np.ones(len(texts), dtype=bool)
    fits = re.compile(rule.pattern).fullmatch
    if max(map(len, texts), default=0) <= LONGEST_CODE:
        return np.array([fits(text) is not None for text in texts], dtype=bool)
    return np.array([len(text) <= LONGEST_CODE and fits(text) is not None for text in texts], dtype=bool)


def parents_by_prefix(codes: Iterable[str], parent_codes: Iterable[str]) -> IntArray:
    """Return which of the parents each code begins with, the longest parent code first.

    A parent's code must be shorter than the code itself. One that two parents bear, or an empty one, says nothing.

    Parameters
    ----------
    codes : iterable of str, n of them
    parent_codes : iterable of str, m of them

    Returns
    -------
    array of int64, shape (n,)
        Places in ``parent_codes``, -1 where no parent's code fits.
    """
    texts = pd.Series(list(codes), dtype=object)
    parents = pd.Series(list(parent_codes), dtype=object)
    found = np.full(len(texts), -1, dtype=np.int64)
    if not len(texts) or not len(parents):
        return found
    usable = parents[~parents.duplicated(keep=False) & (parents != "")]
    lengths, own_lengths = usable.str.len().to_numpy(), texts.str.len().to_numpy()
    for length in np.unique(lengths)[::-1]:
        of_length = usable[lengths == length]
        open_rows = np.flatnonzero((found < 0) & (own_lengths > length))
        if not len(open_rows):
            continue
        where = pd.Index(of_length.to_numpy()).get_indexer(pd.Index(texts.to_numpy()[open_rows]).str[:length])
        found[open_rows[where >= 0]] = of_length.index.to_numpy()[where[where >= 0]]
    return found


def next_code(plan: Plan, parent: int, kind: Kind) -> str:
    """Return the code for a new grid below a parent: the parent's code and the lowest number never used there.

    Codes of retired grids count as used, and so do all other codes of the plan.

    Parameters
    ----------
    parent : int
        Id of the parent.
    kind : Kind
        With ``code.sequence_digits`` above 0.

    Raises
    ------
    Refused
        ``no-code-left`` if all numbers are used.
    """
    return next_codes(plan, parent, kind, 1)[0]


def next_codes(plan: Plan, parent: int, kind: Kind, count: int) -> list[str]:
    """Return the codes for several new grids below a parent, as :func:`next_code` gives them one after the other."""
    digits = kind.code.sequence_digits
    prefix = plan.codes([parent])[0]
    used = {*plan.codes(plan.children(parent)), *plan.tables["retired_codes"]["code"]}
    found: list[str] = []
    for number in range(1, 10**digits):
        code = f"{prefix}{number:0{digits}d}"
        if code not in used and not len(plan.ids_with_codes([code])):
            found.append(code)
            if len(found) == count:
                return found
    raise Refused("no-code-left", grids=[parent], code=prefix)
