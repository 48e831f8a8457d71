"""The chain of party branches: from every grid and building to the top, however many tiers, and where it breaks."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from gridmap.checks import run_checks
from gridmap.figures.statistics import breakdown, figures, total
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme, parse_scheme
from gridmap.model.scheme_lines import line_of
from gridmap.people.branches import serving_tiers
from gridmap.people.chains import ChainState, building_chains, grid_chains, links_up, may_stand_above, upward
from ui.words.findings import Wording
from ui.words.messages import message_of

DAY = dt.date(2026, 6, 15)
TIERS = """
[[tier]]
key = "street"
name = { zh = "街道党工委", en = "Street working committee" }
at = "town"

[[tier]]
key = "community"
name = { zh = "社区党委", en = "Community committee" }
at = "village"

[[tier]]
key = "compound"
name = { zh = "小区党支部", en = "Compound branch" }
at = "grid"

[[tier]]
key = "group"
name = { zh = "楼栋党小组", en = "Building group" }
at = "building"
"""
STREETS, COMMUNITIES, COMPOUNDS = 2, 6, 24
"""Two streets, three communities in each, four compounds in each of these, with a building each."""


def four_tiers(tiers: str = TIERS) -> Scheme:
    text = load_scheme().text
    before, _, rest = text.partition("[[tier]]")
    after = rest[rest.index("# ---- facilities") :]
    text = before + tiers + "\n" + after
    text = text.replace('tier = "grid"', 'tier = "compound"').replace('tier = "village"', 'tier = "community"')
    text = text.replace(
        "children = \"required\"\ncode = { pattern = '\\d{6}[0-9A-Z]{3}',",
        (
            'children = "required"\nbranch = { required = true, tier = "street" }\n'
            "code = { pattern = '\\d{6}[0-9A-Z]{3}',"
        ),
    )
    return parse_scheme(text)


SCHEME = four_tiers()


def city(change=lambda branches, links: None) -> Plan:
    """Return a place whose branches have the ids of their grids, and 1000 more the groups below compounds."""
    towns = [(1 + t, 0, "town", box(t * 12, 0, t * 12 + 12, 1)) for t in range(STREETS)]
    villages = [(11 + v, 1 + v // 3, "village", box(v * 4, 0, v * 4 + 4, 1)) for v in range(COMMUNITIES)]
    low = [(101 + c, 11 + c // 4, "comprehensive", box(c, 0, c + 1, 1)) for c in range(COMPOUNDS)]
    ids, parents, kinds, shapes = zip(*towns, *villages, *low, strict=True)
    codes = [f"{number:03d}" for number in ids]
    grids = gpd.GeoDataFrame(
        {"code": codes, "name": codes, "kind": kinds, "parent": parents}, geometry=list(shapes), index=ids, crs=4549
    )
    homes = [row[0] for row in low]
    buildings = gpd.GeoDataFrame(
        {"households": [10] * len(homes)},
        geometry=[Point(c + 0.5, 0.5) for c in range(COMPOUNDS)],
        index=homes,
        crs=4549,
    )
    tier = {"town": "street", "village": "community", "comprehensive": "compound"}
    branches = pd.DataFrame(
        {
            "name": [f"党组织{code}" for code in codes] + [f"小组{home}" for home in homes],
            "tier": [tier[kind] for kind in kinds] + ["group"] * len(homes),
            "parent": [*parents, *homes],
            "secretary": "李",
            "members": 9,
        },
        index=[*ids, *(1000 + home for home in homes)],
    )
    links = pd.DataFrame({"branch": ids, "grid": ids}, index=ids)
    branches, links = change(branches, links) or (branches, links)
    return Plan(SCHEME, {"grids": grids, "buildings": buildings, "branches": branches, "branch_grids": links})


def state_of(plan: Plan, *grids: int) -> list[int]:
    return grid_chains(plan, DAY).state[plan.positions(grids)].tolist()


def test_every_building_reaches_the_street_where_nothing_is_amiss():
    plan = city()
    assert set(grid_chains(plan, DAY).state.tolist()) == {ChainState.WHOLE}
    chains = building_chains(plan, DAY)
    ids = plan.tables["branches"].index.to_numpy()
    assert ids[chains.first].tolist() == list(range(101, 125)) and set(ids[chains.last].tolist()) == {1, 2}
    assert not [finding for finding in run_checks(plan, on=DAY).open if finding.rule in CHAIN_RULES]
    party = figures(plan, on=DAY)["party"]
    assert (party["reached_buildings"], party["reached_households"], party["reached_share"]) == (24, 240, 1.0)


CHAIN_RULES = ("broken-chain", "no-branch-below", "branch-of-another", "no-branch", "link-unknown")
SPOILT = list(range(101, 125, 2))  # twelve compounds, two in each community


def nobody(branches, links):
    return branches.drop([*SPOILT, *(1000 + home for home in SPOILT)]), links.drop(SPOILT)


def no_parent(branches, links):
    branches.loc[SPOILT, "parent"] = [0, 999] * 6


def skipped(branches, links):
    branches.loc[SPOILT, "parent"] = [1 + (home - 101) // 12 for home in SPOILT]


def wrong_tier(branches, links):
    for home in SPOILT:  # another of the same tier, on no ground of its own
        branches.loc[2000 + home] = branches.loc[home]
        branches.loc[3000 + home] = [f"小组{home}", "group", 2000 + home, "", 9]
        branches.loc[home, "parent"] = 2000 + home


def circle(branches, links):
    branches.loc[SPOILT, "parent"] = [1000 + home for home in SPOILT]  # its own group


def elsewhere(branches, links):
    branches.loc[SPOILT, "parent"] = [11 + ((home - 101) // 4 + 1) % 6 for home in SPOILT]  # the next community


@pytest.mark.parametrize(
    ("change", "state", "rule", "missing", "said"),
    [
        (nobody, ChainState.NOBODY, "no-branch", "compound", "101（101）没有党支部覆盖（10 户）"),
        (no_parent, ChainState.NO_PARENT, "broken-chain", "community", "党组织101（小区党支部）没有上级社区党委"),
        (
            skipped,
            ChainState.SKIPPED,
            "broken-chain",
            "community",
            "党组织101（小区党支部）直接隶属“党组织001”，中间缺社区党委",
        ),
        (
            wrong_tier,
            ChainState.WRONG_TIER,
            "broken-chain",
            "community",
            "党组织101（小区党支部）隶属“党组织101”，而它的上级应为社区党委",
        ),
        (
            circle,
            ChainState.CIRCLE,
            "broken-chain",
            "community",
            "党组织101 的隶属关系成环：经“小组101”又回到自身，到不了最上级",
        ),
        (
            elsewhere,
            ChainState.ELSEWHERE,
            "branch-of-another",
            "community",
            "101（101）由党组织101 覆盖，而该党支部隶属 012",
        ),
    ],
)
def test_twelve_breaks_of_a_kind_are_found_and_nothing_else(change, state, rule, missing, said):
    plan = city(change)
    chains = grid_chains(plan, DAY)
    assert plan.ids[chains.state != ChainState.WHOLE].tolist() == SPOILT
    assert state_of(plan, *SPOILT) == [state] * 12
    tiers = [SCHEME.tiers[rank - 1].key for rank in chains.missing[plan.positions(SPOILT)]]
    assert tiers == [missing] * 12
    found = [finding for finding in run_checks(plan, on=DAY).open if finding.rule in CHAIN_RULES]
    assert {finding.rule for finding in found} == {rule}
    assert sorted(finding.grids[0] for finding in found) == SPOILT
    words = {finding.grids[0]: Wording(plan, "zh").message(finding) for finding in found}
    assert words[101] == said
    party = figures(plan, on=DAY)["party"]
    assert (party["reached_buildings"], party["reached_households"], party["reached_share"]) == (12, 120, 0.5)


def test_a_break_higher_up_cuts_all_that_is_below_it_and_is_told_once():
    def change(branches, links):
        branches.loc[11, "parent"] = 0

    plan = city(change)
    assert state_of(plan, 101, 104, 105) == [ChainState.NO_PARENT, ChainState.NO_PARENT, ChainState.WHOLE]
    ids, chains = plan.tables["branches"].index.to_numpy(), grid_chains(plan, DAY)
    assert ids[chains.last[plan.positions([101])[0]]] == 11
    [finding] = [one for one in run_checks(plan, on=DAY).open if one.rule == "broken-chain"]
    assert (finding.branches, finding.values["tier_above"]) == ((11,), "street")
    rows = breakdown(plan, "village", on=DAY).rows
    assert rows["reached_share"].tolist() == [0.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert total(plan, on=DAY)["reached_households"].iloc[0] == 200


def test_a_tier_may_be_left_out_where_the_scheme_allows_it():
    plan = city(skipped)
    lenient = four_tiers(TIERS.replace('at = "grid"', 'at = "grid"\nparents = ["community", "street"]'))
    allowed = Plan(lenient, dict(plan.tables))
    assert set(grid_chains(allowed, DAY).state.tolist()) == {ChainState.WHOLE}
    assert not [finding for finding in run_checks(allowed, on=DAY).open if finding.rule in CHAIN_RULES]
    assert [tier.parents for tier in lenient.tiers] == [(), ("street",), ("street", "community"), ("compound",)]


def test_a_circle_of_branches_whose_tiers_nobody_wrote_down_is_told_of_one_of_them():
    def change(branches, links):
        branches.loc[[101, 102, 103], "tier"] = ""
        branches.loc[[101, 102, 103], "parent"] = [102, 103, 101]

    plan = city(change)
    state, _ = links_up(plan)
    ids = plan.tables["branches"].index.to_numpy()
    assert ids[state != ChainState.WHOLE].tolist() == [101]
    assert state_of(plan, 101, 104) == [ChainState.CIRCLE, ChainState.WHOLE]


@settings(max_examples=60, deadline=None)
@given(
    tier=st.lists(st.sampled_from(["street", "community", "compound", "group", ""]), min_size=1, max_size=12),
    data=st.data(),
)
def test_walking_branch_by_branch_says_the_same(tier, data):
    """Whatever hangs on whatever: arrays find what a walk with a list finds."""
    count = len(tier)
    parent = data.draw(st.lists(st.integers(0, count + 1), min_size=count, max_size=count))
    branches = pd.DataFrame({"tier": tier, "parent": parent}, index=range(1, count + 1))
    plan = Plan(SCHEME, {"branches": branches})
    state, _ = links_up(plan)
    rank = {key: number for number, key in enumerate(["", "street", "community", "compound", "group"])}
    may = may_stand_above(SCHEME)
    for branch in range(1, count + 1):
        own, above = tier[branch - 1], parent[branch - 1]
        over = tier[above - 1] if 1 <= above <= count else None
        if own == "street":
            sound = True
        elif over is None:
            sound = own == ""
        else:
            sound = bool(may[rank[own], rank[over]])
            seen, at = [], branch
            while 1 <= at <= count and at not in seen and not (seen and tier[at - 1] == "street"):
                seen.append(at)
                at = parent[at - 1]
            in_circle = at == branch
            if sound and in_circle:
                wrong = any(not may[rank[tier[one - 1]], rank[tier[parent[one - 1] - 1]]] for one in seen)
                sound = wrong or branch != min(seen)
        assert (state[branch - 1] == ChainState.WHOLE) == sound, (branch, tier, parent)


def test_the_schemes_that_ship_have_the_three_tiers_that_they_had():
    for key in ("city", "micro"):
        scheme = load_scheme(key)
        assert [(tier.key, tier.at, tier.parents) for tier in scheme.tiers] == [
            ("village", "village", ()),
            ("grid", "grid", ("village",)),
            ("building", "building", ("grid",)),
        ]
        assert serving_tiers(scheme) == (1, 2)
        older = parse_scheme("\n".join(line for line in scheme.text.splitlines() if not line.startswith("at = ")))
        assert [tier.at for tier in older.tiers] == ["village", "grid", ""]  # what kinds ask for says where
        assert serving_tiers(older) == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "key", "place"),
    [
        ('at = "village"', 'at = "house"', "scheme-reference", "tier[2].at"),
        ('at = "village"', "at = 3", "scheme-value", "tier[2].at"),
        ('at = "grid"', 'at = "town"', "scheme-value", "tier[3].at"),
        ('at = "grid"', 'at = "grid"\nparents = ["group"]', "scheme-reference", "tier[3].parents"),
        ('at = "grid"', 'at = "grid"\nparents = "street"', "scheme-value", "tier[3].parents"),
        ('at = "grid"', 'at = "grid"\nlevel = "grid"', "scheme-unknown-key", "tier[3].level"),
        ('key = "group"', 'key = "street"', "scheme-duplicate", "tier[4].key"),
        ('name = { zh = "小区党支部", en = "Compound branch" }', "", "scheme-missing", "tier[3].name"),
    ],
)
def test_what_is_wrong_with_a_tier_is_told_with_its_key_and_its_line(old, new, key, place):
    spoilt = TIERS.replace(old, new)
    with pytest.raises(BadInput) as refused:
        four_tiers(spoilt)
    assert (refused.value.key, refused.value.values["place"]) == (key, place)
    assert f"{place}（第 {refused.value.values['place'].line} 行）" in message_of(refused.value, "zh")
    text = load_scheme().text
    offset = text[: text.index("[[tier]]")].count("\n")
    headers = [n for n, line in enumerate(spoilt.splitlines(), start=1) if line == "[[tier]]"]
    section = headers[int(place[5]) - 1]
    name = place.partition(".")[2]
    within = spoilt.splitlines()[section - 1 :]
    end = next((n for n, line in enumerate(within[1:], start=1) if line == "[[tier]]"), len(within))
    line = next((n for n, said in enumerate(within[:end]) if said.startswith(f"{name} =")), 0)
    assert refused.value.values["place"].line == offset + section + line + 1  # one for the street's line in the kinds


@pytest.mark.parametrize(
    ("place", "line"),
    [("crs", 2), ("kind[2].name", 6), ("kind[2].branch.tier", 8), ("limit.a.value", 11), ("limit.a", 10), ("x", 1)],
)
def test_the_line_of_a_place_in_a_file(place, line):
    text = '# a scheme\ncrs = "x"\n[[kind]]\nname = 1\n[[kind]]\nname = 2\n[kind.branch]\ntier = "t"\n\n'
    text += "[limit.a]\nvalue = 1\n"
    assert line_of(text, place) == line


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_chain_may_have_any_number_of_tiers(count):
    keys = [f"t{number}" for number in range(1, count + 1)]
    tiers = "\n".join(f'[[tier]]\nkey = "{key}"\nname = {{ zh = "{key}", en = "{key}" }}' for key in keys)
    text = load_scheme().text
    before, _, rest = text.partition("[[tier]]")
    text = before + tiers + "\n" + rest[rest.index("# ---- facilities") :]
    text = text.replace('tier = "grid"', f'tier = "{keys[-1]}"').replace('tier = "village"', f'tier = "{keys[0]}"')
    scheme = parse_scheme(text)
    ids = np.arange(1, count + 1)
    branches = pd.DataFrame({"tier": keys, "parent": ids - 1}, index=ids)
    grids = pd.DataFrame({"kind": ["village", "comprehensive"], "parent": [0, 1]}, index=[1, 2])
    links = pd.DataFrame({"branch": [1, count], "grid": [1, 2]}, index=[1, 2])
    plan = Plan(scheme, {"branches": branches, "grids": grids, "branch_grids": links})
    assert grid_chains(plan, DAY).state.tolist() == [ChainState.WHOLE] * 2
    broken = Plan(scheme, {**plan.tables, "branches": branches.assign(parent=0)})
    assert state_of(broken, 2) == [ChainState.WHOLE if count == 1 else ChainState.NO_PARENT]


def test_the_way_up_from_a_branch_names_what_is_missing_on_it():
    ids = city().tables["branches"].index
    plan = city(skipped)
    rank = {key: number for number, key in enumerate(["", "street", "community", "compound", "group"])}
    found = upward(plan, ids.get_loc(1101))
    assert [(ids[place], missing) for place, missing in found] == [(1101, 0), (101, rank["community"]), (1, 0)]
    whole = upward(plan, ids.get_loc(1102))
    assert [ids[place] for place, _ in whole] == [1102, 102, 11, 1] and not any(missing for _, missing in whole)
    round_ = upward(city(circle), ids.get_loc(101))
    assert [ids[place] for place, _ in round_] == [101, 1101]
