"""Ground that goes on below what lies on top of it gives the same picture, and is for what nothing shows through."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from layers import GridKinds
from layers.shown import ShownLayer
from sample_data.make import make_plan
from ui.canvas.renderer import Look, Renderer, brush_of
from ui.canvas.scene.scene import Wanted, build_scene, levels_of
from ui.canvas.view import View

SIDE = 400


@pytest.fixture(scope="module")
def town():
    plan = make_plan("town", 2020)
    return plan, build_scene(plan, [ShownLayer(GridKinds())], Wanted(levels_of(plan).ranks[-1], 0.0))


@pytest.fixture
def view(town):
    west, south, east, north = levels_of(town[0]).extent
    return View((west + east) / 2, (south + north) / 2, max(east - west, north - south) / SIDE, SIDE, SIDE)


def dots(image):
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3].copy()


def filled(fills, scene, view):
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    pixels = 1 / view.metres_per_pixel
    transform = QTransform(pixels, 0, 0, pixels, *view.to_screen(*scene.origin))
    painter = QPainter(image)
    painter.setTransform(transform)
    for style, batches in fills:
        for path in batches.paths:
            painter.fillPath(path, brush_of(style, transform, 1.0, Look()))
    painter.end()
    return dots(image)


def vertices(fills):
    return sum(path.elementCount() for _, batches in fills for path in batches.paths)


def test_the_same_picture_with_fewer_vertices(qapp, town, view):
    _, scene = town
    [layer] = scene.layers
    assert [style for style, _ in layer.solid] == [style for style, _ in layer.fills]
    assert vertices(layer.solid) < vertices(layer.fills)
    picture = filled(layer.fills, scene, view)
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > len(layer.fills)
    assert (filled(layer.solid, scene, view) == picture).all()


def test_where_the_ground_shows_through_nothing_is_painted_twice(qapp, town, view):
    plan, _ = town
    pictures = {}
    for opacity in (0.5, 1.0):
        scene = build_scene(plan, [ShownLayer(GridKinds(), opacity=opacity)], Wanted(levels_of(plan).ranks[-1], 0.0))
        renderer, painted = Renderer(), []
        renderer.painted.connect(painted.append)
        renderer.start([(scene, None)], view, 1.0, Look(ground="#ffffff"))
        renderer.finish()
        pictures[opacity] = dots(painted[0].image).astype(np.int64)
    assert (np.abs(pictures[0.5] - (pictures[1.0] + 255) / 2) <= 1.5).all()
