"""Broken files of every sort: always an error with a key and a sentence, never another exception."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.exchange.boundary_prepare import prepare_boundaries
from gridmap.exchange.sources import layers_in
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from tests.exchange.broken import (
    BROKEN,
    PARTS,
    damaged_copy,
    gbk_shapefile,
    must_be_read_or_refused,
    renamed,
    told,
    write_sound_files,
)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_in_words(case, village_plan, place, tmp_path):
    make, key = BROKEN[case]
    source = make(tmp_path, place.grids())
    with pytest.raises(BadInput) as refused:
        read_boundaries(village_plan, source, ImportOptions("comprehensive"))
    assert told(refused.value) == key


@pytest.mark.parametrize("case", ["not there", "no bytes", "noise as GeoPackage", "half a zip", "empty folder"])
def test_listing_its_layers_is_refused_likewise(case, place, tmp_path):
    make, key = BROKEN[case]
    with pytest.raises(BadInput) as refused:
        layers_in(make(tmp_path, place.grids()))
    assert told(refused.value) == key


def test_a_file_with_a_wrong_suffix_is_read_for_what_it_is(village_plan, place, tmp_path):
    source = renamed(".gpkg", ".dat")(tmp_path, place.grids())
    assert place.imported(village_plan, source, "comprehensive").values["count"] == 8


def test_a_truncated_shapefile_gives_what_is_left_of_it(village_plan, place, tmp_path):
    shp = gbk_shapefile(tmp_path, place.grids())
    data = shp.read_bytes()
    shp.write_bytes(data[: len(data) * 6 // 10])
    found = place.imported(village_plan, shp, "comprehensive")
    assert found.values["count"] == 8 and 0 < int(found.plan.has_shape.sum()) - 2 < 8
    assert found.keys[0] == "file-cut-off" and set(found.keys[1:]) == {"shape-missing"}


# ---- at random -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound_files(place, tmp_path_factory) -> dict[str, Path]:
    return write_sound_files(place.grids(), tmp_path_factory.mktemp("sound"))


@settings(max_examples=150)
@given(part=st.sampled_from(PARTS), seed=st.integers(0, 2**32 - 1), cut=st.booleans())
def test_damage_at_any_place_is_survived(part, seed, cut, sound_files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("damaged")
    try:
        must_be_read_or_refused(damaged_copy(part, seed, cut, sound_files, folder))
    finally:
        shutil.rmtree(folder)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(PARTS), st.integers(0, 2**32 - 1), st.booleans())
def test_a_damaged_file_is_shown_as_refused_or_as_what_is_left_of_it_whatever_is_asked_for(
    sound_files, tmp_path_factory, part, seed, cut
):
    folder = tmp_path_factory.mktemp("damaged")
    source = damaged_copy(part, seed, cut, sound_files, folder)
    plan = Plan(load_scheme())
    options = ImportOptions("comprehensive", existing="replace", match=0.5, people=True, retire_gone=True, number=True)
    prepared = prepare_boundaries(plan, [source], options)
    if prepared.refused is not None:
        told(prepared.refused)
        assert not len(prepared.change.rows) or prepared.suggestions
    else:
        assert len(plan.apply(prepared.change).ids) == len(set(prepared.rows["grid"]) - {0})
    json.dumps(prepared.report())
    shutil.rmtree(folder)
