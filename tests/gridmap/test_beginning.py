"""What a new project begins with."""

from __future__ import annotations

import pytest

from gridmap.model.errors import BadInput
from gridmap.model.scheme import load_scheme, parse_scheme
from gridmap.project.beginning import empty_plan, in_crs
from gridmap.project.project import Project


@pytest.mark.parametrize("key", ["city", "micro"])
def test_a_scheme_moves_to_another_zone_with_the_text_that_a_project_keeps(tmp_path, key):
    scheme = load_scheme(key)
    moved = in_crs(scheme, "EPSG:4547")
    assert moved.crs == "EPSG:4547"
    assert parse_scheme(moved.text).crs == "EPSG:4547"
    assert (moved.levels, moved.kinds, dict(moved.limits)) == (scheme.levels, scheme.kinds, dict(scheme.limits))
    Project.create(tmp_path / "a.gpkg", empty_plan(moved, " 东山镇 ")).close()
    with Project.open(tmp_path / "a.gpkg") as project:
        assert project.plan.crs.to_epsg() == 4547
        assert project.plan.facts()["title"] == "东山镇"
        assert not project.can_undo


def test_the_same_crs_leaves_a_scheme_as_it_is_and_degrees_are_refused():
    scheme = load_scheme()
    assert in_crs(scheme, "EPSG:4549") is scheme
    with pytest.raises(BadInput) as refused:
        in_crs(scheme, "EPSG:4490")
    assert refused.value.key == "scheme-crs-not-metric"


def test_only_the_line_of_the_scheme_itself_is_changed():
    scheme = load_scheme()
    text = scheme.text.replace('[[level]]\nkey = "town"', '# crs = "x"\n[[level]]\nkey = "town"', 1)
    moved = in_crs(parse_scheme(text.replace('crs = "EPSG:4549"', "crs='EPSG:4549'")), "EPSG:4546")
    assert moved.crs == "EPSG:4546"
    assert '# crs = "x"' in moved.text


def test_no_title_is_no_fact():
    assert empty_plan(load_scheme()).facts() == {}
