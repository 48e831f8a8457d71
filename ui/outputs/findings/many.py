"""What was found in many files, and across them, in words: one report with the findings of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gridmap.people.privacy import Profile, shown_names, shown_numbers
from ui.words.messages import Language, message_of, text

if TYPE_CHECKING:
    from gridmap.checks import Findings
    from gridmap.many.across import Crossing, Crossings
    from gridmap.many.checking import Checked
    from gridmap.model.errors import Problem
    from gridmap.model.plan import Plan

_LISTED: Final = 5
_ROWS_MAX: Final = 1_048_575
_WIDTHS: Final = (24, 10, 20, 70, 30, 12, 14, 14, 14, 18)
_COLUMNS: Final = ("severity", "rule", "message", "codes", "households", "area_m2", "x", "y", "id")
_KIND: Final = {2: ("findings_areas", "MultiPolygon"), 1: ("findings_lines", "MultiLineString")}
_RANK: Final = {"error": 0, "warning": 1, "notice": 2}


def tell(
    language: Language, privacy: Profile, plan: Plan, findings: Findings, problems: tuple[Problem, ...]
) -> dict[str, Any]:
    """Return the findings of one file in words; see :data:`gridmap.many.checking.Tell`."""
    from gridmap.exchange.plain import strange_texts
    from ui.outputs.findings.json import findings_as_json
    from ui.words.findings import Wording

    told = findings_as_json(findings, Wording(plan, language, privacy))
    return {
        "title": plan.facts().get("title", ""),
        "severities": findings.by_severity,
        "accepted": len(findings.accepted),
        "problems": [message_of(problem, language) for problem in (*problems, *strange_texts(plan))],
        **told,
    }


@dataclass(frozen=True)
class Row:
    """One finding of one file or across files, as lists have it."""

    file: str
    severity: str
    rule: str
    message: str
    codes: str
    households: int
    area_m2: float
    id: str
    where: Any
    crs: Any
    is_across: bool = False

    @property
    def rank(self) -> tuple[int, float, float, str]:
        """Sort key: gravest first, then most households, then most ground."""
        return (_RANK.get(self.severity, 3), -self.households, -self.area_m2, self.id)


class ManyReport:
    """One report about many files.

    Parameters
    ----------
    checked : sequence of Checked
    across : Crossings
    language, privacy : str
        Those in which the files were told; see :func:`tell`.
    """

    def __init__(self, checked: Sequence[Checked], across: Crossings, language: Language, privacy: Profile) -> None:
        self.checked = checked
        self.across = across
        self.language = language
        self.privacy = privacy
        names = Counter(one.path.name for one in checked)
        self.names = [one.path.name if names[one.path.name] == 1 else str(one.path) for one in checked]

    @cached_property
    def severities(self) -> dict[str, int]:
        """Number of findings by severity, of all files and across them."""
        counts: Counter[str] = Counter(one.severity for one in self.across.found)
        for one in self.checked:
            counts.update(one.told.get("severities", {}))
        return {severity: counts[severity] for severity in _RANK}

    @cached_property
    def by_rule(self) -> dict[tuple[str, str], int]:
        """Number of findings by the name of the rule and severity, those across files last."""
        found = Counter((f["rule"], f["severity"]) for one in self.checked for f in one.told.get("findings", ()))
        order = sorted(found.items(), key=lambda item: (_RANK.get(item[0][1], 3), -item[1], item[0]))
        counts = {(self.rule(rule), severity): count for (rule, severity), count in order}
        crossing = Counter((self.name_of(one), one.severity) for one in self.across.found)
        return {**counts, **crossing}

    @property
    def broken(self) -> list[Checked]:
        """The files that could not be checked."""
        return [one for one in self.checked if one.error is not None]

    def rule(self, key: str) -> str:
        """Return the name of a rule."""
        from ui.words.messages import has

        return text(f"rule-{key}", self.language) if has(f"rule-{key}") else key

    def name_of(self, crossing: Crossing) -> str:
        """Return what a kind of crossing is called."""
        return text(f"across-{crossing.kind}", self.language)

    def message_of(self, crossing: Crossing) -> str:
        """Return the sentence of a crossing."""
        people = [self._person(*person) for person in crossing.people]
        return text(
            f"across-{crossing.kind}-said",
            self.language,
            files=self._few([self.names[file] for file in crossing.files]),
            codes=self._few(list(crossing.codes)) or "—",
            people=self._few(people),
            area_m2=crossing.area_m2,
        )

    def _person(self, file: int, name: str, number: str) -> str:
        """Return a person as the profile shows one, and in which file."""
        shown = str(shown_names([name], self.privacy)[0])
        digits = str(shown_numbers([number], self.privacy)[0])
        called = f"{shown} ({digits})" if digits else shown
        return text("across-person", self.language, name=called, file=self.names[file])

    def _few(self, names: list[str]) -> str | list[str]:
        if len(names) <= _LISTED:
            return names
        return text("finding-and-more", self.language, names=names[:_LISTED], count=len(names))

    def rows(self) -> Iterator[Row]:
        """Yield what crosses files, then the findings of each file, in their order."""
        for crossing in self.across.found:
            yield Row(
                ", ".join(self.names[file] for file in crossing.files),
                crossing.severity,
                self.name_of(crossing),
                self.message_of(crossing),
                ", ".join(crossing.codes),
                0,
                crossing.area_m2,
                crossing.id(self.names),
                crossing.where,
                self.across.crs,
                is_across=True,
            )
        for name, one in zip(self.names, self.checked, strict=True):
            crs = crs_of(one)
            for f in one.told.get("findings", ()):
                values = f["values"]
                yield Row(
                    name,
                    f["severity"],
                    self.rule(f["rule"]),
                    f["message"],
                    ", ".join(f["grids"]),
                    int(values.get("households", 0)),
                    float(values.get("area_m2", 0)),
                    f["id"],
                    _shape(f["where"]),
                    crs,
                )

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON would have it; what each file has under ``counts`` and ``findings`` is as ever."""
        from shapely.geometry import mapping

        files: list[dict[str, Any]] = []
        for one in self.checked:
            if one.error is not None:
                files.append({"file": str(one.path), "error": message_of(one.error, self.language)})
                continue
            files.append({"file": str(one.path), **{key: one.told[key] for key in ("title", "counts", "findings")}})
        across = [
            {
                "id": one.id(self.names),
                "rule": f"across-{one.kind}",
                "severity": one.severity,
                "files": [str(self.checked[file].path) for file in one.files],
                "grids": list(one.codes),
                "workers": shown_numbers([number for _, _, number in one.people], self.privacy).tolist(),
                "where": None if one.where is None else mapping(one.where),
                "message": self.message_of(one),
            }
            for one in self.across.found
        ]
        return {"severities": self.severities, "across": across, "files": files}


def crs_of(one: Checked) -> Any:
    """Return the CRS of a file that was checked, ``None`` if it could not be."""
    import pyproj

    from gridmap.model.scheme import parse_scheme

    return pyproj.CRS.from_user_input(parse_scheme(one.facts["scheme"], str(one.path)).crs) if one.facts else None


def _shape(where: Any) -> Any:
    from shapely.geometry import shape

    return None if where is None else shape(where)


def write_many_workbook(report: ManyReport, file: Path, on: str) -> None:
    """Write a workbook: a sheet of the files with their counts, one of all findings; codes and names as text.

    Raises as :func:`gridmap.storage.whole_files.whole_files` does.
    """
    from gridmap.storage.whole_files import whole_files
    from ui.outputs.workbooks import Workbook

    with whole_files(file) as place, Workbook(place) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        _write_files(book.add_worksheet(text("many-sheet-files", report.language)), report, bold, on)
        number = book.add_format({"num_format": "#,##0"})
        tenth = book.add_format({"num_format": "#,##0.0"})
        _write_rows(book.add_worksheet(text("findings-sheet-list", report.language)), report, bold, number, tenth)


def _write_files(sheet: Any, report: ManyReport, bold: Any, on: str) -> None:
    from ui.outputs.ledger.workbook import cell_text
    from ui.words.labels import term

    language = report.language
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 3, 12)
    sheet.set_column(4, 4, 70)
    words = [text(f"severity-{severity}", language) for severity in _RANK]
    sheet.write_row(0, 0, [text("column-file", language), *words, text("many-column-remark", language)], bold)
    for row, (name, one) in enumerate(zip(report.names, report.checked, strict=True), 1):
        counts = one.told.get("severities", {})
        remark = message_of(one.error, language) if one.error is not None else one.told.get("title", "")
        numbers = ["" if one.error is not None else counts.get(severity, 0) for severity in _RANK]
        sheet.write_row(row, 0, [cell_text(name), *numbers, cell_text(remark)])
    row = len(report.checked) + 1
    crossing: Counter[str] = Counter(one.severity for one in report.across.found)
    sheet.write_row(row, 0, [text("many-across", language), *(crossing[severity] for severity in _RANK)])
    sheet.write_row(row + 2, 0, [term("privacy", language), term(report.privacy, language)])
    sheet.write_row(row + 3, 0, [term("counted_on", language), on])
    sheet.freeze_panes(1, 0)


def _write_rows(sheet: Any, report: ManyReport, bold: Any, whole: Any, tenth: Any) -> None:
    import shapely

    from ui.outputs.ledger.workbook import cell_text

    for column, width in enumerate(_WIDTHS):
        style = {5: whole, 6: tenth, 7: tenth, 8: tenth}.get(column)
        sheet.set_column(column, column, width, style)
    rows = list(islice(report.rows(), _ROWS_MAX))
    for at, row in enumerate(rows, 1):
        middle = None if row.where is None else shapely.point_on_surface(row.where)
        place = ["", ""] if middle is None else [middle.x, middle.y]
        texts = [row.file, text(f"severity-{row.severity}", report.language), row.rule, row.message, row.codes]
        sheet.write_row(at, 0, [*map(cell_text, texts), row.households, row.area_m2, *place, row.id])
    sheet.write_row(0, 0, [text(f"column-{name}", report.language) for name in ("file", *_COLUMNS)], bold)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(_COLUMNS))


def write_many_geopackage(report: ManyReport, file: Path) -> int:
    """Write the findings that have a place, in the CRS of the first file; return how many have none.

    Raises as :func:`gridmap.storage.whole_files.whole_files` does.
    """
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

    from gridmap.storage.whole_files import whole_files

    rows = list(report.rows())
    placed = [row for row in rows if row.where is not None]
    shapes = np.empty(len(placed), dtype=object)
    shapes[:] = [row.where for row in placed]
    for crs in {row.crs for row in placed if row.crs != report.across.crs}:
        at = np.flatnonzero([row.crs == crs for row in placed])
        shapes[at] = np.asarray(gpd.GeoSeries(shapes[at], crs=crs).to_crs(report.across.crs).array, dtype=object)
    data = {text("column-file", report.language): [row.file for row in placed]}
    for name in ("severity", "rule", "message", "codes", "households", "area_m2", "id"):
        data[text(f"column-{name}", report.language)] = [
            text(f"severity-{row.severity}", report.language) if name == "severity" else getattr(row, name)
            for row in placed
        ]
    table = pd.DataFrame(data)
    dimension = shapely.get_dimensions(shapes)
    with whole_files(file) as place:
        for wanted in (2, 1, 0):
            chosen = dimension == wanted
            layer, kind = _KIND.get(wanted, ("findings_points", "MultiPoint"))
            if chosen.any() or wanted == 2:
                frame = gpd.GeoDataFrame(table[chosen], geometry=shapes[chosen], crs=report.across.crs)
                frame.to_file(
                    place, layer=layer, driver="GPKG", engine="pyogrio", promote_to_multi=True, geometry_type=kind
                )
    return len(rows) - len(placed)
