"""The record of adjustment as a Word document: form with opinions and seals, then tables and maps as annexes."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from gridmap.people.privacy import Profile
from gridmap.project.comparison import Comparison
from gridmap.storage.whole_files import whole_files
from ui.outputs.record import words
from ui.outputs.record.maps import draw_maps
from ui.outputs.record.tables import SIDES, RecordTables, facts_of, states_of
from ui.outputs.word import BODY_PT, WordPaper
from ui.words.messages import Language, origin_of, text

_STATES_PT: Final = 10.5
_SAME_FIGURE: Final = 0.01

COMPOUNDS_MOST: Final = 200
BUILDINGS_MOST: Final = 200
"""A document lists so many buildings; the workbook has all."""


def write_document(
    comparison: Comparison, path: Path, *, title: str, language: Language, privacy: Profile, on: dt.date
) -> None:
    """Write the record as .docx; see :func:`ui.outputs.record.write_record`."""
    with whole_files(path) as place, tempfile.TemporaryDirectory(dir=place.parent) as folder:
        maps = draw_maps(comparison, Path(folder), language)
        paper = WordPaper(language)
        paper.properties(title or text("record-heading", language))
        _form(paper, comparison, title, on, privacy)
        paper.landscape()
        ground, people = _apart(comparison)
        _grids(paper, RecordTables(ground, language, privacy))
        _totals(paper, comparison)
        paper.portrait()
        if maps is not None:
            paper.heading(text("record-annex-maps", language))
            for side, picture in zip(SIDES, maps, strict=True):
                paper.caption(text(f"record-map-{side}", language))
                paper.picture(picture)
            paper.note(text("record-map-note", language))
        _buildings(paper, RecordTables(comparison, language, privacy))
        if len(people.grids):
            _people(paper, RecordTables(people, language, privacy))
        if len(comparison.compounds):
            _compounds(paper, comparison, 6 if len(people.grids) else 5)
        origin = origin_of(comparison.after.facts(), language)
        if origin:
            paper.note(origin)
        paper.save(place)


def _form(paper: WordPaper, comparison: Comparison, title: str, on: dt.date, privacy: Profile) -> None:
    """Write the first page: facts, reasons to be filled in, opinions with seals, who made it."""
    language = paper.language
    paper.title(text("record-heading", language))
    paper.table([], facts_of(comparison, title, language), widths=(42, 123), size=BODY_PT, bold_first=True, height_mm=7)
    paper.gap()
    _states(paper, comparison, privacy)
    paper.gap()
    blanks = [(text(f"record-{key}", language), "") for key in ("basis", "reason")]
    paper.table([], blanks, widths=(42, 123), size=BODY_PT, bold_first=True, height_mm=17)
    paper.gap()
    after = comparison.after
    opinions = [
        (text("record-opinion", language, level=words.units_of(after, level, language)), text("record-seal", language))
        for level in reversed(after.scheme.levels[:-1])
    ]
    opinions.append((text("record-opinion-centre", language), text("record-seal", language)))
    paper.table([], opinions, widths=(42, 123), size=BODY_PT, bold_first=True, height_mm=23)
    day = text("record-day", language, year=on.year, month=on.month, day=on.day)
    paper.note(text("record-made-by", language, date=day))


def _states(paper: WordPaper, comparison: Comparison, privacy: Profile) -> None:
    """Write who has to do what by turns, and what of it is done."""
    language = paper.language
    heads = [text(f"record-states-{key}", language) for key in ("step", "who", "state", "done")]
    paper.table(heads, states_of(comparison, language, privacy), widths=(34, 35, 31, 65), size=_STATES_PT, height_mm=7)


def _apart(comparison: Comparison) -> tuple[Comparison, Comparison]:
    """Return a comparison with what ground or figures changed, and one with those where only people or branches did."""
    rows = comparison.grids
    same = rows["status"].eq("changed") & ~rows["ground_moved"]
    for key in ("households", "residents", "buildings", "area_m2", "standard_to"):
        before, after = rows[f"{key}_before"], rows[f"{key}_after"]
        same &= (before == after) | ((before - after).abs() < _SAME_FIGURE)  # a standard may have no end
    for column in ("code", "name", "kind", "parent"):
        same &= comparison.before.grids[column].reindex(rows.index) == rows[column]
    return replace(comparison, grids=rows[~same]), replace(comparison, grids=rows[same])


def _people(paper: WordPaper, tables: RecordTables) -> None:
    """Write who answers for grids whose ground stays as it was."""
    language = paper.language
    paper.heading(text("record-annex-people", language))
    codes, names = (_both(*(tables.person(key, side) for side in SIDES)) for key in ("code", "name"))
    columns = [
        [f"{name}\n{code}" for name, code in zip(names, codes, strict=True)],
        _both(*(tables.answers(side) for side in SIDES)),
        _both(*(tables.person("branches", side) for side in SIDES)),
    ]
    heads = [tables.head(key) for key in ("name", "answers", "branches")]
    paper.table(heads, list(zip(*columns, strict=True)), widths=(50, 55, 60))


def _grids(paper: WordPaper, tables: RecordTables) -> None:
    language, rows = paper.language, tables.comparison.grids
    paper.heading(text("record-annex-grids", language))
    pairs = {
        key: [
            words.changed(words.whole(a), words.whole(b))
            for a, b in zip(rows[f"{key}_before"], rows[f"{key}_after"], strict=True)
        ]
        for key in ("households", "residents", "area_m2")
    }
    standard = _both(*(words.standards(rows, side, language) for side in SIDES))
    answers = _both(*(tables.answers(side) for side in SIDES))
    branches = _both(*(tables.person("branches", side) for side in SIDES))
    codes, names = (_both(*(tables.person(key, side) for side in SIDES)) for key in ("code", "name"))
    columns = [
        [words.status_word(status, language) for status in rows["status"]],
        [f"{name}\n{code}" for name, code in zip(names, codes, strict=True)],
        *pairs.values(),
        standard,
        answers,
        branches,
    ]
    heads = ["change", "name", "households", "residents", "area_m2", "standard", "answers", "branches"]
    paper.table(
        [tables.head(key) for key in heads],
        list(zip(*columns, strict=True)),
        widths=(22, 48, 28, 28, 38, 26, 32, 42),
        right=(2, 3, 4),
    )


def _both(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return texts before and after; of a grid that is only on one side, the one there is."""
    return [
        b if a == words.NOTHING else a if b == words.NOTHING else words.changed(a, b)
        for a, b in zip(before, after, strict=True)
    ]


def _totals(paper: WordPaper, comparison: Comparison) -> None:
    language, table = paper.language, comparison.totals
    level = words.units_of(comparison.after, comparison.level, language)
    paper.heading(text("record-annex-totals", language, level=level))
    kinds = [kind for kind in comparison.after.scheme.kinds if f"n_{kind.key}_before" in table.columns]
    keys = [*(f"n_{kind.key}" for kind in kinds), "households", "residents", "staffed", "branch_covered"]
    heads = [*(kind.name.in_language(language) for kind in kinds)]
    heads += [words.heading(key, language) for key in keys[len(kinds) :]]
    columns = [
        [
            f"{name}\n{code}".rstrip()
            for name, code in zip(words.names_of_totals(comparison, language), table["code"], strict=True)
        ],
        *(
            [
                words.changed(words.whole(a), words.whole(b))
                for a, b in zip(table[f"{key}_before"], table[f"{key}_after"], strict=True)
            ]
            for key in keys
        ),
    ]
    widths = (56, *([208 / len(keys)] * len(keys)))
    right = tuple(range(1, len(keys) + 1))
    paper.table([level, *heads], list(zip(*columns, strict=True)), widths=widths, right=right)


def _buildings(paper: WordPaper, tables: RecordTables) -> None:
    language, count = paper.language, len(tables.comparison.buildings)
    paper.heading(text("record-annex-buildings", language))
    if not count:
        paper.note(text("record-no-buildings", language))
        return
    columns = tables.buildings()
    rows = list(zip(*(_texts(column.values[:BUILDINGS_MOST]) for column in columns), strict=True))
    heads = [column.heading for column in columns]
    paper.table(heads, rows, widths=(38, 27, 38, 38, 12, 12), right=(4, 5))
    if count > BUILDINGS_MOST:
        paper.note(text("record-more-buildings", language, count=count - BUILDINGS_MOST))


def _compounds(paper: WordPaper, comparison: Comparison, number: int) -> None:
    """Write what came onto the list of compounds, what went, and what of the others is another."""
    language = paper.language
    paper.heading(text("record-annex-compounds", language, number=number))
    paper.note(words.compounds_summary(comparison, language))
    rows = comparison.compounds.to_dict("records")
    cells = [
        (
            words.compound_status(row["status"], language),
            words.compound_name(row),
            words.what_of_compound(row, comparison, language),
        )
        for row in rows[:COMPOUNDS_MOST]
    ]
    heads = [words.heading("change", language), text("compound-name", language), text("record-compound-what", language)]
    paper.table(heads, cells, widths=(18, 47, 100))
    if len(rows) > COMPOUNDS_MOST:
        paper.note(text("record-more-compounds", language, count=len(rows) - COMPOUNDS_MOST))


def _texts(values: Sequence[Any]) -> list[str]:
    return [value if isinstance(value, str) else f"{value:,}" for value in values]
