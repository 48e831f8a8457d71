"""Every field, state and table that the wizard for lists may name has its words, in every scheme."""

from __future__ import annotations

import numpy as np
import pytest

from gridmap.exchange.rosters import FIELDS, ROSTER_TABLES, ColumnTaken
from gridmap.model.scheme import load_scheme
from ui.look.words import Words
from ui.outputs.rosters.forms import FORMS
from ui.wizards.rosters.outcome_lines import COLUMNS, STATES, TABLES
from ui.wizards.rosters.tables_found import COLUMNS as FOUND
from ui.wizards.rosters.wording import field_in_words, fields_for, shown_cells

CITY = load_scheme("city")
LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["city", "micro"])
@pytest.mark.parametrize("table", ROSTER_TABLES)
def test_what_a_column_may_be_is_named_and_no_two_alike(table, scheme, language):
    known, words = load_scheme(scheme), Words(language)
    fields = fields_for(table, known, ("phone:secretary", "person:网格长", "person:", "figures"))
    named = [field_in_words(field, known, words) for field in fields]
    assert fields[0] == "" and len(set(named)) == len(named) == len(set(fields))
    assert not any("roster-" in name for name in named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_named_has_words(language):
    words = Words(language)
    keys = [f"roster-field-{field}" for field in FIELDS]
    keys += [f"roster-state-{state}" for state in STATES] + [f"roster-table-{table}" for table in TABLES]
    keys += [f"roster-line-{column}" for column in COLUMNS] + [f"roster-found-{column}" for column in FOUND]
    keys += [f"roster-rows-are-{table}" for table in ROSTER_TABLES]
    keys += [f"roster-why-{why}" for why in ("word", "cut", "like", "content", "place", "chosen", "twice", "unknown")]
    assert all(words(key) for key in keys)


@pytest.mark.parametrize("table", FORMS)
def test_what_a_form_asks_for_may_be_chosen_for_its_column(table):
    fields = fields_for(table, CITY, ())
    assert {column.field for column in FORMS[table]} - {"serial"} <= set(fields)


@pytest.mark.parametrize(
    ("field", "cell", "profile", "shown"),
    [
        ("phone", "13812345678", "briefing", "138****5678"),
        ("phone:full_time", "13812345678", "public", ""),
        ("person", "张三丰", "public", "张*"),
        ("person", "张三丰 320582199001011234", "internal", "张三丰"),
        ("staff_number", "W00123", "briefing", "****23"),
        ("grid_code", "320582100201001", "public", "320582100201001"),
        ("note", "低保户", "internal", "…"),
        ("note", "联系 13812345678", "briefing", "联系 138****5678"),
        ("note", "随便", "public", "…"),
        ("", "320582100201001", "briefing", "320582100201001"),
        ("", "13812345678", "briefing", "138****5678"),
    ],
)
def test_a_cell_shows_no_more_than_the_profile_allows(field, cell, profile, shown):
    column = ColumnTaken("列", field, 1.0, "word" if field else "unknown")
    [said] = shown_cells(column, [cell], CITY, profile, Words("zh"))
    assert said.strip() == shown


def test_of_a_personal_column_nothing_is_shown():
    column = ColumnTaken("身份证号", "", 1.0, "private")
    cells = np.array(["320582199001011234"] * 4, dtype=object)
    assert shown_cells(column, cells.tolist(), CITY, "internal", Words("en")) == ("not shown",)
