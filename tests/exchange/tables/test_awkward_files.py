"""Files as officers have them are read right, cell by cell."""

from __future__ import annotations

import pytest

from gridmap.exchange.tables import read_tables
from tests.exchange.tables.awkward import AWKWARD, Awkward
from ui.words.messages import LANGUAGES, message_of


def test_there_are_at_least_sixty_and_each_says_what_is_wrong():
    assert len(AWKWARD) >= 60
    assert len({file.name for file in AWKWARD}) == len(AWKWARD)
    assert all(file.wrong and file.expected for file in AWKWARD)


@pytest.mark.parametrize("file", AWKWARD, ids=lambda file: file.name)
def test_an_awkward_file_is_read_cell_by_cell(file: Awkward, tmp_path):
    tables = read_tables(file.write(tmp_path / file.name))
    assert [list(table.columns) for table in tables] == [expected.columns for expected in file.expected]
    for table, expected in zip(tables, file.expected, strict=True):
        assert dict(zip(table.rows.tolist(), table.cells.tolist(), strict=True)) == expected.rows, file.wrong
        assert table.title == expected.title
        assert {problem.key for problem in table.problems} == set(expected.told)
        assert expected.sheet in (None, table.sheet)
        assert table.file == file.name
        assert table.rounded.shape == table.cells.shape and len(table.letters) == len(table.columns)
        assert len(set(table.columns)) == len(table.columns)


@pytest.mark.parametrize("file", AWKWARD, ids=lambda file: file.name)
def test_what_is_told_of_a_file_is_a_sentence(file: Awkward, tmp_path):
    for table in read_tables(file.write(tmp_path / file.name)):
        for problem in table.problems:
            for language in LANGUAGES:
                assert not message_of(problem, language).startswith(f"{problem.key} ")
