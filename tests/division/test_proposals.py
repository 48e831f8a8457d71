"""New borders for a village: within the standard, along lines, tiled exactly, and as few changes as asked for."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from shapely import LineString, box

from gridmap.checks import RULES, run_checks
from gridmap.division.proposals import ground_to_divide, propose, rebalance, together, villages_in
from gridmap.ground.placement import households_by_grid
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from tests.division.ground import VILLAGE, village

STEPS = 30_000
EVERY_50_M = [LineString([(x, -5), (x, 105)]) for x in range(50, 800, 50)]


def street(households: list[int], borders: list[float], **columns) -> Plan:
    """One row of blocks of 50 m, a building on each, and grids that end at ``borders``."""
    ends = [0.0, *borders, 50.0 * len(households)]
    grids = [box(a, 0, b, 100) for a, b in itertools.pairwise(ends)]
    buildings = [(25.0 + 50 * number, 50.0, count, "") for number, count in enumerate(households)]
    return village(grids, EVERY_50_M[: len(households) - 1], buildings, **columns)


def findings_of(plan: Plan) -> dict[str, int]:
    """Return how often each rule of ground, and those on estates, find something."""
    rules = [key for key, rule in RULES.items() if rule.group == "ground" or key == "compound-split"]
    return run_checks(plan, rules=rules).counts


def test_the_sample_is_divided_within_the_standard_along_lines_and_stays_tiled(town, villages):
    """Connected and tiled by the plan's own proof and by plain shapely, not by the graph that made it."""
    chosen = []
    for parent in list(villages.values())[:6]:
        ground = ground_to_divide(town, parent)
        best = propose(town, ground, 3, steps=STEPS)[0]
        assert not len(best.outside)
        assert (shapely.get_num_geometries(best.shapes) == 1).all()
        assert best.new_border == 0 or best.on_lines >= 0.95
        assert not best.cut_estates and not best.too_heavy
        chosen.append(best)
    change = together(chosen).change(town)
    after = town.apply(change)
    assert findings_of(after) == findings_of(town)
    households = households_by_grid(after)
    for proposal in chosen:
        kept = after.positions(proposal.keeps[proposal.keeps > 0])
        assert sorted(households[kept].tolist()) == sorted(proposal.households[proposal.keeps > 0].tolist())
    assert after.apply(change.inverted()).same_content(town)


def test_where_there_are_fewer_pieces_than_grids_as_many_grids_are_left_as_pieces():
    grids = [box(a, 0, a + 50, 100) for a in (0, 50, 100)]
    plan = village(grids, [], [(25.0, 50.0, 300, "A"), (75.0, 50.0, 300, "A"), (125.0, 50.0, 300, "A")])
    ground = ground_to_divide(plan, VILLAGE)
    for proposal in [rebalance(plan, ground, steps=STEPS), *propose(plan, ground, 3, steps=STEPS)]:
        assert proposal.households.tolist() == [900.0] and len(proposal.shapes) == 1


def test_plans_are_different_and_the_same_seed_gives_the_same(town, villages):
    ground = ground_to_divide(town, villages["320582107206"])
    one, same = (propose(town, ground, 3, seed=4, steps=STEPS) for _ in range(2))
    assert len(one) >= 2
    assert [p.households.tolist() for p in one] == [p.households.tolist() for p in same]
    shapes = [frozenset(shapely.normalize(p.shapes).tolist()) for p in one]
    assert len(set(shapes)) == len(shapes)


def test_figures_of_a_plan_are_those_of_its_shapes(town, villages):
    ground = ground_to_divide(town, villages["320582107206"])
    best = propose(town, ground, 1, steps=STEPS)[0]
    whole = shapely.union_all(best.shapes)
    assert best.border == pytest.approx((shapely.length(best.shapes).sum() - whole.length) / 2, rel=1e-3)
    assert best.compactness == pytest.approx(4 * np.pi * shapely.area(best.shapes) / shapely.length(best.shapes) ** 2)
    points = shapely.point_on_surface(town.buildings.geometry.to_numpy())
    homes = town.buildings["households"].to_numpy()
    assert best.households.tolist() == [homes[shapely.intersects(shape, points)].sum() for shape in best.shapes]


def test_fewest_households_move_where_one_grid_holds_too_many():
    """120 each: 600 and 240 become 480 and 360 by one block, and nothing else moves."""
    plan = street([120] * 7, [250])
    proposal = rebalance(plan, ground_to_divide(plan, VILLAGE), steps=STEPS)
    assert proposal.moved == 120 and proposal.households.tolist() == [480, 360]
    assert proposal.keeps.tolist() == [11, 12]
    after = plan.apply(proposal.edit.change(plan))
    assert after.shape(11).bounds[2] - 500_000 == 200


@pytest.mark.parametrize("seed", range(6))
def test_no_other_change_moves_fewer_households(seed):
    """Every way to cut a row of ten blocks into three grids is looked at."""
    rng = np.random.default_rng(seed)
    households = rng.integers(60, 200, 10).tolist()
    plan = street(households, [100, 300])
    ground = ground_to_divide(plan, VILLAGE)
    home = np.repeat([0, 1, 2], [2, 4, 4])
    possible = []
    for one, two in itertools.combinations(range(1, 10), 2):
        zone = np.repeat([0, 1, 2], [one, two - one, 10 - two])
        load = np.bincount(zone, weights=households)
        if load.min() >= ground.least and load.max() <= ground.most:
            possible.append(int(np.array(households)[zone != home].sum()))
    proposal = rebalance(plan, ground, steps=STEPS)
    if possible:
        assert not len(proposal.outside)
        assert proposal.moved == min(possible)
    else:
        assert len(proposal.outside)


@pytest.mark.parametrize("islands", [1, 2])
def test_a_grid_with_an_island_is_proposed_what_it_can_be(islands):
    """It never came to an end once: the island had no neighbour to go to."""
    main = [box(0, 0, 200, 100), box(200, 0, 400, 100)]
    islets = [box(600 + 100 * number, 0, 650 + 100 * number, 100) for number in range(islands)]
    grids = [shapely.union_all([main[0], *islets]), main[1]]
    places = [25.0 + 50 * number for number in range(8)] + [625.0 + 100 * number for number in range(islands)]
    plan = village(grids, EVERY_50_M[:7], [(x, 50.0, 90, "") for x in places])
    ground = ground_to_divide(plan, VILLAGE)
    for proposal in (*propose(plan, ground, 3, steps=STEPS), rebalance(plan, ground, steps=STEPS)):
        after = plan.apply(together([proposal]).change(plan))
        assert households_by_grid(after)[0] == 90 * len(places)
        found = findings_of(after)
        assert "gap" in found and not [rule for rule in found if found[rule] and ("gap" in rule or "overlap" in rule)]


def test_what_is_well_stays_as_it_is():
    plan = street([100] * 8, [200])
    proposal = rebalance(plan, ground_to_divide(plan, VILLAGE), steps=STEPS)
    assert proposal.moved == 0 and proposal.new_border == 0


def test_locked_grids_stay():
    plan = street([120] * 10, [250, 400], locked=[False, False, True])
    ground = ground_to_divide(plan, VILLAGE)
    assert ground.grids.tolist() == [11, 12] and ground.locked.tolist() == [13]
    after = plan.apply(rebalance(plan, ground, steps=STEPS).edit.change(plan))
    assert after.shape(13).equals(plan.shape(13))


def test_a_block_that_is_too_large_is_a_grid_of_its_own_and_named():
    plan = street([100, 100, 100, 900, 100, 100, 100], [150])
    best = propose(plan, ground_to_divide(plan, VILLAGE), 1, steps=STEPS)[0]
    assert sorted(best.households.tolist()) == [300, 300, 900]
    assert [homes for _, homes in best.too_heavy] == [900]
    assert len(best.outside) == 1 and best.unavoidable.tolist() == [True]


def test_more_grids_than_before_get_the_next_codes_and_fewer_hand_their_people_on():
    plan = street([100] * 12, [300])
    best = propose(plan, ground_to_divide(plan, VILLAGE), 1, steps=STEPS)[0]
    assert len(best.shapes) == 3 and sorted(best.keeps.tolist()) == [0, 11, 12]
    after = plan.apply(best.edit.change(plan))
    assert after.grids["code"].tolist()[2:] == ["320582100201001", "320582100201002", "320582100201003"]
    fewer = street([50] * 8, [100, 200, 300])
    best = propose(fewer, ground_to_divide(fewer, VILLAGE), 1, steps=STEPS)[0]
    assert len(best.shapes) == 1
    after = fewer.apply(best.edit.change(fewer))
    assert len(after.children(VILLAGE)) == 1 and len(after.tables["retired_codes"]) == 3


@pytest.mark.parametrize(
    ("plan", "limits", "reason"),
    [
        (street([100] * 4, [100], locked=[True, True]), (), "nothing-to-divide"),
        (street([100] * 4, [100]), (500, 300), "limits-crossed"),
        (village([box(0, 0, 200, 100), box(150, 0, 300, 100)]), (), "grids-overlap-already"),
    ],
)
def test_what_cannot_be_divided_is_refused_with_the_reason(plan, limits, reason):
    with pytest.raises(Refused) as refused:
        ground_to_divide(plan, VILLAGE, *limits)
    assert refused.value.key == reason


def test_villages_in_a_town_and_the_one_above_a_grid(town, villages):
    every = sorted(villages.values())
    assert villages_in(town).tolist() == every
    assert villages_in(town, np.array([1])).tolist() == every
    first = every[0]
    assert villages_in(town, np.array([first])).tolist() == [first]
    assert villages_in(town, town.children(first)[:1]).tolist() == [first]
