"""Sheets of single grids: what is known stands on them as the profile shows it, and the code can be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pypdf
import pytest
import segno
from click.testing import CliRunner
from PySide6.QtGui import QImage

from gridmap.edits import SetAttributes
from gridmap.ground.placement import buildings_by_grid, households_by_grid, residents_by_grid
from gridmap.model.errors import BadInput
from gridmap.people.privacy import PROFILES, mask_name, mask_phone
from gridmap.project.project import Project
from tests.hostile_text import HOSTILE, UNPRINTABLE, plan_with_names
from tests.ui.privacy.reading import said_in_files
from ui.outputs.export import Export
from ui.outputs.paper.atlas import units_of
from ui.outputs.paper.dossier import Dossier, NoticeBoard, SheetFrame, code_of
from ui.outputs.paper.grid_facts import grid_facts
from ui.outputs.paper.grid_map import GridMap
from ui.outputs.paper.page import Size, picture_of
from ui.outputs.paper.sheet import Sheet
from ui.program import command_line

pytestmark = pytest.mark.usefixtures("qapp")
DAY = dt.date(2026, 6, 15)


def pages(file: Path) -> list[str]:
    return [page.extract_text().replace("\t", " ") for page in pypdf.PdfReader(file).pages]


@pytest.fixture(scope="module")
def units(town):
    village = units_of(town, "village")[0]
    return (village, units_of(town, "grid", (village,)))


def test_a_page_has_the_figures_of_its_grid_and_everybody_by_role(town, units, tmp_path):
    village, grids = units
    Export(town, None, paper="A4", form="dossier", grids=(village,), on=DAY).write(tmp_path / "a.pdf")
    found = pages(tmp_path / "a.pdf")
    assert len(found) == len(grids)
    counts = [of(town) for of in (households_by_grid, residents_by_grid, buildings_by_grid)]
    for grid, page in zip(grids, found, strict=True):
        at = int(town.positions([grid])[0])
        assert town.value(grid, "name") in page and town.value(grid, "code") in page
        lines = page.split("\n")
        assert {f"{int(count[at]):,}" for count in counts} <= set(lines)
        assert "东至" in page and "，北至" in page
        [facts] = grid_facts(town, [grid], "zh", "briefing", DAY)
        assert facts.people and facts.chains
        for person in facts.people:
            assert person.role in lines and person.name in lines and person.phone in lines
        for link in facts.chains[0]:
            assert link.name in lines and f"书记{link.secretary}" in page


def test_the_chain_ends_with_a_branch_that_serves_the_grid_and_begins_at_the_top(town, units):
    for facts in grid_facts(town, units[1], "zh", "internal", DAY):
        for chain in facts.chains:
            assert [link.tier for link in chain] == ["村（社区）党组织", "网格党支部"]
    names = {
        link.name for facts in grid_facts(town, units[1], "zh", "internal", DAY) for c in facts.chains for link in c
    }
    assert names <= set(town.tables["branches"]["name"])


@pytest.mark.parametrize("form", ["dossier", "board"])
@pytest.mark.parametrize("profile", PROFILES)
def test_people_are_shown_as_the_profile_says(town, units, tmp_path, profile, form):
    file = tmp_path / "a.pdf"
    Export(town, None, paper="A4", form=form, grids=(units[1][0],), privacy=profile, on=DAY).write(file)
    [full] = grid_facts(town, [units[1][0]], "zh", "internal", DAY)
    names = {person.name for person in full.people} | {chain[-1].secretary for chain in full.chains}
    phones = {person.phone for person in full.people if person.phone}
    assert phones and names
    said = said_in_files([file], names | phones)
    assert said == {"internal": names | phones, "briefing": names, "public": set()}[profile]
    text = "".join(pages(file))
    if profile == "briefing":
        assert all(mask_phone(phone) in text for phone in phones)
    if profile == "public":
        assert all(mask_name(name) in text for name in names)


def test_what_was_changed_stands_with_its_day_and_what_was_taken_back_does_not(town, units, tmp_path):
    grid, other = units[1][:2]
    with Project.create(tmp_path / "p.gpkg", town) as project:
        project.perform(SetAttributes("grids", (grid,), {"name": "新名字网格"}))
        project.perform(SetAttributes("grids", (other,), {"note": "x"}))
        project.undo()
    words = ["export", str(tmp_path / "p.gpkg"), "-o", str(tmp_path / "a.pdf"), "--dossier", "--lang", "zh"]
    words += ["--scope", town.value(grid, "code"), "--scope", town.value(other, "code")]
    result = CliRunner().invoke(command_line, words)
    assert result.exit_code == 0, result.output
    first, second = pages(tmp_path / "a.pdf")
    assert "新名字网格" in first and dt.date.today().isoformat() in first.split("变更记录")[1]
    assert "项目中没有该网格的变更记录。" in second


def test_the_code_says_name_and_code_or_what_is_wanted(town, units):
    [facts] = grid_facts(town, [units[1][0]], "zh", "public", DAY)
    assert code_of("", facts) == [
        [bool(dark) for dark in row] for row in segno.make(f"{facts.name} {facts.code}", error="m", micro=False).matrix
    ]
    assert code_of("https://example.org/g/{code}", facts) != code_of("", facts)
    with pytest.raises(BadInput, match="qr-too-long"):
        code_of("x" * 400, facts)


def test_the_code_on_the_board_is_drawn_square_by_square(town, units):
    [facts] = grid_facts(town, [units[1][0]], "zh", "public", DAY)
    board = NoticeBoard(facts, GridMap(town, "zh"), SheetFrame.of(Export(town, None, on=DAY), town))
    drawn: list[tuple[float, float, float]] = []
    code = board._code
    object.__setattr__(board, "_code", lambda sheet, x, y, side: (drawn.append((x, y, side)), code(sheet, x, y, side)))
    image = picture_of(board, Size.of_paper(297, 420, 100))
    [(x, y, side)] = drawn
    squares = np.array(code_of("", facts))
    count = len(squares) + 4
    per_mm = image.width() / 297
    read = [
        [
            QImage.pixelColor(
                image,
                round((x + (column + 2.5) * side / count) * per_mm),
                round((y + (row + 2.5) * side / count) * per_mm),
            ).lightness()
            < 128
            for column in range(len(squares))
        ]
        for row in range(len(squares))
    ]
    assert (np.array(read) == squares).all()


@pytest.mark.parametrize("kind", [Dossier, NoticeBoard])
def test_names_that_mean_it_ill_stand_on_a_sheet_and_leave_it_nowhere(kind, monkeypatch):
    plan = plan_with_names((*HOSTILE, *(name for name in UNPRINTABLE)))
    from gridmap.exchange.plain import in_plain_text

    plan = in_plain_text(plan)
    drawer, frame = GridMap(plan, "zh"), SheetFrame.of(Export(plan, None, on=DAY), plan)
    outside: list[str] = []
    write = Sheet.text

    def text(self, x, baseline, words, type_, align="left", room=None):
        width = write(self, x, baseline, words, type_, align, room)
        left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
        if left < 5 or left + width > self.width_mm - 5 or not 5 < baseline < self.height_mm - 5:
            outside.append(words)
        return width

    monkeypatch.setattr(Sheet, "text", text)
    for facts in grid_facts(plan, units_of(plan, "grid"), "zh", "internal", DAY):
        page = Dossier(facts, drawer, frame, (1, 1)) if kind is Dossier else NoticeBoard(facts, drawer, frame)
        picture_of(page, Size.of_paper(210, 297, 50))
    assert not outside


def test_a_sheet_is_upright_and_of_the_paper_that_is_wanted(town, units, tmp_path):
    Export(town, None, paper="A3", form="board", grids=(units[1][0],)).write(tmp_path / "a.pdf")
    [page] = pypdf.PdfReader(tmp_path / "a.pdf").pages
    assert [round(float(edge) / 72 * 25.4) for edge in page.mediabox[2:]] == [297, 420]
    with pytest.raises(BadInput, match="atlas-only-pdf"):
        Export(town, None, format="png", form="board").write(tmp_path / "a.png")
