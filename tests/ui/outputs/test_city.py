"""The city as slides and as a web page: every grid is there, figures are those of the statistics, files small."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from gridmap.checks import Findings, run_checks
from gridmap.figures.statistics import total
from gridmap.model.plan import Plan
from ui.outputs.export import Export

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
ON = dt.date(2026, 6, 15)
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def findings(city: Plan) -> Findings:
    return run_checks(city, on=ON)


def test_slides_have_every_grid_of_the_city_as_a_shape_in_the_group_of_its_town(
    city: Plan, findings: Findings, tmp_path: Path
) -> None:
    [file] = Export(city, findings, format="pptx", on=ON).write(tmp_path / "city.pptx")
    assert file.stat().st_size < MOST_BYTES
    slides = Presentation(str(file)).slides
    codes = city.grids["code"]
    for slide in list(slides)[2:4]:  # two of the themes
        groups = {shape.name: shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP}
        drawn: dict[str, list[str]] = {}
        for town, name in city.grids["name"][city.ranks == 1].items():
            group = groups[f"{name} {codes[town]}"]
            shapes = [one for one in group.shapes if one._element.spPr.find(".//{*}custGeom") is not None]
            drawn[str(codes[town])] = [one.name.split()[0] for one in shapes]
            below = city.below([int(town)])
            at = city.positions(below)
            lowest = below[(city.ranks[at] == 3) & city.has_shape[at]]
            assert sorted(drawn[str(codes[town])]) == sorted(codes[lowest])
        shown = [code for those in drawn.values() for code in those]
        kinds = city.grids.set_index("code")["kind"][shown].value_counts()
        assert kinds["comprehensive"] == 1036 and kinds.sum() == ((city.ranks == 3) & city.has_shape).sum()
    charts = [shape.chart for shape in slides[1].shapes if shape.has_chart]
    households = [value for series in charts[0].plots[0].series for value in series.values]
    assert len(households) == 10 and sum(households) == total(city, on=ON)["households"].iloc[0]
    assert sum(value for series in charts[1].plots[0].series for value in series.values) == 1036 + 380
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert all(any(title.startswith(name) for title in titles) for name in city.grids["name"][city.ranks == 1])


def test_the_web_page_of_the_city_is_small_and_has_every_grid(city: Plan, findings: Findings, tmp_path: Path) -> None:
    [file] = Export(city, findings, theme="branches", format="html", on=ON).write(tmp_path / "city.html")
    page = file.read_text(encoding="utf-8")
    assert file.stat().st_size < MOST_BYTES
    assert all(code in page for code in city.grids["code"][city.ranks == 3])
