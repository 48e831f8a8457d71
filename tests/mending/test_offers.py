"""Every fix that is offered keeps its word: on a town with three faults of each kind."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
import shapely

from gridmap.checks import RULES, Finding, difference, run_checks
from gridmap.checks.registry import evidence_of
from gridmap.ground.codes import well_formed
from gridmap.ground.tiling import is_valid, made_valid
from gridmap.mending import Offer, accept, offer_keys, offers, preview
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.people.branches import branches_of
from sample_data.defects import plant
from ui.words.messages import BOTH, text

DAY = dt.date(2026, 6, 15)
FEW = 4
"""Findings of one rule for which one kind of fix is tried."""

OFFERED = {
    "gap": {"give-to-longest-border", "give-to-neighbour", "give-to-same-branch", "draw-grid", "exempt"},
    "overlap": {"keep-in"},
    "overhang": {"clip-to-parent", "extend-parent", "set-parent"},
    "unmatched-vertices": {"match-vertices"},
    "invalid-shape": {"make-valid"},
    "missing-shape": {"give-shape"},
    "sliver": {"drop-sliver"},
    "several-parts": {"record-parts", "give-to-longest-border"},
    "orphan": {"set-parent"},
    "wrong-parent": {"set-parent"},
}
"""What is offered for the planted faults besides accepting them."""


@pytest.fixture(scope="module")
def spoiled(town: Plan) -> Plan:
    """Return the town with three faults of every kind, checked."""
    plan, _ = plant(town, 2020, 3)
    run_checks(plan, on=DAY)
    return plan


def fresh(plan: Plan) -> Plan:
    """Return the same plan with nothing worked out yet."""
    return Plan.of_conformed(plan.scheme, plan.tables)


def all_of(plan: Plan, rule: str) -> list[Finding]:
    """Return the findings of a rule."""
    return [finding for finding in run_checks(plan, on=DAY).open if finding.rule == rule]


def fixes(plan: Plan, rule: str) -> Iterator[tuple[Finding, Offer]]:
    """Yield what is offered for findings of a rule, but for accepting them, a few of each kind."""
    tried: Counter[str] = Counter()
    for finding in all_of(plan, rule):
        for offer in offers(plan, finding):
            tried[offer.key] += 1
            if offer.edit is not None and tried[offer.key] <= FEW:
                yield finding, offer


@pytest.mark.parametrize("rule", OFFERED)
def test_a_fix_clears_its_finding_tells_what_it_brings_and_is_taken_back_to_the_byte(spoiled, rule):
    done: set[str] = set()
    for finding, offer in fixes(spoiled, rule):
        assert offer.key in offer_keys(finding)
        assert all(text(f"fix-{offer.key}", language) for language in BOTH)
        try:
            told = preview(spoiled, offer.edit, on=DAY)
        except Refused as refused:
            assert all(text(refused.key, language, **refused.values) for language in BOTH)  # noqa: PT017
            continue
        assert finding.id in {gone.id for gone in told.gone}, offer.key
        assert told.after.apply(told.change.inverted()).same_content(spoiled)
        assert all(text(f"change-{told.change.label}", language, **told.change.values) for language in BOTH)
        if offer.key not in done:  # the rest follows from a check after an edit being like a check of the whole
            now, then = run_checks(spoiled, on=DAY), run_checks(fresh(told.after), on=DAY)
            gone, brought = difference(now, then)
            assert [f.id for f in told.gone] == [f.id for f in gone]
            assert [f.id for f in told.brought] == [f.id for f in brought]
        done.add(offer.key)
    assert done == OFFERED[rule]


def grounds(shapes: np.ndarray) -> np.ndarray:
    """Return the ground that shapes enclose, valid or not."""
    return made_valid(shapes, is_valid(shapes))


@pytest.mark.parametrize("rule", [rule for rule in OFFERED if rule not in ("invalid-shape", "missing-shape")])
def test_a_fix_moves_only_the_ground_that_it_is_about(spoiled, rule):
    for finding, offer in fixes(spoiled, rule):
        if offer.key in ("set-parent", "record-parts"):
            continue
        try:
            change = offer.edit.change(spoiled)
        except Refused:
            continue
        # An overhang is clipped, and the parent extended, wherever the grid reaches out.
        about = finding.where if rule != "overhang" else spoiled.shape(finding.grids[0])
        if "grids" not in change.rows:
            continue
        rows = change.rows["grids"].replaced
        before, after = (np.asarray(frame.geometry.array, dtype=object) for frame in (rows.before, rows.after))
        assert shapely.is_valid(after).all() and not shapely.is_empty(after).any()
        moved = shapely.symmetric_difference(grounds(before), after)
        elsewhere = shapely.difference(moved, shapely.buffer(shapely.make_valid(about), 0.001))
        assert (shapely.area(elsewhere) <= 1e-4 * shapely.length(after)).all(), offer.key


def test_a_drawn_grid_has_a_code_by_the_scheme_and_takes_nothing_from_anybody(spoiled):
    drawn = [offer for _, offer in fixes(spoiled, "gap") if offer.key == "draw-grid"]
    assert drawn
    for offer in drawn:
        told = preview(spoiled, offer.edit, on=DAY)
        [new] = np.setdiff1d(told.after.ids, spoiled.ids).tolist()
        [code] = told.after.codes([new])
        assert code not in set(spoiled.grids["code"]) | set(spoiled.tables["retired_codes"]["code"])
        parent = int(told.after.value(new, "parent"))
        assert code.startswith(spoiled.codes([parent])[0]) and parent == offer.grid
        kind = told.after.scheme.kind(told.after.value(new, "kind"))
        if well_formed(spoiled.scheme.kind(spoiled.value(parent, "kind")).code, spoiled.codes([parent])).all():
            assert well_formed(kind.code, [code]).all()
        before = spoiled.all_shapes
        after = told.after.shapes(spoiled.ids)
        touched = np.flatnonzero([one is not two for one, two in zip(before, after, strict=True)])
        moved = shapely.area(shapely.symmetric_difference(before[touched], after[touched]))
        assert (moved <= 1e-6).all()
        assert told.area_moved_m2 == pytest.approx(told.after.shape(new).area)


def test_exempt_ground_is_recorded_with_its_village_and_nobody_loses_any(spoiled):
    for finding, offer in fixes(spoiled, "gap"):
        if offer.key != "exempt":
            continue
        told = preview(spoiled, offer.edit, on=DAY)
        [row] = np.setdiff1d(told.after.tables["exempt_areas"].index, spoiled.tables["exempt_areas"].index).tolist()
        area = told.after.tables["exempt_areas"].loc[row]
        assert area["parent"] == finding.grids[0]
        assert area["geometry"].area == pytest.approx(finding.values["area_m2"], rel=1e-6)
        assert told.area_moved_m2 <= 1e-6 and told.households_moved == 0


def test_a_neighbour_of_the_same_branch_is_told_apart(spoiled):
    told: Counter[str] = Counter()
    for finding in all_of(spoiled, "gap"):
        found = [offer for offer in offers(spoiled, finding) if offer.key.startswith("give-to-")]
        for offer in found[1:]:
            assert found[0].key == "give-to-longest-border"
            shared = set(branches_of(spoiled, offer.grid)) & set(branches_of(spoiled, found[0].grid))
            assert offer.key == ("give-to-same-branch" if shared else "give-to-neighbour")
            told[offer.key] += 1
    assert told["give-to-same-branch"] and told["give-to-neighbour"]


def test_the_parent_by_place_comes_before_the_parent_by_code(spoiled):
    for rule in ("orphan", "wrong-parent"):
        for finding in all_of(spoiled, rule):
            found = [offer for offer in offers(spoiled, finding) if offer.key == "set-parent"]
            assert len({offer.grid for offer in found}) == len(found) > 0
            [ground] = grounds(spoiled.shapes(finding.grids[:1]))
            if ground is not None:
                held = [shapely.area(grounds(spoiled.shapes([offer.grid]))[0] & ground) for offer in found]
                assert held == sorted(held, reverse=True)


def test_accepting_is_always_offered_and_last(spoiled):
    for finding in run_checks(spoiled, on=DAY).open:
        assert offer_keys(finding)[-1] == "accept"
    for rule in RULES:
        for finding in all_of(spoiled, rule)[:1]:
            last = offers(spoiled, finding)[-1]
            assert last.key == "accept" and last.edit is None


@pytest.mark.parametrize("rule", RULES)
def test_an_accepted_finding_is_counted_apart_until_its_time_runs_out(spoiled, rule):
    for finding in all_of(spoiled, rule)[:1]:
        edit = accept(finding, "王主任", "已上报", DAY, until=dt.date(2026, 7, 1))
        told = preview(spoiled, edit, on=DAY)
        assert [gone.id for gone in told.gone] == [finding.id] and told.brought == ()
        assert finding.id in {kept.id for kept in told.findings.accepted}
        assert finding.id in {f.id for f in run_checks(told.after, on=dt.date(2026, 7, 2), rules=[rule]).open}
        assert told.after.apply(told.change.inverted()).same_content(spoiled)


def test_an_accepted_gap_returns_when_its_ground_changes(spoiled):
    gap = next(f for f in all_of(spoiled, "gap") if f.values["area_m2"] > 100)
    kept = spoiled.apply(accept(gap, "王主任", "河道整治", DAY).change(spoiled))
    offer = next(o for o in offers(kept, gap) if o.key == "give-to-longest-border")
    half = shapely.intersection(gap.where, shapely.box(*gap.where.bounds[:3], sum(gap.where.bounds[1::2]) / 2))
    part = type(offer.edit)(shapely.get_parts(half)[0], offer.grid)
    changed = run_checks(kept.apply(part.change(kept)), on=DAY, rules=["gap"])
    assert evidence_of(gap) not in {evidence_of(finding) for finding in changed.accepted}
    assert len(changed.accepted) == 0
