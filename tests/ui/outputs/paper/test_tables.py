"""Tables, keys and contents on a page: headings are whole, nothing lies over anything, no column is empty."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from PySide6.QtGui import QPainter, QPicture

from ui.look.fonts import chinese_family
from ui.outputs.export import Export
from ui.outputs.paper.atlas import Contents as ContentsPage
from ui.outputs.paper.atlas import units_of
from ui.outputs.paper.contents import BAR, Table
from ui.outputs.paper.furniture import draw_table
from ui.outputs.paper.key import GridKey
from ui.outputs.paper.sheet import UNITS, Sheet

pytestmark = pytest.mark.usefixtures("qapp")


class Noted(Sheet):
    """A sheet that remembers what was written and filled, by where it begins and ends."""

    def text(self, x, baseline, text, type_, align="left", room=None):
        wide = super().text(x, baseline, text, type_, align, room)
        cut = room is not None and type_.width(text, self.family, 0.85) > room * UNITS + 1
        left = x - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        self.said.append((text, left, left + wide, baseline, cut))
        return wide

    def box(self, x, y, width, height, *args, **wanted):
        super().box(x, y, width, height, *args, **wanted)
        self.filled.append((x, x + width, y))


@pytest.fixture
def sheet(qapp):
    picture = QPicture()
    painter = QPainter(picture)
    noted = Noted(painter, 420, 297, 420 * UNITS, 297 * UNITS, chinese_family())
    noted.said, noted.filled = [], []
    yield noted
    painter.end()


HEADS = {
    "en": ("Town", "Comprehensive grid", "Dedicated grid", "Households"),
    "zh": ("镇级网格", "综合网格", "专属网格", "居民户数"),
}


@pytest.mark.parametrize("width", [90.0, 75.0])
@pytest.mark.parametrize("language", HEADS)
def test_headings_are_whole_and_bars_lie_beside_the_numbers(sheet, language, width):
    rows = (("双山岛旅游度假区", "260", "102", "108,924"), ("凤凰镇", "18", "6", "7,098"))
    table = Table("", HEADS[language], rows, ("All", "1,036", "380", "420,667"), (1.0, 0.1), BAR)
    end = draw_table(sheet, 10.0, 20.0, width, table, 5.0)
    assert end == pytest.approx(20.0 + 5.8 + 3 * 5.0)
    said = {text: (left, right, base) for text, left, right, base, _ in sheet.said}
    assert not [text for text, *_, cut in sheet.said if cut]
    for head in HEADS[language][1:]:
        assert head in said or all(word in said for word in head.split())
    lines = sorted({base for _, _, _, base, _ in sheet.said})
    for base in lines:  # nothing on one line overlaps
        spans = sorted((left, right) for _, left, right, own, _ in sheet.said if own == base)
        assert all(one[1] <= two[0] + 1e-6 for one, two in pairwise(spans))
    for left, right, y in sheet.filled:
        beside = [span for text, (*span, base) in said.items() if y - 1 < base < y + 3 and text[0].isdigit()]
        assert beside and all(right <= start or end <= left for start, end in beside)


@pytest.mark.parametrize(("long", "with_codes"), [(1, True), (3, False)])
def test_a_key_has_the_codes_of_most_grids_or_of_none(sheet, town, monkeypatch, long, with_codes):
    code = "320582107001001"
    entries = [(str(n), "长寿新村第一网格服务中心" if n < long else "新村", code) for n in range(6)]
    monkeypatch.setattr(GridKey, "entries", lambda self: entries)
    GridKey(town, (), (), "zh").paint(sheet, 10, 10, 44, 60)
    assert [text for text, *_ in sheet.said].count(code) == (6 - long if with_codes else 0)


def test_contents_of_what_has_nothing_above_it_have_no_column_for_that(town):
    day = dt.date(2026, 6, 15)
    for level, head in (("village", "上级名称"), ("town", "")):
        export, units = Export(town, None, atlas=level, on=day), units_of(town, level)
        [page] = ContentsPage.pages(export, town, units, 1, len(units) + 1)
        assert page.heads[2] == head
