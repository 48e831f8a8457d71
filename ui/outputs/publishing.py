"""Maps for everybody: what is said on them of their review, and which rules an output may touch.

GridMap decides nothing: it says what it knows, and which rule to look up. Sources:

* Provisions on map review (in force since 2018), art. 5: maps that are shown, published or printed need review and its
  number; changed content needs it again.
* Rules on what public maps may show (2023), art. 4: borders of county level and above as in the official drawing.
* The ministry's answer on the catalogue of 2020: topographic content larger than 1:5,000, complete and over 25 km2
  continuous is treated as classified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import shapely

from gridmap.ground.tiling import on_the_map
from gridmap.model.errors import Problem
from gridmap.model.plain_text import plain_text
from ui.outputs.wanted import changed
from ui.words.messages import text

if TYPE_CHECKING:
    from ui.outputs.wanted import Wanted

W = TypeVar("W", bound="Wanted")

CONTINUOUS_KM2: Final = 25.0
SURVEY_SCALE: Final = 5000
_DRAWN: Final = ("page", "slides", "web", "text")
_WITH_COORDINATES: Final = ("web", "geodata")


def marked(export: W) -> W:
    """Return an export with what it says of its review: the number, or for the public that it is internal until then.

    A map that is not for the public says its number if it has one, and nothing else.
    """
    number = plain_text(" ".join(export.review_number.split()))
    if number:
        return changed(export, review=text("publish-number", export.language, number=number), mark="")
    if export.privacy == "public" and export.kind_of_file.kind in _DRAWN:
        return changed(export, mark=text("publish-mark", export.language), review="")
    return export


def rules_touched(export: Wanted) -> tuple[Problem, ...]:
    """Return which rules on public maps an export for the public may touch, each with its source; none for others."""
    if export.privacy != "public":
        return ()
    found: list[Problem] = []
    drawn = export.kind_of_file.kind in _DRAWN
    if drawn and not export.review_number.strip():
        found.append(Problem("publish-unreviewed"))
    elif drawn:
        found.append(Problem("publish-changed"))
    plan = export.plan
    top = plan.ranks == plan.ranks[plan.ranks > 0].min(initial=9)
    whole = not export.grids and not export.atlas and export.form == "map"
    if drawn and whole and int((top & plan.has_shape).sum()) > 1:
        found.append(Problem("publish-outline"))
    shapes = on_the_map(plan.shapes(export.grids) if export.grids else plan.all_shapes[top])
    km2 = float(shapely.area(shapes).sum()) / 1e6
    if export.kind_of_file.kind in _WITH_COORDINATES:
        found.append(Problem("publish-coordinates"))
    exact = export.kind_of_file.kind == "geodata" or 0 < export.scale < SURVEY_SCALE
    if exact and km2 > CONTINUOUS_KM2:
        found.append(Problem("publish-large", values={"km2": km2, "most": CONTINUOUS_KM2, "scale": SURVEY_SCALE}))
    return tuple(found)
