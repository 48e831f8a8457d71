"""Lines as they look on the ground: shores that wander, canals that are nearly straight, field tracks with a jog.

All arithmetic is +, -, *, / and square roots, which IEEE 754 fixes to the last bit; so a seed draws the same line on
every machine. Coordinates are metres, x east and y north.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Style:
    """How a kind of line wanders about its control points.

    Parameters
    ----------
    spacing_m : float
        Distance between vertices along the line.
    sway_m : float
        Largest distance that the slowest waves carry the line sideways.
    wave_m : float
        Length of the slowest waves; each octave halves it until it is shorter than four vertices.
    roughness : float
        What is left of the sway from one octave to the next, 0 (smooth) to 1 (ragged).
    """

    spacing_m: float
    sway_m: float
    wave_m: float
    roughness: float


STYLES: Final[dict[str, Style]] = {
    "shore": Style(34, 260, 2600, 0.54),
    "river": Style(28, 130, 1150, 0.52),
    "canal": Style(44, 34, 1300, 0.46),
    "land_limit": Style(34, 230, 1700, 0.56),
    "limit": Style(240, 30, 5000, 0.4),
    "motorway": Style(70, 40, 4000, 0.2),
    "primary": Style(52, 36, 2200, 0.3),
    "secondary": Style(44, 40, 1500, 0.38),
    "street": Style(38, 9, 700, 0.4),
    "hill": Style(26, 75, 700, 0.55),
    "lake": Style(16, 70, 520, 0.55),
    "wall": Style(40, 7, 400, 0.5),
}


def smooth(points: Floats, spacing_m: float) -> Floats:
    """Pass a Catmull-Rom curve through control points and set vertices along it at even distances.

    Parameters
    ----------
    points : array of shape (n, 2)
        At least two control points, metres. If the first equals the last, the curve closes smoothly.
    spacing_m : float
        Wanted distance between vertices.

    Returns
    -------
    array of shape (m, 2)
        Starts and ends exactly at the first and the last control point.
    """
    closed = bool((points[0] == points[-1]).all())
    before = points[-2] if closed else 2 * points[0] - points[1]
    after = points[1] if closed else 2 * points[-1] - points[-2]
    p = np.vstack([before, points, after])
    t = np.linspace(0.0, 1.0, 24, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = (p[i : len(p) - 3 + i, None, :] for i in range(4))
    curve = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t
    )
    dense = np.vstack([curve.reshape(-1, 2), points[-1]])
    along = arc_length(dense)
    count = max(int(along[-1] / spacing_m + 0.5), 3)
    even = np.linspace(0.0, along[-1], count + 1)
    return np.column_stack([np.interp(even, along, dense[:, 0]), np.interp(even, along, dense[:, 1])])


def arc_length(line: Floats) -> Floats:
    """Return how far along the line each vertex lies, metres, starting with 0."""
    step = np.diff(line, axis=0)
    return np.concatenate([[0.0], np.cumsum(np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2))])


def normals(line: Floats) -> Floats:
    """Return the unit vector to the left of the line at each vertex, shape (n, 2)."""
    ahead = np.empty_like(line)
    ahead[1:-1] = line[2:] - line[:-2]
    ahead[0] = line[1] - line[0]
    ahead[-1] = line[-1] - line[-2]
    if (line[0] == line[-1]).all():
        ahead[0] = ahead[-1] = line[1] - line[-2]
    length = np.sqrt(ahead[:, 0] ** 2 + ahead[:, 1] ** 2)
    return np.column_stack([-ahead[:, 1], ahead[:, 0]]) / length[:, None]


def noise(along: Floats, style: Style, rng: np.random.Generator, *, period_m: float = 0.0) -> Floats:
    """Draw sideways distances for a line: value noise in octaves, about -1 to 1 times the style's sway.

    Parameters
    ----------
    along : array of shape (n,)
        Distance of each vertex along its line, metres, from 0 up.
    style : Style
        Sway, wave length and roughness.
    rng : numpy.random.Generator
        Source of the knots.
    period_m : float
        Above 0 the noise repeats with this period, for rings.
    """
    total = np.zeros_like(along)
    wave, sway = style.wave_m, style.sway_m
    length = period_m if period_m > 0 else float(along[-1])
    while wave > 3.9 * style.spacing_m and sway > 0:
        count = max(int(length / wave + 0.5), 2) if period_m > 0 else int(length / wave) + 3
        knots = rng.uniform(-1.0, 1.0, count)
        place = along / (length / count) if period_m > 0 else along / wave + float(rng.uniform(0.0, 1.0))
        left = np.floor(place).astype(np.int64)
        share = place - left
        share = share * share * (3.0 - 2.0 * share)
        total += sway * (knots[left % count] * (1.0 - share) + knots[(left + 1) % count] * share)
        wave, sway = wave / 2.0, sway * style.roughness
    return total


def draw_line(points: Floats, style: Style, rng: np.random.Generator) -> Floats:
    """Draw an open line through control points in a style; returns vertices of shape (m, 2), metres."""
    line = smooth(points, style.spacing_m)
    return line + normals(line) * noise(arc_length(line), style, rng)[:, None]


def draw_ring(points: Floats, style: Style, rng: np.random.Generator) -> Floats:
    """Draw a closed line about control points in a style; the last vertex repeats the first."""
    line = smooth(np.vstack([points, points[:1]]), style.spacing_m)
    along = arc_length(line)
    ring = line + normals(line) * noise(along, style, rng, period_m=float(along[-1]))[:, None]
    ring[-1] = ring[0]
    return ring


def draw_walls(points: Floats, style: Style, rng: np.random.Generator) -> Floats:
    """Draw a closed line with straight sides and sharp corners at the control points; it ends where it starts."""
    sides = []
    for a, b in itertools.pairwise(np.vstack([points, points[:1]])):
        step = b - a
        count = max(int(np.sqrt(step[0] ** 2 + step[1] ** 2) / style.spacing_m), 2)
        side = a + step * np.linspace(0.0, 1.0, count, endpoint=False)[:, None]
        side[1:] += normals(side)[1:] * noise(arc_length(side), style, rng)[1:, None]
        sides.append(side)
    return np.vstack([*sides, points[:1]])


def banks(line: Floats, width_m: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw the left and the right bank of a water from its middle line; each wavers a little on its own."""
    along = arc_length(line)
    sideways = normals(line)
    waver = Style(30.0, 0.12 * width_m, 260.0, 0.5)
    left = line + sideways * (width_m / 2 + noise(along, waver, rng))[:, None]
    right = line - sideways * (width_m / 2 + noise(along, waver, rng))[:, None]
    return left, right
