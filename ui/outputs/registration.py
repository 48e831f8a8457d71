"""The registration form of every grid as a Word document: what is known is filled in, what must be signed is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gridmap.exchange.plain import in_plain_text
from gridmap.model.errors import BadInput
from gridmap.storage.whole_files import whole_files
from ui.outputs.paper.atlas import units_of
from ui.outputs.paper.grid_facts import GridFacts, grid_facts
from ui.outputs.word import TEXT_MM, WordPaper
from ui.words.labels import dates_of
from ui.words.messages import Language, between, origin_of, text

if TYPE_CHECKING:
    from ui.outputs.export import Export

_WIDTHS: Final = (36.0, TEXT_MM - 36.0)
_SIZE_PT: Final = 11.0
_CHANGES: Final = 6


def write_forms(export: Export, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write a page for every grid of the lowest level in scope.

    Raises
    ------
    BadInput
        ``atlas-empty`` if there is none with ground; as :func:`gridmap.storage.whole_files.whole_files`.
    """
    plan, language = in_plain_text(export.plan), export.language
    units = units_of(plan, "grid", export.grids)
    if not units:
        raise BadInput("atlas-empty", value="grid")
    facts = grid_facts(plan, units, language, export.privacy, export.on, export.changes)
    paper, said = WordPaper(language), plan.facts()
    paper.properties(export.title or text("form-heading", language))
    foot = " · ".join(part for part in (origin_of(said, language), dates_of(said, export.on, language)) if part)
    with whole_files(path) as place:
        for number, own in enumerate(facts):
            if number:
                paper.new_page()
            paper.title(export.title or text("form-heading", language))
            paper.table([], rows_of(own, language), widths=_WIDTHS, size=_SIZE_PT, bold_first=True, height_mm=8)
            paper.gap()
            signed = [
                (text(f"form-{key}", language), text("record-seal", language)) for key in ("grid", "village", "town")
            ]
            paper.table([], signed, widths=_WIDTHS, size=_SIZE_PT, bold_first=True, height_mm=18)
            paper.note(foot)
            step((number + 1) / (len(facts) + 1))
        paper.save(place)
    return (path,)


def rows_of(own: GridFacts, language: Language) -> list[tuple[str, str]]:
    """Return what the form says of a grid: what it is called, and the words; each person and branch a line."""
    join = between(language).join
    people = "\n".join("  ".join(part for part in (one.role, one.name, one.phone) if part) for one in own.people)
    chains = "\n".join(
        " › ".join(f"{link.name}（{link.secretary}）" if link.secretary else link.name for link in chain)
        for chain in own.chains
    )
    changes = "\n".join(f"{done.day.isoformat()}  {done.words}" for done in own.changes[:_CHANGES])
    figures = text(
        "form-figures", language, households=own.households, residents=own.residents, buildings=own.buildings
    )
    rows = [
        (text("column-name", language), own.name),
        (text("column-code", language), own.code),
        (text("column-kind", language), own.kind),
        (text("form-above", language), own.place),
        (text("column-area_km2", language), f"{own.area_m2 / 1e6:,.3f}"),
        (text("form-homes", language), figures),
        (text("form-extent", language), own.extent),
        (text("form-compounds", language), join(own.compounds)),
        (text("form-units", language), join(own.units)),
        (text("form-people", language), people),
        (text("form-branches", language), chains),
        (text("form-changes", language), changes),
    ]
    return [(name, words or "—") for name, words in rows]
