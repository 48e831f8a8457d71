"""The codes of a file of boundaries: the scheme decides what is a code, and what may become one.

What officers send as a code is often none: the number of a feature, a serial number within the village, a code with
dashes in it or without the zeros at its front. A code is made of these only where the grid's parent is known and the
scheme says that codes begin with the parent's; nothing is padded to a length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.exchange.cells import TextArray, code_texts, texts_of
from gridmap.exchange.features import Features
from gridmap.exchange.headers import plain
from gridmap.exchange.parents import inner_points
from gridmap.exchange.rows import Rows
from gridmap.ground.codes import parents_by_prefix, well_formed
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray
from gridmap.model.errors import BadInput, Problem
from gridmap.model.plan import Plan
from gridmap.model.scheme import Kind

# What people put between the parts of a code, and letters without width that come with what was copied.
_MARKS: Final = re.compile(r"[-‐‑‒–—―−_/.·\s\u00ad\u200b-\u200f\u2060\ufeff]+")
# Numbers that programs give to features: columns of these hold codes only if their values say so.
_OF_FEATURES: Final = frozenset(
    ("id", "fid", "gid", "oid", "objectid", "ogcfid", "osmid", "featureid", "uuid", "placemarkid", "序号", "要素编号")
)
_MOST_ZEROS: Final = 2  # lost at the front of a topmost code, which no parent's code confirms


class Codes:
    """The codes of the rows of one file.

    Attributes
    ----------
    texts : array of str (n,)
        ``""`` where there is none (yet).
    fit : array of bool (n,)
        Which are written as the scheme asks of the row's kind.
    """

    def __init__(self, texts: TextArray, kinds: Sequence[Kind], which: IntArray, header: str, rows: Rows) -> None:
        """Take texts as they stand in the file; ``which`` says for each row which of the kinds it is."""
        self.texts, self.header, self.rows = texts.copy(), header, rows
        self._kinds, self._which = kinds, which
        self._take_marks_out()
        self.fit = self._fitting(self.texts)

    def complete(self, parents: TextArray, candidates: Mapping[str, TextArray]) -> None:
        """Make codes of numbers: give back zeros that a parent's code confirms, put the parent's code before serials.

        Parameters
        ----------
        parents : array of str (n,)
            Code of each row's parent, ``""`` where it is not known.
        candidates : mapping of key of a kind to array of str
            Codes of all grids that may be a parent.
        """
        for number, kind in enumerate(self._kinds):
            own = np.flatnonzero(self.rows.keep & (self._which == number) & ~self.fit)
            own = own[np.array([text.isascii() and text.isdigit() for text in self.texts[own]], dtype=bool)]
            if len(own) and kind.code.pattern:
                self._give_zeros_back(own, kind, candidates.get(kind.key, np.array([], dtype=object)))
                self._put_parents_before(own, kind, parents)

    def refuse_if_most_miss(self, *, number: bool = False) -> None:
        """Refuse the column if most of its values are no codes of the scheme, or set them aside to ``number`` the rows.

        Raises
        ------
        BadInput
            ``codes-are-serials`` if they are serial numbers of which the parents are not known, else
            ``codes-not-of-scheme``; with the column and three of its values.
        """
        there = self.rows.keep & (self.texts != "")
        missed = np.flatnonzero(there & ~self.fit)
        if 2 * len(missed) <= int(there.sum()):
            for row in missed:
                example = self._kinds[int(self._which[row])].code.example
                self.rows.tell_if_kept("code-not-of-scheme", row, self.header, code=self.texts[row], expected=example)
            return
        values = list(dict.fromkeys(self.texts[missed].tolist()))
        shown = ", ".join(text[:40] for text in values[:3])
        if number:
            self.rows.note("codes-set-aside", missed[0], self.header, count=len(missed), value=shown)
            self.texts[missed] = ""
            return
        kind = self._kinds[int(self._which[missed[0]])]
        serials = kind.code.prefix_is_parent and all(
            text.isascii() and text.isdigit() and len(text) <= max(kind.code.sequence_digits, 3) for text in values
        )
        raise BadInput(
            "codes-are-serials" if serials else "codes-not-of-scheme",
            file=self.rows.file, column=self.header, count=len(missed), of=int(there.sum()),
            value=shown, expected=kind.code.example or kind.code.pattern,
        )  # fmt: skip

    def take(self, rows: IntArray, codes: TextArray) -> None:
        """Give some rows the codes of grids that they are known to be."""
        self.texts[rows] = codes
        self.fit[rows] = True

    def number(self, plan: Plan, parents: IntArray, shapes: ShapeArray) -> int:
        """Give codes to the rows without one: parent's code and the lowest free number, in the order of reading a map.

        Returns
        -------
        int
            How many rows were given a code. Those for which there is none are left out.
        """
        open_rows = np.flatnonzero(self.rows.keep & (self.texts == ""))
        used = {*plan.grids["code"], *plan.tables["retired_codes"]["code"], *self.texts.tolist()}
        order = open_rows[reading_order(shapes[open_rows])]
        next_number: dict[tuple[int, int], int] = {}
        numbered: list[int] = []
        for row in order.tolist():
            kind, parent = self._kinds[int(self._which[row])], int(parents[row])
            if not parent or not can_be_numbered(kind):
                self.rows.leave_out("row-not-numbered", row)
                continue
            prefix, digits = plan.codes([parent])[0], kind.code.sequence_digits
            number = next_number.get((parent, digits), 1)
            while number < 10**digits and f"{prefix}{number:0{digits}d}" in used:
                number += 1
            next_number[parent, digits] = number + 1
            if number >= 10**digits:
                self.rows.leave_out("row-no-code-left", row, code=prefix)
                continue
            self.texts[row] = f"{prefix}{number:0{digits}d}"
            self.fit[row] = True
            numbered.append(row)
        if numbered:
            first = numbered[0]
            self.rows.note("codes-numbered", first, count=len(numbered), code=self.texts[first])
        return len(numbered)

    def unite(self, shapes: ShapeArray, names: TextArray, parents: IntArray) -> tuple[ShapeArray, IntArray]:
        """Make one grid of the rows of one code, where name and parent are the same and no ground is in two of them.

        Returns
        -------
        array of geometries (n,), int64 (n,)
            The shapes, that of the first row with those of the others in it; and the row into which each went, -1 for
            none.
        """
        shapes = shapes.copy()
        codes = pd.Series(self.texts)
        again = self.rows.keep & (self.texts != "")
        again[again] = codes[again].duplicated(keep=False).to_numpy()
        into = np.full(len(shapes), -1, dtype=np.int64)
        for code, members in codes[again].groupby(codes[again], sort=False).groups.items():
            first, *others = members.tolist()
            for row in others:
                same = names[row] == names[first] and parents[row] == parents[first]
                one = _one_of(shapes[first], shapes[row]) if same else None
                if one is None:
                    self.rows.leave_out("code-twice", row, self.header, code=code, first=first + 1)
                    continue
                shapes[first] = one
                self.rows.leave_out("row-united", row, self.header, code=code, first=first + 1)
                into[row] = first
        return shapes, into

    def _fitting(self, texts: TextArray) -> BoolArray:
        fit = np.zeros(len(texts), dtype=bool)
        for number, kind in enumerate(self._kinds):
            own = self._which == number
            fit[own] = well_formed(kind.code, texts[own])
        return fit & (texts != "")

    def _take_marks_out(self) -> None:
        if not _MARKS.search("\0".join(self.texts.tolist())):
            return
        bare = np.array([_MARKS.sub("", text) for text in self.texts], dtype=object)
        changed = (bare != self.texts) & self._fitting(bare) & ~self._fitting(self.texts)
        if changed.any():
            first = int(np.argmax(changed))
            count = int(changed.sum())
            before, after = str(self.texts[first]), str(bare[first])
            self.rows.note("code-marks-removed", first, self.header, count=count, before=before, after=after)
            self.texts[changed] = bare[changed]
        self.texts = np.array(["".join(text.split()) for text in self.texts], dtype=object)

    def _give_zeros_back(self, own: IntArray, kind: Kind, candidates: TextArray) -> None:
        longer = np.array([text.zfill(len(kind.code.example)) for text in self.texts[own]], dtype=object)
        lost = well_formed(kind.code, longer)
        if kind.parents:
            lost &= parents_by_prefix(longer, candidates) >= 0 if kind.code.prefix_is_parent else False
        else:
            lost &= np.array([len(text) for text in self.texts[own]]) >= len(kind.code.example) - _MOST_ZEROS
        if lost.any():
            first = int(np.argmax(lost))
            values = {"before": str(self.texts[own[first]]), "after": str(longer[first])}
            self.rows.note("code-zeros-restored", own[first], self.header, count=int(lost.sum()), **values)
            self.texts[own[lost]] = longer[lost]
            self.fit[own[lost]] = True

    def _put_parents_before(self, own: IntArray, kind: Kind, parents: TextArray) -> None:
        own = own[~self.fit[own] & (parents[own] != "")]
        if not kind.code.prefix_is_parent or not len(own):
            return
        digits = kind.code.sequence_digits
        made = np.array(
            [f"{parents[row]}{self.texts[row].lstrip('0').zfill(max(digits, len(self.texts[row]) * (not digits)))}"
             for row in own],
            dtype=object,
        )  # fmt: skip
        good = well_formed(kind.code, made) & np.array([self.texts[row].strip("0") != "" for row in own])
        if good.any():
            first = int(np.argmax(good))
            values = {"before": str(self.texts[own[first]]), "after": str(made[first])}
            self.rows.note("code-serials-completed", own[first], self.header, count=int(good.sum()), **values)
            self.texts[own[good]] = made[good]
            self.fit[own[good]] = True


def can_be_numbered(kind: Kind) -> bool:
    """Whether the scheme says how a code of a kind is made of its parent's."""
    return kind.code.prefix_is_parent and kind.code.sequence_digits > 0


def numbers_of_features(header: str) -> bool:
    """Whether a column is one in which programs number their features (id, @id, fid, OBJECTID)."""
    return plain(header) in _OF_FEATURES


def mostly_codes(values: npt.NDArray[Any], kinds: Sequence[Kind]) -> bool:
    """Whether most values of a column are codes of one of the kinds."""
    texts, _ = code_texts(values)
    texts = texts[texts != ""]
    fit = np.zeros(len(texts), dtype=bool)
    for kind in kinds:
        fit |= well_formed(kind.code, texts)
    return bool(len(texts)) and 2 * int(fit.sum()) > len(texts)


def refuse_if_most_are_inexact(said: TextArray, exact: BoolArray, header: str, file: str) -> None:
    """Refuse a column of codes of which most have lost their last digits.

    Raises
    ------
    BadInput
        ``codes-inexact`` with the column and three of its values.
    """
    lost = np.flatnonzero(~exact)
    there = int((said != "").sum())
    if 2 * len(lost) > there:
        values = ", ".join(dict.fromkeys(text[:40] for text in said[lost].tolist()[:3]))
        raise BadInput("codes-inexact", file=file, column=header, count=len(lost), of=there, value=values)


_LONGEST_OF_BOTH: Final = 120
_CODE_FIRST: Final = re.compile(r"\s*([0-9A-Z]{6,})[\s\-_—:：、,，.()（）\[\]]*([^\s0-9A-Z].*?)[)）\]\s]*", re.DOTALL)
_CODE_LAST: Final = re.compile(r"\s*(.*?[^0-9A-Z])[\s\-_—:：、,，(（\[]*([0-9A-Z]{6,})[)）\]\s]*", re.DOTALL)


def with_codes_parted(features: Features, kinds: Sequence[Kind]) -> Features:
    """Return features of which a column that holds code and name in one cell is two, if no other column has codes."""
    if not all(kind.code.pattern for kind in kinds):
        return features
    texts = {header: values for header, values in features.columns.items() if values.dtype == object}
    if any(mostly_codes(values, kinds) for values in features.columns.values()):
        return features
    for header, values in texts.items():
        said = texts_of(values)
        parted = [_parted(text, kinds) for text in said.tolist()]
        count = sum(code != "" for code, _ in parted)
        if not count or 2 * count <= int((said != "").sum()):
            continue
        columns = dict(features.columns)
        code_header = "编码" if "编码" not in columns else f"{header}（编码）"
        name_header = "名称" if "名称" not in columns else f"{header}（名称）"
        columns[code_header] = np.array([code or None for code, _ in parted], dtype=object)
        columns[name_header] = np.array([name or None for _, name in parted], dtype=object)
        del columns[header]
        told = Problem("code-and-name-parted", file=features.file, column=header, values={"count": count})
        return replace(features, columns=columns, problems=(*features.problems, told))
    return features


def _parted(text: str, kinds: Sequence[Kind]) -> tuple[str, str]:
    """Return code and name of a text that has both in it, else no code and the text."""
    if len(text) > _LONGEST_OF_BOTH:
        return "", text
    first, last = _CODE_FIRST.fullmatch(text), _CODE_LAST.fullmatch(text)
    for code, name in ((first[1], first[2]) if first else ("", ""), (last[2], last[1]) if last else ("", "")):
        if code and any(well_formed(kind.code, [code])[0] for kind in kinds):
            return code, name.strip()
    return "", text


def reading_order(shapes: ShapeArray) -> IntArray:
    """Return the order in which one reads a map: from north to south, and what lies side by side from west to east.

    Shapes lie side by side if their inner points differ in y by less than half of what they commonly measure. Those
    without a shape come last.
    """
    points = inner_points(shapes)
    x, y = shapely.get_x(points), shapely.get_y(points)
    there = np.flatnonzero(np.isfinite(y))
    if not len(there):
        return np.arange(len(shapes), dtype=np.int64)
    box = shapely.bounds(shapes[there])
    height = float(np.median(box[:, 3] - box[:, 1])) / 2
    downwards = there[np.argsort(-y[there], kind="stable")]
    band, top = np.zeros(len(shapes), dtype=np.int64), float(y[downwards[0]])
    for last, row in zip([downwards[0], *downwards], downwards, strict=False):
        fell = y[row] < top - height
        top = float(y[row]) if fell else top
        band[row] = band[last] + fell
    side_by_side = there[np.lexsort((x[there], band[there]))]
    return np.concatenate([side_by_side, np.setdiff1d(np.arange(len(shapes)), there)]).astype(np.int64)


def _one_of(one: shapely.Geometry | None, two: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return two shapes as one; ``None`` if some ground is in both, or if one is missing or crosses itself."""
    if one is None or two is None or not (one.is_valid and two.is_valid):
        return None
    shared = shapely.area(shapely.intersection(one, two))
    if shared > 1e-6 * min(one.area, two.area):
        return None
    return shapely.union(one, two)
