"""The workbook: figures level by level, the ledger of grids, and what was found, to be read, filtered and printed.

Everything is native Excel: tables with filters and a row of totals that follows the filter, frozen headings, widths
that fit the words, codes as text, shares as per cent, pages that are one sheet wide and repeat their headings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from gridmap.checks.run import Findings
from gridmap.exchange.datum import Source
from gridmap.exchange.plain import in_plain_text
from gridmap.figures.rows import column_of
from gridmap.figures.statistics import breakdown, in_no_grid
from gridmap.ground.placement import declared_by_grid
from gridmap.model.cycles import leave_out
from gridmap.model.errors import BadInput
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.model.scheme import Level
from gridmap.model.wanted import must_be_wanted
from gridmap.people.privacy import Profile
from gridmap.storage.whole_files import whole_files
from ui.outputs.ledger.compound_sheet import compound_columns
from ui.outputs.ledger.ledger import description, in_words, ledger
from ui.outputs.long_sheet import LongSheet
from ui.outputs.workbooks import Workbook
from ui.words.labels import heading, row_of_rest, term, value_in_words
from ui.words.messages import between, origin_of

_FONTS: Final = {"zh": "Microsoft YaHei", "en": "Calibri"}
_HEADER_ROW: Final = 2  # below the title and the line with the origin
_ROWS_MAX: Final = 1_048_576 - _HEADER_ROW - 3  # of a sheet, without title, headings and totals
_WIDEST: Final = (48.0, 36.0, 28.0, 22.0, 16.0)
"""Characters that a column is wide at most, and in turn where a sheet would not fit."""
_FITS_A4: Final = 190.0
_FITS_A3: Final = 330.0
"""Characters beside one another that stay at two thirds of their size on a sheet lying on its side."""
_A4: Final = 9
_A3: Final = 8
_LINE_PT: Final = 14.0
_MOST_LINES: Final = 12
_FUNCTIONS: Final = {"sum": 109, "count": 103}
"""What SUBTOTAL calls them where rows that are filtered away do not count."""
_CELL_MOST: Final = 32_767
_LOT: Final = 10_000
"""Rows that are left out of the search for cycles at once."""
_FOOTER_MOST: Final = 150
_NUMBERS: Final = {"share": "0.0%", "area_m2": "#,##0", "area_km2": "#,##0.000", "float": "#,##0.00", "int": "#,##0"}
_MORE: Final = {f"{name} more": f"+{shown};-{shown};{shown}" for name, shown in _NUMBERS.items()}
"""Formats of differences, which have a sign."""
_STYLE: Final = "Table Style Light 9"
_TABLE: Final = "\0"
"""Stands in a formula for the name of its table; no heading has it."""

_FIGURES: Final = (
    "households", "residents", "buildings", "area_km2", "must_staff", "staffed", "staffed_share", "full_time_workers",
    "must_branch", "own_branch", "joint_branch", "branch_covered_share", "reached_households", "reached_share",
    "items_raised", "items_open", "items_solved", "items_overdue", "items_solved_share", "findings_error",
    "findings_warning", "findings_notice",
)  # fmt: skip
_SHARES: Final = {
    "staffed_share": ("staffed",),
    "branch_covered_share": ("own_branch", "joint_branch"),
    "reached_share": ("reached_households",),
    "items_solved_share": ("items_solved",),
}
_OF: Final = {
    "staffed_share": "must_staff", "branch_covered_share": "must_branch",
    "reached_share": "households", "items_solved_share": "items_raised",
}  # fmt: skip


def export_workbook(
    plan: Plan,
    path: Path,
    *,
    scope: Iterable[int] | None = None,
    privacy: Profile = "briefing",
    language: str = "zh",
    findings: Findings | None = None,
    findings_table: pd.DataFrame | None = None,
    sheets: Sequence[tuple[str, Sequence[Column]]] = (),
    on: dt.date | None = None,
    step: Callable[[float], None] = lambda share: None,
) -> tuple[Path, ...]:
    """Write an .xlsx file: what it is about, figures for each level, compounds, the ledger, others, findings.

    Long because of all that it may be told.

    Parameters
    ----------
    scope : iterable of int, optional
        Ids of grids: these and everything below them.
    privacy : Profile
        What is shown of people.
    language : "zh" or "en"
    findings : Findings, optional
        Adds to the figures how many findings concern each row.
    findings_table : DataFrame, optional
        Findings in words, with headings in the language, for a sheet of their own.
    sheets : sequence of (str, sequence of Column)
        Further sheets after the ledger, by name.
    on : date, optional
        The day for which assignments count; today by default.
    step : callable
        Called with the share of the work that is done, 0 to 1; what it raises stops the work.

    Returns
    -------
    tuple of Path
        The one file that was written.

    Raises
    ------
    BadInput
        ``nothing-to-export``, or ``file-not-saved`` (Excel has the file open, for instance).
    """
    path = Path(path)
    plan = in_plain_text(plan)
    chosen = None if scope is None else list(scope)
    table = ledger(plan, scope=chosen, privacy=privacy, language=language, on=on)
    if not len(table):
        raise BadInput("nothing-to-export", file=str(path))
    step(0.1)
    with whole_files(path) as place:
        book = Book(place, plan, language, on)
        try:
            book.about(privacy, chosen, table)
            for level in plan.scheme.levels[:-1]:
                book.figures(level, chosen, findings)
            for level in plan.scheme.levels[:-1]:
                book.counted(level, chosen, findings)
            if compounds := compound_columns(plan, language, chosen, book.on):
                book.columns(term("compounds", language), [Column(*cells) for cells in compounds])
            step(0.2)
            book.ledger(table)
            step(0.5)
            for name, columns in sheets:
                book.columns(name, columns)
            step(0.6)
            if findings_table is not None:
                book.table(term("findings", language), findings_table)
            step(0.7)
            book.close(lambda share: step(0.7 + 0.3 * share))
        except BaseException:
            book.give_up()
            raise
    return (path,)


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its heading, values, number format, and formula and value of its cell in the totals.

    The formula is ``"sum"`` or ``"count"`` (whose value need not be given), or begins with ``"="`` and is made of
    :func:`_sum_of`; it follows the filter. ``styles`` are the formats of its cells where they are not all the same.
    """

    heading: str
    values: Sequence[Any]
    style: str = ""
    formula: str = ""
    total: float | str | None = None
    styles: Sequence[str] = ()


class Book:
    """A workbook in the making; sheets look alike whatever they hold.

    Parameters
    ----------
    place : Path
        Where to write.
    plan : Plan
        Title, origin and date on every sheet are its own.
    language : "zh" or "en"
    on : date, optional
        The day for which assignments count, on every sheet too; today by default.
    """

    def __init__(self, place: Path, plan: Plan, language: str, on: dt.date | None = None) -> None:
        self.plan = in_plain_text(plan)
        self.language = language
        self.on = on or dt.date.today()
        font = {"font_name": _FONTS.get(language, "Calibri"), "font_size": 10, "valign": "vcenter"}
        self._book = Workbook(place, default_format_properties=font)
        self._book.set_properties({"title": self.plan.facts().get("title", ""), "comments": self._subtitle()})
        self._formats: dict[str, Any] = {}
        self._sheets: set[str] = set()
        self._texts: dict[Any, str] = {}
        self._by_level: dict[str, pd.DataFrame] = {}
        self._numbers = self._rows = 0

    def close(self, step: Callable[[float], None] = lambda share: None) -> None:
        """Finish the file; ``step`` is told the share of its rows that are written, and what it raises stops it."""
        done, whole = 0, max(self._rows, 1)

        def told(rows: int) -> None:
            nonlocal done
            done += rows
            step(min(done / whole, 1.0))  # nothing of this book, which has the sheets that are given this

        for sheet in self._book.worksheets():
            sheet.told = told
        self._book.close()

    def give_up(self) -> None:
        """Leave the file as it is; whoever made its place takes that away."""
        self._book.fileclosed = True

    # ---- sheets ------------------------------------------------------------------------------------------------------

    def about(self, privacy: Profile, scope: list[int] | None, table: pd.DataFrame) -> None:
        """Write the sheet that says what this is: origin, dates, scope, CRS, privacy, number of grids by kind."""
        plan, language = self.plan, self.language
        facts = plan.facts()
        names = dict(zip(plan.ids.tolist(), plan.grids["name"], strict=True))
        rows: list[tuple[str, str | int]] = [
            (term(key, language), value)
            for key, value in (
                ("name", facts.get("title", "")),
                ("origin", origin_of(facts, language) or term("unstated", language)),
                ("as_of", facts.get("as_of", "")),
                ("counted_on", self.on.isoformat()),
                ("made", dt.date.today().isoformat()),
                ("scheme", plan.scheme.name.in_language(language)),
                ("crs", f"{Source(plan.crs).name} {plan.crs.name}"),
                ("scope", between(language).join(names[grid] for grid in scope) if scope else term("whole", language)),
                ("privacy", term(privacy, language)),
                ("parts", term("parts_are", language)),
            )
        ]
        if scope is None:
            outside = term("in_no_grid_are", language, **in_no_grid(plan, on=self.on))
            rows.append((term("in_no_grid", language), outside))
        rows.append(("", ""))
        rows += [
            (kind.name.in_language(language), int((table["kind"] == kind.key).sum())) for kind in plan.scheme.kinds
        ]
        unknown = int((~table["kind"].isin([kind.key for kind in plan.scheme.kinds])).sum())
        if unknown:
            rows.append((term("unknown_kind", language), unknown))
        self.facts(term("about", language), rows)

    def facts(self, name: str, rows: Sequence[tuple[str, str | int]], title: str = "") -> None:
        """Write a sheet of facts, one to a row: what it is called, and a text or a number."""
        sheet = self._sheet(name)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 60)
        first = 0
        if title:
            sheet.write_string(0, 0, title, self._format("title"))
            sheet.write_string(1, 0, self._subtitle(), self._format("subtitle"))
            first = _HEADER_ROW + 1
        for row, (key, value) in enumerate(rows, start=first):
            if not key:
                continue
            sheet.write_string(row, 0, cell_text(key), self._format("key"))
            if isinstance(value, str):
                sheet.write_string(row, 1, cell_text(value), self._format("wrap"))
            else:
                sheet.write_number(row, 1, value, self._format("int left"))
        self._page(sheet, landscape=False)

    def figures(self, level: Level, scope: list[int] | None, findings: Findings | None) -> None:
        """Write the figures of the grids of one level, with totals that follow the filter.

        What is in none of them, and what several have in common, have lines of their own, so that all lines add up to
        the total, as :class:`gridmap.figures.statistics.Breakdown` does.
        """
        rolled = self._rolled(level, scope, findings)
        counts = [column for column in rolled.columns if column.startswith("n_")]
        keys = ["code", "name", *counts, *(key for key in _FIGURES if key in rolled.columns)]
        columns = [self._figure(key, rolled) for key in keys] if len(rolled) else []
        if columns:
            self.columns(term("by", self.language, level=level.name.in_language(self.language)), columns)

    def counted(self, level: Level, scope: list[int] | None, findings: Findings | None) -> None:
        """Write what the grids of one level have of each kind of facilities, and their indicators; no sheet if nothing.

        The lines are those of :meth:`figures`. Facilities have totals; what is a share or a rate does not add up.
        """
        scheme, rolled = self.plan.scheme, self._rolled(level, scope, findings)
        keys = [f"facilities_{kind.key}" for kind in scheme.facilities if rolled[f"facilities_{kind.key}"].any()]
        ratios = {column_of(asked): asked for asked in scheme.indicators}
        known = [key for key in ratios if key in rolled.columns and rolled[key].notna().any()]
        if not len(rolled) or not keys + known:
            return
        columns = [self._figure(key, rolled) for key in ("code", "name", *keys)]
        for key in known:
            style = "share" if ratios[key].is_share else "float"
            columns.append(Column(heading(self.plan, key, self.language), rolled[key].tolist(), style))
        self.columns(term("counted", self.language, level=level.name.in_language(self.language)), columns)

    def _rolled(self, level: Level, scope: list[int] | None, findings: Findings | None) -> pd.DataFrame:
        """Return the figures of the grids of a level, the line of the rest and of what is counted twice below them."""
        if level.key not in self._by_level:
            plan, language = self.plan, self.language
            parts = breakdown(plan, level, within=scope, on=self.on, findings=findings)
            rest = parts.rest.assign(name=row_of_rest(plan, level.key, language))
            again = parts.again.assign(name=heading(plan, "row_again", language))
            lines = [parts.rows.sort_values("code", kind="stable"), rest, again] if len(parts.rows) else [parts.rows]
            rolled = pd.concat([line for line in lines if len(line)] or lines)
            self._by_level[level.key] = rolled.assign(area_km2=rolled["area_m2"] / 1e6)
        return self._by_level[level.key]

    def _figure(self, key: str, rolled: pd.DataFrame) -> Column:
        """Return a column of figures with its total; code and name are texts."""
        shown = heading(self.plan, key, self.language)
        if key in ("code", "name"):
            return Column(shown, rolled[key].tolist(), "text")
        if key in _SHARES:
            return self._share_column(key, shown, rolled)
        style = "area_km2" if key == "area_km2" else "int"
        return Column(shown, rolled[key].tolist(), style, "sum", float(rolled[key].sum()))

    def ledger(self, table: pd.DataFrame) -> None:
        """Write the ledger of grids, one row each."""
        words = in_words(self.plan, table, self.language).drop(columns="parent_name")
        names = np.append(self.plan.grids["name"].to_numpy(dtype=object), "")
        at = self.plan.positions(table.index.to_numpy())
        declared = declared_by_grid(self.plan, "households") + declared_by_grid(self.plan, "residents") > 0
        if declared.any() and "residents" in words:
            word = value_in_words("figures-declared", self.language)
            words.insert(words.columns.get_loc("residents") + 1, "figures", np.where(declared[at], word, ""))
        for number, level in enumerate(self.plan.scheme.levels[:-1]):
            above = names[self.plan.positions(self.plan.ancestors_at(level)[at])]
            words.insert(3 + number, f"level_{level.key}", above)
        columns = []
        for key in words.columns:
            values = words[key]
            style = "area_m2" if key == "area_m2" else "int" if values.dtype.kind in "iu" else "text"
            columns.append(Column(heading(self.plan, key, self.language), values.tolist(), style))
        self.columns(term("grids", self.language), columns)

    def table(self, name: str, frame: pd.DataFrame) -> None:
        """Write any table; shapes in it are left out, numbers get a format by their type, all else is text."""
        columns = []
        for header in frame.columns:
            values = frame[header]
            if header == "geometry":
                continue
            style = "float" if values.dtype.kind == "f" else "int" if values.dtype.kind in "iu" else "text"
            columns.append(Column(str(header), values.tolist(), style))
        self.columns(name, columns)

    def columns(self, name: str, columns: Sequence[Column]) -> None:
        """Write columns as a native table under title and origin, ready to be filtered and printed."""
        columns = [_totalled(_unlike(column, columns[:at])) for at, column in enumerate(columns)]
        leave_out(column.values for column in columns)  # long lists of texts and numbers
        sheet = self._sheet(name)
        facts = self.plan.facts()
        sheet.write_string(0, 0, " ".join(filter(None, [facts.get("title", ""), name])), self._format("title"))
        sheet.write_string(1, 0, self._subtitle(), self._format("subtitle"))
        count = min(len(columns[0].values), _ROWS_MAX) if columns else 0
        self._rows += count
        totals = any(column.total is not None for column in columns)
        first, last = _HEADER_ROW + 1, _HEADER_ROW + max(count, 1)
        widths, wraps = _widths_of(columns)
        for at, column in enumerate(columns):
            style = self._format("wrapped" if wraps[at] else column.style or "text")
            sheet.set_column(at, at, widths[at], style)
            self._cells(sheet, first, at, column, count, style)
        for row, lines in _lines_of(columns, widths, wraps).items():
            if row < count:
                sheet.set_row(first + row, _LINE_PT * lines)
        if columns:
            self._numbers += 1
            name = f"Table_{self._numbers}"
            settings = [self._settings(column, at, totals, name) for at, column in enumerate(columns)]
            options = {"columns": settings, "style": _STYLE, "total_row": totals, "name": name}
            sheet.add_table(_HEADER_ROW, 0, last + int(totals), len(columns) - 1, options)
            for at, column in enumerate(columns):
                if column.formula:
                    formula, style = _formula_of(column, name), self._format(column.style)
                    sheet.write_formula(last + 1, at, formula, style, column.total)
        sheet.freeze_panes(first, min(2, len(columns)))
        sheet.set_row(_HEADER_ROW, 30, self._format("header"))
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(max(len(columns), 1))}{last + 2}"})
        sheet.print_area(0, 0, last + int(totals), max(len(columns) - 1, 0))
        self._page(sheet, landscape=True, wide=sum(widths) > _FITS_A4)

    # ---- parts -------------------------------------------------------------------------------------------------------

    def _share_column(self, key: str, shown: str, rolled: pd.DataFrame) -> Column:
        """Return a column of shares; its total is the share of the totals and not the sum."""
        parts = [rolled[part] for part in _SHARES[key]]
        had, needed = sum(float(part.sum()) for part in parts), float(rolled[_OF[key]].sum())
        names = [heading(self.plan, part, self.language) for part in _SHARES[key]]
        over = "+".join(map(_sum_of, names))
        under = _sum_of(heading(self.plan, _OF[key], self.language))
        formula = f'=IF({under}=0,"",({over})/{under})'
        return Column(shown, rolled[key].tolist(), "share", formula, had / needed if needed else "")

    def _cells(self, sheet: Any, first: int, at: int, column: Column, count: int, style: Any) -> None:
        must_be_wanted()
        text, known = column.style in ("", "text"), self._texts
        for row, value in enumerate(column.values[:count], start=first):
            if (row - first) % _LOT == 0:
                sheet.leave_out(range(max(row - _LOT, first), row), at)
            if value is None or value == "" or (isinstance(value, float) and not np.isfinite(value)):
                continue  # it looks as its column does
            if text:
                plain = known.get(value)
                if plain is None:
                    plain = known[value] = cell_text(str(value))
                sheet.write_string(row, at, plain, style)
            else:
                own = self._format(column.styles[row - first]) if column.styles else style
                sheet.write_number(row, at, value, own)
        sheet.leave_out(range(first + max(count - 1, 0) // _LOT * _LOT, first + count), at)

    def _settings(self, column: Column, at: int, totals: bool, table: str) -> dict[str, Any]:
        settings: dict[str, Any] = {
            "header": column.heading,
            "header_format": self._format("header"),
            "format": self._format(column.style or "text"),
        }
        if totals and at == 0:
            settings["total_string"] = heading(self.plan, "row_total", self.language)
        elif column.total is not None:
            own = column.formula in _FUNCTIONS
            settings["total_function"] = column.formula if own else _formula_of(column, table)
            settings["total_value"] = column.total
        return settings

    def _sheet(self, name: str) -> Any:
        plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "Sheet"
        free, number = plain, 2
        while free.lower() in self._sheets:
            free, number = f"{plain[:28]} {number}", number + 1
        self._sheets.add(free.lower())
        return self._book.add_worksheet(free, LongSheet)

    def _page(self, sheet: Any, *, landscape: bool, wide: bool = False) -> None:
        if landscape:
            sheet.set_landscape()
            sheet.repeat_rows(_HEADER_ROW)
        sheet.set_paper(_A3 if wide else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page = term("page", self.language, page="&P", pages="&N")
        sheet.set_footer(f"&L&8{_footer_text(self._subtitle())}&R&8{page}")
        sheet.hide_gridlines(2)

    def _subtitle(self) -> str:
        return description(self.plan, self.language, self.on)

    def _format(self, name: str) -> Any:
        if name not in self._formats:
            self._formats[name] = self._book.add_format(
                {
                    "title": {"bold": True, "font_size": 14},
                    "subtitle": {"font_color": "#666666", "font_size": 9},
                    "header": {
                        "bold": True,
                        "text_wrap": True,
                        "align": "center",
                        "valign": "vcenter",
                        "bg_color": "#dbe5ee",
                        "bottom": 1,
                        "bottom_color": "#8a97a6",
                    },
                    "key": {"bold": True, "valign": "top"},
                    "wrap": {"text_wrap": True, "valign": "top"},
                    "text": {"num_format": "@"},
                    "wrapped": {"num_format": "@", "text_wrap": True},
                    "int left": {"num_format": _NUMBERS["int"], "align": "left"},
                }.get(name)
                or {"num_format": (_NUMBERS | _MORE)[name]}
            )
        return self._formats[name]


def _sum_of(heading: str, function: int = 109) -> str:
    """Return the formula for the sum of what the filter leaves of a column; :func:`_formula_of` names the table.

    Excel takes a column without its table inside the table, but LibreOffice does not.
    """
    escaped = re.sub(r"(['#@\[\]])", r"'\1", heading)
    return f"SUBTOTAL({function},{_TABLE}[{escaped}])"


def _formula_of(column: Column, table: str) -> str:
    """Return the formula of a column's cell in the totals, for a table of some name."""
    own = _FUNCTIONS.get(column.formula)
    formula = f"={_sum_of(column.heading, own)}" if own else column.formula
    return formula.replace(_TABLE, table)


def _totalled(column: Column) -> Column:
    """Return a column with the value of its sum or of how many texts it has, if that is not given."""
    if column.total is not None or column.formula not in _FUNCTIONS:
        return column
    if column.formula == "count":
        return replace(column, total=float(sum(value not in (None, "") for value in column.values)))
    return replace(column, total=float(np.nansum(np.array(column.values, dtype=np.float64))))


def _unlike(column: Column, before: Sequence[Column]) -> Column:
    """Give a column a heading that none before it has, since a table of Excel allows none twice."""
    taken = {other.heading.casefold() for other in before}
    free, number = column.heading, 2
    while free.casefold() in taken:
        free, number = f"{column.heading} {number}", number + 1
    return replace(column, heading=free)


def cell_text(text: str) -> str:
    """Return what a cell can hold: 32,767 UTF-16 units of plain text, the last ones of a longer text left out."""
    return _first_units(plain_text(text), _CELL_MOST)


def _footer_text(text: str) -> str:
    """Return a line that fits the 255 characters of a footer, with its ampersands doubled as Excel wants them."""
    room = _FOOTER_MOST
    while len(doubled := _first_units(text, room).replace("&", "&&")) > _FOOTER_MOST:
        room -= 1
    return doubled


def _first_units(text: str, most: int) -> str:
    """Return the beginning of a text that Excel counts as so many letters; those beyond U+FFFF count twice."""
    if len(text) * 2 <= most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def _widths_of(columns: Sequence[Column]) -> tuple[list[float], list[bool]]:
    """Return how wide columns are in characters, and which of them break into lines.

    The longest texts give way first, so that a sheet of A3 takes them all in letters that can be read.
    """
    natural = [_width_of(column) for column in columns]
    for most in _WIDEST:
        widths = [min(width, most) for width in natural]
        if sum(widths) <= _FITS_A3:
            break
    texts = [column.style in ("", "text") for column in columns]
    return widths, [text and width < wish for text, width, wish in zip(texts, widths, natural, strict=True)]


def _lines_of(columns: Sequence[Column], widths: Sequence[float], wraps: Sequence[bool]) -> dict[int, int]:
    """Return how many lines the rows take that take more than one: not every program finds that out by itself."""
    found: dict[int, int] = {}
    for column, width, wrap in zip(columns, widths, wraps, strict=True):
        for row, value in enumerate(column.values if wrap else ()):
            if value and (long := _display_width(str(value))) > width - 1:
                found[row] = max(found.get(row, 1), min(int(long / (width - 2)) + 1, _MOST_LINES))
    return found


def _width_of(column: Column) -> float:
    """Return how wide a column must be for its words, in characters; wide ones count twice, the heading may wrap."""
    sample = {_shown(value, column.style) for value in set(column.values[:2000])}
    head = _display_width(column.heading)
    return float(max(max(map(_display_width, sample), default=0) + 2, min(head, 10) + 3, 8))


def _shown(value: object, style: str) -> str:
    if isinstance(value, float) and style != "text":
        return f"{value:,.1%}" if style == "share" else f"{value:,.3f}" if style == "area_km2" else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) and style == "int" else str(value)


def _display_width(text: str) -> int:
    """Return how many narrow letters a text is wide: one of the two bytes of GBK is as wide as a Latin letter."""
    return len(text.encode("gbk", "replace"))
