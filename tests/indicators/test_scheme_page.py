"""The ten lines of docs/scheme.md are an indicator that works, as they stand, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import shapely

from gridmap.checks import run_checks
from gridmap.edits import AddFacility
from gridmap.figures.statistics import rollup
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme, parse_scheme
from layers import every_layer
from tests.indicators.squares import ids_of, place, squares
from ui.words.findings import Wording
from ui.words.messages import message_of

DOCS = Path(__file__).parents[2] / "docs"
DAY = dt.date(2026, 6, 15)


def lines_of(page: str) -> str:
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    [lines] = [block for block in blocks if block.startswith("[[indicator]]")]
    return lines


@pytest.mark.parametrize("page", ["scheme.md", "scheme.zh-CN.md"])
def test_ten_lines_are_an_indicator_with_layer_figures_and_findings(page):
    lines = lines_of(page)
    assert len(lines.splitlines()) == 10
    scheme = parse_scheme(load_scheme().text + "\n" + lines)
    road = [shapely.LineString([place(0, t + 0.5), place(30, t + 0.5)]) for t in range(2)]
    plan = squares(scheme, 2, 15, roads=road)
    plan = plan.apply(AddFacility("甲站", "clinic", place=place(0.5, 0.5)).change(plan))
    shares = rollup(plan, "village", on=DAY)["indicator_clinic_share"].tolist()
    #   ten cells of 100 m along one road from the middle of the first: up to 1,000 m, so 11 grids of the first town
    assert shares == [1.0] * 5 + [0.5] + [0.0] * 24
    found = run_checks(plan, rules=["indicator-lacking"], on=DAY).open
    assert len(found) == 25 and {f.values["indicator"] for f in found} == {"clinic"}
    for language, name in (("zh", "卫生服务站步行可达"), ("en", "Clinic within a walk")):
        sentence = Wording(plan, language).message(found[0])
        assert name in sentence and "90.0%" in sentence and "{" not in sentence
    [layer] = [layer for layer in every_layer(scheme=scheme, on=DAY) if layer.key == "indicator-clinic"]
    assert set(layer.marks(plan).key.tolist()) == set(ids_of(plan, "village"))
    assert layer.legend(plan).heading == scheme.indicator("clinic").name


def test_a_plan_under_a_scheme_without_any_asks_nothing():
    text = re.sub(r"\[\[(facility|indicator)\]\]\n(?:.+\n)+", "", load_scheme().text)
    plan = Plan(parse_scheme(text), dict(squares(load_scheme()).tables))
    assert not run_checks(plan, rules=["indicator-lacking", "facility-elsewhere"], on=DAY).open
    assert not [
        column for column in rollup(plan, "town", on=DAY).columns if column.startswith(("indicator_", "facilities_"))
    ]


@pytest.mark.parametrize(
    ("old", "new", "key", "at"),
    [
        ("within_m = 1000", "", "scheme-missing", "at_least"),
        ("within_m = 1000", "within_m = 1000\nat_least = 1", "scheme-value", "within_m"),
        ("within_m = 1000", "within_m = 0", "scheme-value", "within_m"),
        ("within_m = 1000", "share_with = false", "scheme-value", "share_with"),
        ("target = 0.9", "target = 1.5", "scheme-value", "target"),
        ("target = 0.9", "", "scheme-missing", "target"),
        ('per = "village"', 'per = "street"', "scheme-reference", "per"),
        ('per = "village"', 'per = "village"\nkinds = ["town"]', "scheme-reference", "kinds"),
        ('of = "clinic"', 'of = "role:nobody"', "scheme-reference", "of"),
        ('of = "clinic"', 'of = "area"', "scheme-value", "of"),
        ('of = "clinic"', 'of = "clinic"\nmeasure = "size"', "scheme-value", "measure"),
        ('of = "clinic"', 'of = "clinic"\ncolour = "red"', "scheme-unknown-key", "colour"),
        (
            'key = "clinic"\nname = { zh = "社区',
            'key = "clinic"\nsymbol = "heart"\nname = { zh = "社区',
            "scheme-value",
            "symbol",
        ),
    ],
)
def test_what_no_indicator_can_be_is_refused_with_its_place(old, new, key, at):
    lines = lines_of("scheme.md")
    assert old in lines
    with pytest.raises(BadInput) as refused:
        parse_scheme(load_scheme().text + "\n" + lines.replace(old, new))
    assert refused.value.key == key and at in str(refused.value.values["place"])
    for language in ("zh", "en"):
        assert at in message_of(refused.value, language)
