"""A fit to a city's own coordinates serves one import, tells how good it is, and is written nowhere."""

from __future__ import annotations

import pickle

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.boundary_prepare import ImportBoundaries, prepare_boundaries
from gridmap.exchange.local_fit import fit_of, pairs_in
from gridmap.model.errors import BadInput
from gridmap.project.project import Project

ANGLE, SCALE, EAST, NORTH = 0.0123456, 1.000031, 501_234.567, 3_498_765.432


def known(own: np.ndarray) -> np.ndarray:
    """Return places of the made-up city's own system in EPSG:4549."""
    turned = (own @ np.array([1, 1j])) * SCALE * np.exp(1j * ANGLE)
    return np.stack([turned.real + EAST, turned.imag + NORTH], axis=1)


def own_of(places: np.ndarray) -> np.ndarray:
    turned = ((places - [EAST, NORTH]) @ np.array([1, 1j])) / (SCALE * np.exp(1j * ANGLE))
    return np.stack([turned.real, turned.imag], axis=1)


POINTS = np.array([[50_000.0, 26_000.0], [56_000.0, 27_000.0], [52_500.0, 30_000.0], [58_000.0, 29_500.0]])


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_similarity_is_found_again_to_a_tenth_of_a_millimetre(count):
    fit = fit_of(POINTS[:count].tolist(), known(POINTS[:count]).tolist(), "EPSG:4549")
    elsewhere = np.array([[0.0, 0.0], [100_000.0, 60_000.0]])
    assert np.abs(fit.moved(elsewhere) - known(elsewhere)).max() < 1e-4
    assert fit.residuals.max() < 1e-6 and fit.rmse < 1e-6


def test_of_more_than_two_points_the_residuals_tell_the_one_that_is_wrong():
    wrong = known(POINTS)
    wrong[2] += (3.0, -4.0)
    fit = fit_of(POINTS.tolist(), wrong.tolist(), "EPSG:4549")
    assert np.argmax(fit.residuals) == 2 and 2 < fit.residuals[2] < 5
    best = (np.abs(fit.moved(POINTS) - wrong) ** 2).sum()
    for shift in ((0.1, 0), (0, 0.1)):  # least squares: any other place of the whole is worse
        assert ((fit.moved(POINTS) + shift - wrong) ** 2).sum() > best


@pytest.mark.parametrize(
    ("own", "there", "key"),
    [
        (POINTS[:1], known(POINTS[:1]), "fit-points-few"),
        (np.repeat(POINTS[:1], 3, axis=0), known(np.repeat(POINTS[:1], 3, axis=0)), "fit-points-together"),
        (POINTS[:3], known(POINTS[:3]) * [1.05, 1.05], "fit-not-similar"),
        (POINTS[:3], known(POINTS[:3])[:, ::-1], "fit-not-similar"),
        (np.array([[np.nan, 0.0], [1.0, 1.0]]), known(POINTS[:2]), "fit-points-together"),
    ],
    ids=["one", "together", "stretched", "mirrored", "no numbers"],
)
def test_points_that_cannot_be_right_are_refused(own, there, key):
    with pytest.raises(BadInput, match=key) as refused:
        fit_of(own.tolist(), there.tolist(), "EPSG:4549")
    assert not set(refused.value.values) - {"count"}  # what may be classified is in no message


def test_pairs_are_read_as_people_type_them():
    words = "50000 26000 551000 3525000; 56000,27000,557000,3526000\n# remark\n 1 2 3 4  # a corner\n\n"
    own, there = pairs_in(words)
    assert own == [(50000, 26000), (56000, 27000), (1, 2)] and there[2] == (3, 4)
    with pytest.raises(BadInput, match="fit-not-pairs") as refused:
        pairs_in("1 2 3 4; 1 2 3")
    assert refused.value.values == {"row": 2}


def test_a_fit_has_no_text_form_and_cannot_be_pickled():
    fit = fit_of(POINTS.tolist(), known(POINTS).tolist(), "EPSG:4549")
    assert "fit" not in repr(ImportOptions("comprehensive", fit=fit)) and repr(fit) == "LocalFit(4 points)"
    with pytest.raises(TypeError):
        pickle.dumps(fit)


def test_grids_in_a_citys_own_system_come_in_and_neither_points_nor_parameters_are_in_the_project(
    village_plan, place, tmp_path
):
    frame = place.grids()
    local = shapely.transform(np.asarray(frame.geometry.array), own_of)
    gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=local, crs="EPSG:4549").to_file(tmp_path / "g.gpkg")
    fit = fit_of(POINTS.tolist(), known(POINTS).tolist(), "EPSG:4549")
    options = ImportOptions("comprehensive", fit=fit)
    with Project.create(tmp_path / "p.gpkg", village_plan) as project:
        prepared = prepare_boundaries(project.plan, [tmp_path / "g.gpkg"], options)
        project.perform(ImportBoundaries((tmp_path / "g.gpkg",), options, prepared))
        shapes = project.plan.shapes(prepared.rows["grid"])
        assert shapely.hausdorff_distance(shapes, np.asarray(frame.geometry.array)).max() < 0.001
        project.undo()
        project.redo()
    turn = SCALE * np.exp(1j * ANGLE)
    secrets = [*POINTS.ravel(), *known(POINTS).ravel(), turn.real, turn.imag, SCALE, ANGLE, EAST, NORTH]
    told = repr(prepared.report()) + repr(prepared.problems) + repr(options) + repr(prepared.change.values)
    for file in tmp_path.glob("p.gpkg*"):
        data = file.read_bytes()
        for secret in secrets:
            for form in ("<f8", ">f8"):
                assert np.array(secret, dtype=form).tobytes() not in data
            for digits in (3, 6):
                assert f"{secret:.{digits}f}".encode() not in data and f"{secret:.{digits}f}" not in told
