"""The truth test: the checks find every planted defect at its place with its measure, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import shapely

from gridmap.checks import RULES, Finding, run_checks
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from sample_data.defects import Defect, NoRoom, Truth, plant
from sample_data.make import make_plan
from sample_data.make_sample import PER_KIND, make_sample
from sample_data.province import make_province

pytestmark = pytest.mark.slow

SAMPLES = [(size, seed) for size in ("town", "city") for seed in (2020, 1, 7)]
TOLERANCE = 1e-6
COUNTED_AS = {
    "households-over-standard": "households",
    "households-under-standard": "households",
    "worker-over-households": "households",
    "too-few-members": "members",
    "too-many-members": "members",
}
"""What a rule calls the number that the truth calls ``count``, where it is not called so."""


class Sample(NamedTuple):
    clean: Plan
    before: tuple[Finding, ...]
    truth: Truth
    after: tuple[Finding, ...]


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda sample: f"{sample[0]}-{sample[1]}")
def sample(request: pytest.FixtureRequest) -> Sample:
    size, seed = request.param
    clean = request.getfixturevalue(f"{size}_plan") if seed == 2020 else make_plan(size, seed)
    plan, truth = plant(clean, seed, PER_KIND[size])
    return Sample(clean, grave(run_checks(clean).open), truth, grave(run_checks(plan).open))


def grave(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out notices: they tell what is worth knowing and no fault."""
    return tuple(finding for finding in findings if finding.severity != "notice")


def about(row: Finding | Defect) -> tuple[object, ...]:
    parts = (row.grids, row.workers, row.branches, row.buildings)
    return (row.rule, *(tuple(sorted(ids)) for ids in parts))


def is_at_its_place(defect: Defect, finding: Finding) -> bool:
    """Whether a finding lies where the defect does and has its measure.

    Ground must agree to a millionth of its area (of a square metre, if it is smaller), its area to a millionth, and
    points to a micrometre. Of an invalid shape the point told must lie on the faulty points or edges, and a defect
    without a shape of its own must lie inside what is shown.
    """
    if defect.count is not None and finding.values[COUNTED_AS.get(defect.rule, "count")] != defect.count:
        return False
    place, shown = defect.where, finding.where
    if place is None or shown is None:
        return place is None or defect.area_m2 is None
    if defect.area_m2 is not None:
        apart = shapely.symmetric_difference(place, shown).area
        measured = float(finding.values.get("area_m2", shown.area))
        return (
            apart <= TOLERANCE * max(1.0, place.area) and abs(measured - defect.area_m2) <= TOLERANCE * defect.area_m2
        )
    if place.geom_type == "MultiPoint":
        return shown.geom_type == "MultiPoint" and shapely.hausdorff_distance(place, shown) <= TOLERANCE
    return shapely.distance(place, shown) <= TOLERANCE


def compared(told: Iterable[Defect], found: Iterable[Finding]) -> tuple[list[str], list[str]]:
    """Return what was missed and what was found besides, in words."""
    left: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in found:
        left[about(finding)].append(finding)
    missed = []
    for defect in told:
        fitting = [finding for finding in left[about(defect)] if is_at_its_place(defect, finding)]
        if fitting:
            left[about(defect)].remove(fitting[0])
        else:
            missed.append(f"{about(defect)} {defect.planted} {defect.area_m2} {defect.count}")
    return missed, [f"{about(finding)} {dict(finding.values)}" for rest in left.values() for finding in rest]


def test_the_clean_sample_has_no_fault(sample):
    assert [about(finding) for finding in sample.before] == []


def test_every_planted_defect_is_found_at_its_place_with_its_measure_and_nothing_else(sample):
    missed, besides = compared(sample.truth.defects, sample.after)
    assert missed == [] and besides == []


def test_defects_of_every_rule_are_planted_in_their_number(sample):
    per_kind = PER_KIND[sample.truth.size]
    wanted = {key for key, rule in RULES.items() if rule.severity != "notice"}
    wanted.remove("role-missing")  # the scheme of the sample asks for no further roles
    # It has no list of compounds and no members of grids: see tests/indicators, tests/checks/test_branch_due.py.
    wanted -= {"compound-cut", "compound-of-another", "compound-branch-due", "branch-due", "joint-branch-due"}
    wanted -= {"joint-compound-branch-due"}
    if sample.truth.size == "town":
        wanted.remove("worker-across-level-1")  # there is one only
    assert {rule for rule in wanted if sample.truth.counts.get(rule, 0) < per_kind} == set()


def test_sizes_are_varied(sample):
    for rule in ("gap", "overlap", "overhang"):
        areas = [defect.area_m2 for defect in sample.truth.defects if defect.rule == rule]
        assert min(areas) < 20.0 and max(areas) > 1_000.0, (rule, min(areas), max(areas))


def test_gaps_are_of_every_sort(sample):
    sorts = {defect.planted for defect in sample.truth.defects if defect.rule == "gap"}
    everywhere = {
        "gap-inside",
        "gap-open-to-outside",
        "gap-with-island",
        "gap-with-homes",
        "village-gap",
        "missing-shape",
    }
    assert sorts >= everywhere
    assert sample.truth.size == "town" or sorts >= {
        "gap-at-outer-border",
        "gap-beside-water",
        "gap-beside-pond",
        "gap-between-three",
        "gap-along-border",
        "village-gap-along-water",
        "village-gap-open-to-outside",
        "orphan",
    }


def test_the_same_seed_plants_the_same_defects_and_another_seed_others(town_plan):
    one, two, other = (plant(town_plan, seed, 3) for seed in (2020, 2020, 4))
    assert one[0].same_content(two[0]) and one[1].to_json() == two[1].to_json()
    assert one[1].to_json()["defects"] != other[1].to_json()["defects"]


def test_the_clean_plan_is_left_as_it_is(town_plan):
    before = town_plan.grids.geometry.to_wkb()
    spoiled, _ = plant(town_plan, 2020, 3)
    assert before.equals(town_plan.grids.geometry.to_wkb()) and not spoiled.same_content(town_plan)


def test_a_plan_that_is_too_small_says_so(town_plan):
    with pytest.raises(NoRoom):
        plant(town_plan, 2020, 40)


def test_a_province_is_spoiled_as_well():
    clean = make_province(load_scheme(), 2020, share=0.02)
    plan, truth = plant(clean, 2020, 6)
    missed, besides = compared(truth.defects, grave(run_checks(plan).open))
    assert missed == [] and besides == []
    assert {"gap", "overlap", "overhang", "unmatched-vertices", "invalid-shape", "no-worker"} <= set(truth.counts)


def test_the_truth_file_names_things_as_the_plan_does(tmp_path: Path):
    plan, truth = make_sample("town", 2020, defects=True)
    assert truth is not None
    truth.write(tmp_path / "town.truth.json")
    read = json.loads((tmp_path / "town.truth.json").read_text(encoding="utf-8"))
    assert {key: read[key] for key in ("size", "seed", "crs")} == {"size": "town", "seed": 2020, "crs": "EPSG:4549"}
    assert len(read["defects"]) == sum(read["counts"].values()) == len(truth.defects)
    codes = set(plan.grids["code"])
    for row, defect in zip(read["defects"], truth.defects, strict=True):
        assert set(row["grids"]) <= codes and row["rule"] in RULES and row["planted"]
        if defect.where is not None:
            assert shapely.geometry.shape(row["where"]).equals_exact(defect.where, 0.0)
    assert make_sample("town", 2020)[1] is None


def test_truth_does_not_come_from_the_checker():
    """Neither the proof nor the checks nor the placement that they use is loaded when defects are planted."""
    code = (
        "import sys, sample_data.defects;"
        "judges = ('gridmap.ground.tiling', 'gridmap.checks', 'gridmap.ground.placement');"
        "print([m for m in sys.modules if m.startswith(judges)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_defect_a_hand_s_breadth_away_is_not_taken_for_the_planted_one():
    #  The comparison itself can fail: moved by a centimetre, or a thousandth larger, ground is other ground.
    ground = shapely.box(0, 0, 10, 10)
    planted = Defect("gap", "gap-inside", grids=(1,), where=ground, area_m2=100.0)

    def found(shape: shapely.Polygon) -> Finding:
        return Finding("gap", "error", grids=(1,), where=shape, values={"area_m2": shape.area})

    assert compared([planted], [found(shapely.box(0, 0, 10, 10))]) == ([], [])
    for other in (shapely.box(0.01, 0, 10.01, 10), shapely.box(0, 0, 10, 10.01)):
        missed, besides = compared([planted], [found(other)])
        assert len(missed) == len(besides) == 1
    vertices = Defect("unmatched-vertices", "extra-vertex", grids=(1,), where=shapely.multipoints([[0, 0]]), count=1)
    away = shapely.multipoints(np.array([[0, 0.1]]))
    elsewhere = Finding("unmatched-vertices", "warning", grids=(1,), where=away, values={"count": 1})
    assert compared([vertices], [elsewhere])[0]
