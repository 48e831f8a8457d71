"""Schemes are taken or refused, never half of each: what is wrong is told with its key, and what is taken works."""

from __future__ import annotations

import copy
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.checks import run_checks
from gridmap.figures.statistics import rollup, total
from gridmap.ground.codes import well_formed
from gridmap.model.errors import BadInput
from gridmap.model.patterns import LONGEST_CODE, refuse_slow_pattern
from gridmap.model.plan import Plan
from gridmap.model.scheme import LIMITS, SHIPPED, CodeRule, Scheme, load_scheme, parse_scheme
from gridmap.project.project import Project
from ui.outputs.ledger.geodata import export_geodata
from ui.outputs.ledger.workbook import export_workbook
from ui.words.messages import message_of

FAULTS = Path(__file__).parent.parent / "data" / "faults" / "projects"


def toml_of(value: Any) -> str:
    """Write a value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml_of(key)} = {toml_of(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml_of(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return (
            '"'
            + "".join(f"\\U{ord(letter):08x}" if letter in '"\\' or letter < " " else letter for letter in value)
            + '"'
        )
    return repr(value)


def text_of(raw: dict[str, Any]) -> str:
    return "\n".join(f"{toml_of(key)} = {toml_of(value)}" for key, value in raw.items())


def places_in(raw: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value, tables and lists too."""
    inner = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    return [place, *(found for key, value in inner for found in places_in(value, (*place, key)))][not place :]


RAW = {name: tomllib.loads(load_scheme(name).text) for name in SHIPPED}
PLACES = [(name, place) for name in SHIPPED for place in places_in(RAW[name])]
STRANGE = [
    -1, 0, 1, 10**23, 10**400, -(2**63), 0.5, -0.0, 1e300, float("inf"), float("nan"), True, "", "x", "x" * 5_000,
    "\x00",
    "a\nb", "../../x", "(a+)+b", "(?:){1000000000}", "((", [], [1], [[1]], [0, 10**23], ["town"] * 200, {}, {"a": 1},
    {"key": 1},
]  # fmt: skip


def mutated(name: str, place: tuple[Any, ...], value: object) -> str:
    raw = copy.deepcopy(RAW[name])
    at = raw
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    return text_of(raw)


def a_place(scheme: Scheme) -> Plan:
    """Return a town with one village in it, and a grid of each kind below with a household or two."""
    import geopandas as gpd

    box = shapely.box(552_000, 3_526_000, 553_000, 3_527_000)
    kinds = [kind.key for kind in scheme.kinds]
    grids = gpd.GeoDataFrame(
        {
            "code": [f"3205821{i:02}" for i in range(len(kinds))],
            "name": kinds,
            "kind": kinds,
            "parent": range(len(kinds)),
        },
        geometry=[box] * len(kinds),
        index=range(1, len(kinds) + 1),
        crs=scheme.crs,
    )
    return Plan(scheme, {"grids": grids})


def told_with_its_key(text: str, place: tuple[Any, ...]) -> Scheme | None:
    """Return the scheme, or ``None`` if it is refused with a sentence that names a key on the way to the place."""
    try:
        return parse_scheme(text, "a.toml")
    except BadInput as error:
        for language in ("zh", "en"):
            said = message_of(error, language)
            assert not said.startswith(error.key) and len(said) < 800  # noqa: PT017 (it need not be refused)
        named = str(error.values.get("place", "format"))
        first = str(place[0])
        # Another key speaks of it where the value is what others refer to, such as the key of a level.
        assert first in named or first in ("level", "role", "tier", "kind", "facility", "format"), (named, place)
        return None


def test_a_file_on_the_list_of_faults_is_refused_with_its_key():
    said = {}
    for file in sorted(FAULTS.glob("*.toml")):
        with pytest.raises(BadInput) as refused:
            load_scheme(file)
        with pytest.raises(BadInput) as stored:
            parse_scheme(file.read_text(encoding="utf-8"), "p.gpkg")
        assert (stored.value.key, stored.value.values["place"]) == ("scheme-value", refused.value.values["place"])
        said[file.stem] = refused.value.values["place"]
    assert said == {
        "households-huge": "kind[3].households.urban",
        "limit-bigint": "limit.worker_grids.value",
        "parents-list": "kind[2].parents",
        "parents-table": "kind[2].parents",
    }


@settings(max_examples=80)
@given(at=st.sampled_from(PLACES), value=st.sampled_from(STRANGE))
def test_a_strange_value_anywhere_is_told_with_its_key_or_can_be_worked_with(at, value, tmp_path_factory):
    name, place = at
    scheme = told_with_its_key(mutated(name, place, value), place)
    if scheme is None:
        return
    folder = tmp_path_factory.mktemp("scheme")
    with Project.create(folder / "p.gpkg", a_place(scheme)) as project:
        plan = project.plan
    with Project.open(folder / "p.gpkg") as project:  # what is taken from a file is taken from a project
        assert project.plan.scheme.text == scheme.text
    assert len(rollup(plan, scheme.levels[0])) and len(total(plan))
    findings = run_checks(plan)
    export_geodata(plan, folder / "g.gpkg")
    export_workbook(plan, folder / "g.xlsx", findings=findings)


def test_every_key_that_is_left_out_is_told_or_can_be_done_without():
    for name, place in PLACES:
        raw = copy.deepcopy(RAW[name])
        at = raw
        for key in place[:-1]:
            at = at[key]
        del at[place[-1]]
        told_with_its_key(text_of(raw), place)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a = " + "[" * 5_000 + "]" * 5_000, "scheme-syntax"),
        ("a = " + "9" * 5_000, "scheme-syntax"),
        ("# " + "x" * 1_000_001, "scheme-too-large"),
        ("format = 2", "scheme-format"),
    ],
)
def test_a_text_that_is_no_scheme_is_refused_in_words(text, key):
    with pytest.raises(BadInput) as refused:
        parse_scheme(text)
    assert refused.value.key == key and len(message_of(refused.value, "en")) < 800


def test_a_scheme_that_bears_the_name_of_one_that_ships_gets_the_limits_that_it_leaves_out(tmp_path, monkeypatch):
    raw = copy.deepcopy(RAW["city"])
    del raw["limit"]
    (tmp_path / "city.toml").write_text(text_of(raw), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_scheme(Path("city.toml")).limit("sliver_width") == load_scheme("city").limit("sliver_width")


def test_the_scheme_that_ships_first_has_the_limits_that_every_scheme_has():
    assert load_scheme("city").limits.keys() == LIMITS


@pytest.mark.parametrize("left_out", sorted(LIMITS))
def test_a_single_limit_that_a_file_leaves_out_is_that_of_the_scheme_that_ships_first(left_out):
    raw = copy.deepcopy(RAW["city"])
    del raw["limit"][left_out]
    assert parse_scheme(text_of(raw)).limit(left_out) == load_scheme("city").limit(left_out)


@pytest.mark.parametrize("key", ["../town", "a/b", "", " ", "a b", "x" * 65, "a\n"])
def test_a_key_that_could_not_be_part_of_a_file_name_is_refused(key):
    with pytest.raises(BadInput) as refused:
        parse_scheme(mutated("city", ("kind", 0, "key"), key))
    assert refused.value.values["place"] == "kind[1].key"


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", r"(\d*)*", "(a|aa)+", "(?:){1000000000}", "(?:(?:a?){64}){64}", "(?:a|)" * 20, "((", "a{1,64}" * 5],
)
def test_an_expression_that_may_take_for_ever_is_refused(pattern):
    with pytest.raises(ValueError):
        refuse_slow_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r"\d{6}[0-9A-Z]{3}(\d{3}){0,2}", "320582100201001"),
        (r".*", "x"),
        (r"\d+-\d+", "12-3"),
        ("(?:ab|cd){1,3}", "abcd"),
    ],
)
def test_an_expression_as_codes_have_them_is_taken(pattern, code):
    refuse_slow_pattern(pattern)
    assert well_formed(CodeRule(pattern), [code]).all()


@settings(max_examples=200)
@given(
    pattern=st.recursive(
        st.sampled_from(["a", "b", ".", r"\d", "[ab]", ""]),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map("".join),
            st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
            st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,3}", "*?", "{40}"])).map(
                lambda two: f"(?:{two[0]}){two[1]}"
            ),
        ),
        max_leaves=8,
    )
)
def test_an_expression_that_is_taken_is_soon_done_with_any_code(pattern):
    try:
        refuse_slow_pattern(pattern)
    except ValueError:
        return
    codes = ["a" * LONGEST_CODE, "ab" * (LONGEST_CODE // 2), "a" * (LONGEST_CODE - 1) + "!"]
    assert not well_formed(CodeRule(f"(?:{pattern})?"), codes[2:]).any() or "." in pattern  # or this goes on for ever


def test_a_code_longer_than_any_code_is_not_well_formed():
    assert well_formed(CodeRule("a*"), ["a" * LONGEST_CODE, "a" * (LONGEST_CODE + 1)]).tolist() == [True, False]
    assert np.array(well_formed(CodeRule(), ["a" * 1_000])).all()


def test_a_source_is_one_text_or_a_table_of_both_languages():
    text = load_scheme().text
    line = next(line for line in text.splitlines() if line.startswith("source = {"))
    one = parse_scheme(text.replace(line, 'source = "市政府文件"', 1), "x.toml")
    assert (one.source.zh, one.source.en) == ("市政府文件", "市政府文件")
    both = parse_scheme(text.replace(line, 'source = { zh = "市政府文件", en = "City document" }', 1), "x.toml")
    assert (both.source.zh, both.source.en) == ("市政府文件", "City document")
    assert not parse_scheme(text.replace(line, "", 1), "x.toml").source
    for wrong in ('{ zh = "市政府文件" }', '{ zh = "a", en = "b", fr = "c" }', "7"):
        with pytest.raises(BadInput):
            parse_scheme(text.replace(line, f"source = {wrong}", 1), "x.toml")


@pytest.mark.parametrize("name", SHIPPED)
def test_schemes_that_ship_say_in_chinese_where_they_come_from(name):
    scheme = load_scheme(name)
    said = [
        scheme.source,
        *(each.source for each in scheme.indicators),
        *(each.source for each in scheme.limits.values()),
    ]
    assert all(re.search("[\u4e00-\u9fff]", each.zh) and each.en for each in said)
