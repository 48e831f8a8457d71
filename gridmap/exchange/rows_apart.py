"""Rows of a file of boundaries that are none of what is read: totals, grids of another kind, the parents themselves.

They stand in one layer with the grids because one program wrote them all. Each is left out and told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import shapely

from gridmap.exchange.cells import TextArray, texts_of
from gridmap.exchange.features import Features
from gridmap.exchange.headers import plain, plain_without_brackets
from gridmap.exchange.parents import inner_points
from gridmap.exchange.rows import Rows
from gridmap.ground.codes import well_formed
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.model.scheme import Kind, Scheme

_TOTAL: Final = re.compile(r".*(?:合计|总计|小计|共计|总数)|(?:sub)?total|sum", re.IGNORECASE)
_KIND_HEADERS: Final = frozenset(
    plain(word)
    for word in (
        "网格类型", "网格类别", "网格种类", "网格级别", "网格层级", "网格等级", "类型", "类别", "种类", "级别", "层级",
        "等级", "wglx", "wgjb", "kind", "level", "grid_type", "gridtype", "grid_level", "type",
    )
)  # fmt: skip
_LEVEL_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "town": ("镇", "街道", "乡", "乡镇", "镇街", "镇级", "街道级", "乡级", "乡镇级", "town", "street"),
    "village": ("村", "社区", "村居", "行政村", "村级", "社区级", "村社区", "village", "community"),
    "grid": ("网格", "基础网格", "网格级", "grid"),
    "micro": ("微网格", "微网格级", "microgrid"),
}
# A shape that covers this share of its parent's ground, and others of the file besides, is the parent's.
_WHOLE: Final = 0.9


def words_of(kind: Kind) -> tuple[str, ...]:
    """Return what people call a kind, as the name of a layer for instance: 综合网格, 网格, comprehensive."""
    names = (kind.key, kind.name.zh, kind.name.en, kind.level.key, kind.level.name.zh, kind.level.name.en)
    return (*names, *_LEVEL_WORDS.get(kind.level.key, ()))


def leave_out_other_kinds(features: Features, kinds: Sequence[Kind], scheme: Scheme, rows: Rows) -> None:
    """Leave out the rows of which a column says that they are of another kind or level, if one kind is read."""
    if len(kinds) > 1:  # told apart by a column that was found for it
        return
    header = next((header for header in features.columns if plain_without_brackets(header) in _KIND_HEADERS), None)
    if header is None:
        return
    words = _words(scheme)
    own = {kind.key for kind in kinds}
    said = texts_of(features.columns[header])
    for row in np.flatnonzero(rows.keep & (said != "")):
        meant = words.get(plain(said[row]))
        if meant and not meant & own:
            rows.leave_out("row-of-other-kind", row, header, value=said[row][:40])


def _words(scheme: Scheme) -> dict[str, frozenset[str]]:
    """Return the keys of the kinds that a word in a column may mean."""
    words: dict[str, set[str]] = {}
    for kind in scheme.kinds:
        for word in (*words_of(kind), kind.name.zh.removesuffix("网格")):
            words.setdefault(plain(word), set()).add(kind.key)
    return {word: frozenset(keys) for word, keys in words.items()}


def leave_out_totals(codes: TextArray, fit: BoolArray, names: TextArray, rows: Rows) -> None:
    """Leave out the rows that hold totals: their code or name says so, and they have no code of the scheme."""
    for row in np.flatnonzero(rows.keep & ~fit):
        said = next((text for text in (codes[row], names[row]) if _is_total(text)), "")
        if said:
            rows.leave_out("row-is-total", row, value=said[:40])


def _is_total(text: str) -> bool:
    return _TOTAL.fullmatch("".join(unicodedata.normalize("NFKC", text).split()).strip(":：")) is not None


def leave_out_parents(
    plan: Plan,
    kinds: Sequence[Kind],
    codes: TextArray,
    fit: BoolArray,
    names: TextArray,
    shapes: ShapeArray,
    parents: IntArray,
    rows: Rows,
) -> None:
    """Leave out the rows that are the parents of the others: they bear a parent's code, or cover all its ground.

    Parameters
    ----------
    plan : Plan
    kinds : sequence of Kind
        What is read; others of the plan may be parents.
    codes, names : array of str (n,)
    fit : array of bool (n,)
        Which codes are of the kind that is read.
    shapes : array of geometries (n,)
        In the plan's CRS.
    parents : int64 (n,)
        Ids in the plan, 0 where none was found.
    rows : Rows
    """
    known = set(plan.grids["code"][~plan.grids["kind"].isin([kind.key for kind in kinds])])
    with_code = rows.keep & (codes != "")
    mostly = 2 * int((with_code & fit).sum()) > int(with_code.sum())
    others = [kind for kind in plan.scheme.kinds if kind.code.pattern]
    for row in np.flatnonzero(with_code & ~fit):
        if codes[row] in known:
            rows.leave_out("row-of-parent", row, name=names[row] or codes[row])
        elif mostly and any(well_formed(kind.code, [codes[row]])[0] for kind in others):
            rows.leave_out("row-of-other-level", row, code=codes[row])
    told = np.flatnonzero(rows.keep & ~(fit & (codes != "")) & (parents > 0))
    there = told[~(shapely.is_missing(shapes[told]) | shapely.is_empty(shapes[told]))]
    if not len(there):
        return
    homes = plan.shapes(parents[there])
    whole = shapely.area(shapes[there]) >= _WHOLE * shapely.area(homes)
    whole &= ~(shapely.is_missing(homes) | shapely.is_empty(homes))
    if not whole.any():
        return
    large = there[whole]
    inner = inner_points(shapes)
    inner[~rows.keep] = None
    found, other = shapely.STRtree(inner).query(shapes[large], predicate="intersects")
    holds = np.bincount(found[other != large[found]], minlength=len(large)) > 0
    for row in large[holds]:
        rows.leave_out("row-of-parent", row, name=names[row] or codes[row])
