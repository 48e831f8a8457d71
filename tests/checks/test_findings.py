"""What holds for the findings of all rules: severities, acceptance, scopes, and ids that do not depend on order."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from gridmap.checks import RULES, Finding, Findings, difference, run_checks
from gridmap.checks.about import listed
from gridmap.checks.registry import evidence_of
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan

DAY = dt.date(2026, 6, 15)


@pytest.fixture(scope="module")
def spoiled(town):
    """Return the place with a fault of every group, in both towns."""
    place = town.grid("A", geometry=town.shape("A").difference(town.cell(0.4, 3.4, 0.2, 0.2)))
    place = place.grid("B", code=town.plan.value(town["D"], "code"))
    place = place.edit("branches", [town["C"], town["H"]], secretary="")
    place = place.edit("workers", [town["C"], town["H"]], phone="11155555555")
    place = place.edit("assignments", town["H"], until_date="2026-01-01")
    place = place.add("buildings", door_plate="村外", households=3, geometry=town.point(20, 20))
    return place.edit("buildings", town["G"], households=600)


def found(*findings: Finding) -> Findings:
    return Findings(open=findings, accepted=(), rules=("overlap", "no-worker"))


def test_what_came_and_went_is_told_by_what_findings_are_about_and_not_by_their_objects():
    stays, goes, again, comes = (Finding("no-worker", "error", grids=(grid,)) for grid in (1, 2, 3, 4))
    anew = Finding("no-worker", "warning", grids=(3,))
    assert difference(found(stays, goes, again), found(anew, comes, stays)) == ((goes,), (comes,))
    twin = Finding("no-worker", "error", grids=(1,))  # told twice, and the one that was there before stays
    assert difference(found(stays), found(twin, stays)) == difference(found(twin, stays), found(stays)) == ((), ())


def test_no_id_is_made_of_what_was_carried_over_alone(town):
    carried = [Finding("overlap", "error", grids=(1, grid), where=town.cell(0, 0), about="place") for grid in (2, 3)]
    goes = Finding("overlap", "error", grids=(1, 3), where=town.cell(5, 5), about="place")
    assert difference(found(*carried, goes), found(*carried)) == ((goes,), ())
    assert ["id" in vars(finding) for finding in carried] == [False, True]  # the second lies between the same grids


def test_every_rule_says_what_it_means_and_where_it_comes_from():
    for key, rule in RULES.items():
        assert rule.key == key and rule.meaning.endswith(".") and rule.source
        assert rule.severity in ("error", "warning", "notice")


def test_the_limits_that_rules_read_are_in_every_scheme(town):
    from gridmap.model.scheme import SHIPPED, load_scheme

    for name in SHIPPED:
        limits = load_scheme(name).limits
        for rule in RULES.values():
            for limit in rule.limits:
                assert limits[limit].unit and limits[limit].source


def test_findings_are_ranked_by_severity_then_households_then_area(spoiled):
    found = run_checks(spoiled.plan, on=DAY).open
    ranks = [("error", "warning", "notice").index(f.severity) for f in found]
    assert ranks == sorted(ranks) and len(found) > 8
    errors = [f.values.get("households", 0) for f in found if f.severity == "error"]
    assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize("severity", ["error", "notice", "off"])
def test_the_scheme_says_how_grave_a_rule_is(spoiled, severity):
    changed = spoiled.scheme(("[severity]", f'[severity]\nno-secretary = "{severity}"'))
    findings = run_checks(changed.plan, on=DAY)
    told = [f.severity for f in findings.open if f.rule == "no-secretary"]
    assert told == ([] if severity == "off" else [severity, severity])
    assert ("no-secretary" in findings.counts) == (severity != "off")
    others = {f.id for f in findings.open if f.rule != "no-secretary"}
    assert others == {f.id for f in run_checks(spoiled.plan, on=DAY).open if f.rule != "no-secretary"}


def test_a_rule_that_is_not_there_is_refused_with_those_that_are(spoiled):
    with pytest.raises(BadInput) as refused:
        run_checks(spoiled.plan, rules=["gaps"])
    assert refused.value.key == "unknown-rule" and "gap, " in str(refused.value.values["expected"])


# ---- acceptance ------------------------------------------------------------------------------------------------------


def accepted(place, finding: Finding, until: str = ""):
    return place.add(
        "accepted",
        finding=finding.id,
        rule=finding.rule,
        accepted_by="王主任",
        accepted_on="2026-06-01",
        reason="拆迁中",
        until_date=until,
        evidence=evidence_of(finding),
    )


def of_rule(findings: tuple[Finding, ...], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


@pytest.mark.parametrize("rule", ["gap", "duplicate-code", "no-worker", "no-secretary", "shared-phone"])
def test_an_accepted_finding_is_counted_apart(spoiled, rule):
    before = run_checks(spoiled.plan, on=DAY)
    chosen = of_rule(before.open, rule)[0]
    after = run_checks(accepted(spoiled, chosen).plan, on=DAY)
    assert [f.id for f in after.accepted] == [chosen.id]
    assert after.counts[rule] == before.counts[rule] - 1 and len(after.open) == len(before.open) - 1


def test_an_acceptance_runs_out(spoiled):
    [gap] = of_rule(run_checks(spoiled.plan, on=DAY).open, "gap")
    kept = accepted(spoiled, gap, until="2026-06-15").plan
    assert [f.id for f in run_checks(kept, on=DAY).accepted] == [gap.id]
    late = run_checks(kept, on=dt.date(2026, 6, 16))
    assert late.accepted == () and gap.id in {f.id for f in late.open}


def test_an_accepted_gap_returns_when_its_ground_changes(spoiled):
    [gap] = of_rule(run_checks(spoiled.plan, on=DAY).open, "gap")
    kept = accepted(spoiled, gap)
    larger = kept.grid("A", geometry=kept.shape("A").difference(kept.cell(0.6, 3.4, 0.001, 0.2)))
    findings = run_checks(larger.plan, on=DAY)
    [again] = of_rule(findings.open, "gap")
    assert again.id == gap.id and evidence_of(again) != evidence_of(gap) and findings.accepted == ()


def test_an_accepted_finding_about_a_branch_stays_when_a_border_moves(spoiled):
    lacking = of_rule(run_checks(spoiled.plan, on=DAY).open, "no-secretary")[0]
    kept = accepted(spoiled, lacking)
    [letter] = kept.letters(lacking.grids)
    moved = kept.grid(letter, geometry=kept.shape(letter).buffer(-0.5, join_style="mitre"))
    assert [f.id for f in run_checks(moved.plan, on=DAY).accepted] == [lacking.id]


def test_an_accepted_shared_phone_returns_when_the_number_is_another(spoiled):
    [shared] = of_rule(run_checks(spoiled.plan, on=DAY).open, "shared-phone")
    kept = accepted(spoiled, shared)
    other = kept.edit("workers", list(shared.workers), phone="11166666666")
    findings = run_checks(other.plan, on=DAY)
    assert findings.accepted == () and [f.id for f in of_rule(findings.open, "shared-phone")] == [shared.id]


# ---- scope -----------------------------------------------------------------------------------------------------------


def test_a_scope_finds_what_the_whole_finds_there(spoiled):
    whole = run_checks(spoiled.plan, on=DAY).open
    for letter in ("T", "U", "V", "W", "X"):
        scope = [spoiled[letter]]
        inside = set(spoiled.plan.below(scope).tolist())
        expected = {f.id for f in whole if inside & set(f.grids)}
        assert {f.id for f in run_checks(spoiled.plan, scope=scope, on=DAY).open} == expected, letter


def test_a_scope_of_all_towns_lacks_only_what_has_no_place(spoiled):
    whole = run_checks(spoiled.plan, on=DAY).open
    towns = run_checks(spoiled.plan, scope=[spoiled["T"], spoiled["U"]], on=DAY).open
    lacking = {f.id for f in whole} - {f.id for f in towns}
    assert {f.rule for f in whole if f.id in lacking} == {"building-in-no-grid"}


# ---- order -----------------------------------------------------------------------------------------------------------


def renumbered(plan: Plan) -> Plan:
    """Return the plan with its rows handed over in another order (their ids stay theirs)."""
    rng = np.random.default_rng(5)
    return Plan(plan.scheme, {name: frame.iloc[rng.permutation(len(frame))] for name, frame in plan.tables.items()})


def test_neither_the_order_of_rows_nor_a_shift_to_zone_40_alters_the_findings(spoiled):
    before = [(f.id, evidence_of(f)) for f in run_checks(spoiled.plan, on=DAY).open]
    assert [(f.id, evidence_of(f)) for f in run_checks(renumbered(spoiled.plan), on=DAY).open] == before

    tables = dict(spoiled.plan.tables)
    for name in ("grids", "buildings"):
        tables[name] = tables[name].set_geometry(tables[name].geometry.translate(40_000_000))
    shifted = run_checks(Plan(spoiled.plan.scheme, tables), on=DAY).open
    assert [(f.rule, f.grids, f.workers, f.branches, f.buildings) for f in shifted] == [
        (f.rule, f.grids, f.workers, f.branches, f.buildings) for f in run_checks(spoiled.plan, on=DAY).open
    ]


def test_ids_tell_findings_apart(spoiled):
    found = run_checks(spoiled.plan, on=DAY).open
    assert len({f.id for f in found}) == len(found)


def test_two_gaps_of_one_village_have_ids_of_their_own(town):
    holes = [town.cell(0.2, 2.2, 0.2, 0.2), town.cell(0.2, 2.6, 0.2, 0.2)]
    both = town.grid("A", geometry=town.shape("A").difference(holes[0]).difference(holes[1])).only("gap")
    alone = town.grid("A", geometry=town.shape("A").difference(holes[1])).only("gap")
    assert len({f.id for f in both}) == 2 and alone[0].id in {f.id for f in both}


def test_listing_keeps_the_order_of_items_and_empty_groups():
    group, item = np.array([2, 0, 2]), np.array([7, 8, 5])
    assert listed(group, item, 4) == [[8], [], [7, 5], []]
    assert listed(group[:0], item[:0], 0) == []


def test_an_empty_project_is_in_order(town):
    assert run_checks(Plan(town.plan.scheme)).open == ()
    only_people = {name: town.plan.tables[name] for name in ("workers", "branches")}
    found = {f.rule for f in run_checks(Plan(town.plan.scheme, only_people)).open}
    assert found == {"worker-without-grid"}
