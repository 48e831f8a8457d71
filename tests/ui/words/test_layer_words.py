"""Every layer and every theme has its words in both languages: a new one without them is noticed here, not on paper."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import numpy as np
import pytest
import shapely

import layers
from gridmap.checks import RULES, Finding
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from gridmap.project.comparison import compare
from layers import MAP_THEMES, ChangedGround, Layer, Neighbours, Outline, ReferenceLayer, every_layer, layers_of
from layers.incoming import Incoming
from layers.marks import Legend
from sample_data.departments import with_departments
from sample_data.make import make_plan
from ui.outputs.paper.table_columns import TABLES
from ui.window.actions import ACTIONS
from ui.words.messages import LANGUAGES, text

UNEXPLAINED = {"ground", "names", "outline", "neighbours"}
"""Layers that speak for themselves."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return a town with people, buildings, roads, waters, departments, and an indicator that asks about compounds."""
    town = with_departments(make_plan("town", 2020))
    asked = 'key = "crowded"\nname = { zh = "小区人口", en = "Compounds" }\n'
    asked += 'of = "residents"\nper = "compound"\nat_least = 1\n'
    return Plan(parse_scheme(f"{town.scheme.text}\n[[indicator]]\n{asked}"), {**town.tables})


def findings() -> tuple[Finding, ...]:
    """Return an error of every rule, with a place and without, and a notice."""
    place = shapely.Point(0, 0)
    errors = [Finding(rule, "error", where=where) for rule in RULES for where in (place, None)]
    return (*errors, Finding(next(iter(RULES)), "notice", where=place))


def asked(plan: Plan) -> list[Layer]:
    """Return every layer there is, also those that no theme shows."""
    shapes = np.array([shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])], dtype=object)
    incoming = Incoming(plan.ids, np.arange(len(plan.ids)) % len(Incoming.names))
    others = [Outline(), Neighbours(plan), ReferenceLayer(shapes), ChangedGround(compare(plan, plan)), incoming]
    listed = every_layer(findings=findings(), scheme=plan.scheme)
    return [*listed, *every_layer(), *(layer.close_up() for layer in listed), *others]


def kinds_of_layers() -> Iterator[type[Layer]]:
    """Yield every class of layers in the modules of the package, whether anybody shows it or not."""
    for module in pkgutil.iter_modules(layers.__path__):
        for _, thing in inspect.getmembers(importlib.import_module(f"layers.{module.name}"), inspect.isclass):
            if issubclass(thing, Layer) and not inspect.isabstract(thing):
                yield thing


def test_no_layer_is_passed_over(plan):
    assert {type(layer) for layer in asked(plan)} == set(kinds_of_layers())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_layer_has_a_name(language):
    for layer in every_layer():
        assert text(f"layer-{layer.key}", language), layer.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_legend_has_words(language, plan):
    def said(words: object) -> str:
        return text(words, language) if isinstance(words, str) else words.in_language(language)

    empty = set()
    for layer in asked(plan):
        legend: Legend = layer.legend(plan)
        if legend.heading:
            assert said(legend.heading), layer.key
        for entry in legend.entries:
            assert said(entry.words), (layer.key, entry)
        if not legend.entries:
            empty.add(layer.key)
    assert empty <= UNEXPLAINED | {"findings"}, "there is nothing of them in the sample, so their words were not asked"


def test_layers_that_are_ground_hide_a_map_below_and_tell_of_their_grids():
    ground = [layer for layer in every_layer() if layer.is_ground]
    assert {layer.key for layer in ground} == {
        "kinds",
        "ground",
        "staffing",
        "branches",
        "workload",
        "load",
        "density",
        "item-rate",
        "item-open",
        "item-solved",
        "item-age",
        "roles",
        "indicators",
    }
    assert all(layer.covers_ground and layer.is_clickable for layer in ground)


@pytest.mark.parametrize("key", MAP_THEMES)
def test_every_theme_has_words_a_button_and_a_table(key):
    for language in LANGUAGES:
        assert text(f"theme-{key}", language) and text(f"action-theme-{key}", language)
    assert any(spec.key == f"theme-{key}" and spec.icon == MAP_THEMES[key].icon for spec in ACTIONS)
    assert key in TABLES


@pytest.mark.parametrize("theme", MAP_THEMES.values(), ids=lambda theme: theme.key)
def test_a_theme_shows_layers_that_there_are(theme):
    assert theme.layers <= {layer.key for layer in layers_of(theme.key)}
    assert any(layer.is_ground for layer in layers_of(theme.key))
