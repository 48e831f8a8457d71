"""Slides for a meeting: cover, figures, a map for each theme and for each town, what is lacking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gridmap.exchange.plain import in_plain_text
from gridmap.figures.courses import courses_of_a_year
from gridmap.figures.statistics import Breakdown
from gridmap.model.plan import Plan
from gridmap.storage.whole_files import write_whole
from layers import MAP_THEMES, FindingsLayer, Legend, Neighbours, Theme, layers_of, part_of, themes_of
from layers.marks import Box, Marks
from layers.style import Style
from ui.outputs.paper.contents import Contents, Table, contents_of
from ui.outputs.paper.legends import legends_of
from ui.outputs.slides.courses import course_slides
from ui.outputs.slides.deck import MUTED, Deck, one_line
from ui.outputs.slides.freeforms import EMU_PER_MM, Shapes
from ui.outputs.slides.ground import Ground
from ui.outputs.slides.lists import Rows, ground_faults, vacancies
from ui.outputs.slides.texts import EDGE, EMU_PER_PT, ems_of
from ui.words.findings import Wording
from ui.words.labels import dates_of, made_today
from ui.words.messages import as_percentage, origin_of, text
from ui.words.titles import heading_of, place_of, said, subtitle_of

if TYPE_CHECKING:
    from ui.outputs.export import Export

_MAP_SHARE: Final = 0.655
_HEAD_PT: Final = 7.5
_MOST_BARS: Final = 16
_ROWS: Final = 15
_MOST_PAGES: Final = 4
_MOST_UNITS: Final = 40
"""Towns with a slide of their own; more would be no briefing."""


def write_briefing(export: Export, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write a plan, or the grids that are wanted of it, as a presentation.

    Parameters
    ----------
    export : Export
        ``theme`` is that of the towns' slides; every theme has a slide of the whole. ``template`` brings masters, fonts
        and colours.
    step : callable
        Called with the share of the work that is done, 0 to 1; what it raises stops the work.

    Raises
    ------
    BadInput
        ``template-not-slides``; as :func:`gridmap.storage.whole_files.write_whole`.
    """
    briefing = Briefing(export, step)
    deck = Deck(export.template)
    briefing.fill(deck)
    write_whole(path, deck.content(briefing.heading))
    return (path,)


@dataclass(frozen=True, eq=False)
class Briefing:
    """What the slides say."""

    export: Export
    step: Callable[[float], None]
    _marks: dict[tuple[str, Plan, Box], Marks] = field(default_factory=dict, init=False)
    _parts: dict[tuple[int, ...], Plan] = field(default_factory=dict, init=False)

    @cached_property
    def plan(self) -> Plan:
        """The plan as files can hold it."""
        return in_plain_text(self.export.plan)

    @cached_property
    def contents(self) -> Contents:
        """The figures of what is shown."""
        return contents_of(self.export, self.plan, self.export.grids or self._only_one())

    def _only_one(self) -> tuple[int, ...]:
        """Return the one grid of the top level, whose parts stand in charts and tables then; none if there are more."""
        top = self.plan.ids[self.plan.ranks == self.plan.ranks[self.plan.ranks > 0].min(initial=9)]
        return (int(top[0]),) if len(top) == 1 else ()

    @property
    def heading(self) -> str:
        """The title of the whole."""
        export = self.export
        if export.title:
            return one_line(export.heading)
        return one_line(self.say("slides-heading", place=place_of(self.plan, export.grids, export.language)))

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language of the slides."""
        return text(key, self.export.language, **values)

    @property
    def foot(self) -> str:
        """The line at the foot of every slide: of which day, from where, what is shown of people, who made it."""
        export, facts = self.export, self.plan.facts()
        source = one_line(facts.get("source", ""))
        parts = [
            export.mark or export.review,
            one_line(origin_of(facts, export.language)),
            dates_of(facts, export.on, export.language),
            self.say("map-source", source=source) if source else "",
            self.say("slides-profile", profile=self.say(f"slides-profile-{export.privacy}")),
            made_today(export.language),
        ]
        return "  ·  ".join(part for part in parts if part)

    def fill(self, deck: Deck) -> None:
        """Add all slides."""
        export, units = self.export, self._units()
        count = len(themes := themes_of(self.plan, export.on)) + len(units) + 3
        facts = self.plan.facts()
        lines = [
            export.mark or export.review,
            subtitle_of(self.plan, export.grids, export.language, export.on),
            one_line(origin_of(facts, export.language)),
            dates_of(facts, export.on, export.language),
            self.say("slides-profile", profile=self.say(f"slides-profile-{export.privacy}")),
        ]
        deck.cover(self.heading, [line for line in lines if line])
        self._figures(deck)
        self.step(1 / count)
        for number, theme in enumerate(themes, start=2):
            self._map(deck, theme, export.grids, self.contents)
            if MAP_THEMES[theme].of == "indicators":
                found = courses_of_a_year(self.plan, export.on, export.grids)
                course_slides(deck, found, export.language, self.foot)
            self.step(number / count)
        for number, unit in enumerate(units, start=2 + len(themes)):
            own = Contents(self.plan, (unit,), export.language, self.contents.findings, export.on)
            self._map(deck, export.theme, (unit,), own)
            self.step(number / count)
        lacking = vacancies(self.plan, export.grids, export.language, export.on)
        self._list(deck, self.say("slides-vacancies"), lacking, self.say("slides-no-vacancies"))
        faults = ground_faults(self.plan, self.contents.found, export.language)
        self._list(deck, self.say("slides-gaps"), faults, self.say("slides-no-gaps"))
        self.step(1.0)

    def _units(self) -> list[int]:
        """Return the units that have a slide each: those of the top level, if there are several."""
        grids = self.export.grids
        ids = self.plan.below(grids) if grids else self.plan.ids
        at = self.plan.positions(ids)
        at = at[self.plan.has_shape[at] & (self.plan.ranks[at] > 0)]
        top = at[self.plan.ranks[at] == self.plan.ranks[at].min(initial=99)]
        if len(top) < 2 or self.plan.ranks[top[0]] == len(self.plan.scheme.levels):
            return []
        codes = self.plan.grids["code"].to_numpy(dtype=object)[top].astype(str)
        return self.plan.ids[top[np.argsort(codes, kind="stable")]][:_MOST_UNITS].tolist()

    # ---- figures -----------------------------------------------------------------------------------------------------

    def _figures(self, deck: Deck) -> None:
        slide, (left, top, width, height) = deck.slide(self.say("map-figures"))
        figures = self.contents.key_figures()
        each = width / max(len(figures), 1)
        size = 32 if len(figures) < 6 else 26
        for number, figure in enumerate(figures):
            x = (left + number * each) / deck.width
            y = top / deck.height
            wide = each * 0.94 / deck.width
            deck.text(slide, x, y, wide, 0.085, figure.value, size, bold=True, colour=figure.colour[1:])
            deck.text(slide, x, y + 0.088, wide, 0.04, figure.words, 12, colour=MUTED)
        for number, share in enumerate(self.contents.shares()):
            x, y = (left + number * width / 2) / deck.width, top / deck.height + 0.15
            line = f"{share.words}  {as_percentage(share.share)}  ({share.part:,} / {share.whole:,})"
            points = min(16.0, 0.43 * deck.width / EMU_PER_PT / ems_of(line))
            deck.text(slide, x, y, 0.44, 0.05, line, points, bold=True)
        charts = top + round(deck.height * 0.215)
        if self.contents.breakdown is not None and len(self.contents.rows):
            self._charts(deck, slide, (left, charts, width, top + height - charts), self.contents.breakdown)
        deck.foot(slide, self.foot)

    def _charts(self, deck: Deck, slide: Any, room: tuple[int, int, int, int], parts: Breakdown) -> None:
        """Add the households and the grids of every unit as charts; the smallest of many stand together."""
        left, top, width, height = room
        rows = self.contents.rows.sort_values("households", ascending=False, kind="stable")
        kinds = [kind for kind in self.plan.scheme.kinds_of(self.plan.scheme.levels[-1]) if f"n_{kind.key}" in rows]
        columns = ["households", *(f"n_{kind.key}" for kind in kinds)]
        names = [name or code for name, code in zip(rows["name"], rows["code"], strict=True)]
        values = rows[columns].to_numpy(dtype=np.int64)
        left_over = parts.rest[columns].to_numpy(dtype=np.int64).sum(axis=0) if len(parts.rest) else 0
        if len(names) > _MOST_BARS:
            more = len(names) - _MOST_BARS + 1
            values = np.vstack([values[: _MOST_BARS - 1], values[_MOST_BARS - 1 :].sum(axis=0) + left_over])
            names = [*names[: _MOST_BARS - 1], self.say("map-and-more", count=more)]
        elif np.any(left_over):
            values = np.vstack([values, left_over])
            names.append(self.say("column-row_rest"))
        level = parts.level.name.in_language(self.export.language)
        half = round(width * 0.49)
        households = [(self.say("map-households-of"), values[:, 0].tolist())]
        deck.chart(slide, (left, top, half, height), self.say("slides-households-by", level=level), names, households)
        if kinds:
            series = [(said(kind.name, self.export.language), values[:, n].tolist()) for n, kind in enumerate(kinds, 1)]
            place = (left + width - half, top, half, height)
            deck.chart(slide, place, self.say("slides-grids-by", level=level), names, series, stacked=True)

    # ---- maps --------------------------------------------------------------------------------------------------------

    def _map(self, deck: Deck, theme: Theme, grids: tuple[int, ...], contents: Contents) -> None:
        """Add a slide with the map of a theme, its legend, and the table by areas."""
        export = self.export
        slide, (left, top, width, height) = deck.slide(one_line(heading_of(self.plan, theme, grids, export.language)))
        layers = layers_of(theme, findings=contents.found, on=export.on)
        layers = [FindingsLayer(contents.found) if isinstance(layer, FindingsLayer) else layer for layer in layers]
        wording = Wording(self.plan, export.language, "public")
        shown = self._shown(grids)
        wide = round(width * _MAP_SHARE)
        ground = Ground(
            shown,
            [*([Neighbours(self.plan)] if grids else []), *layers],
            grids,
            (left, top, wide, height),
            deck.width,
            export.language,
            [wording.rule(finding.rule) for finding in contents.found],
            self._marks,
        )
        groups, marks = ground.drawn()
        beside = left + wide + round(width * 0.02)
        below = self._legend(deck, slide, (beside, top, left + width - beside), legends_of(marks), ground.scale)
        room = top + height - below
        table = contents.table(theme, max(int(room / 235_000) - 2, 0))
        if table is not None:
            self._table(deck, slide, (beside, below, left + width - beside, room), table)
        deck.foot(slide, self.foot)
        deck.shapes(slide, groups)  # last: python-pptx looks for a free number among all that is there

    def _shown(self, grids: tuple[int, ...]) -> Plan:
        """Return the plan, or some grids of it, the same for every theme."""
        if grids not in self._parts:
            self._parts[grids] = part_of(self.plan, *grids) if grids else self.plan
        return self._parts[grids]

    def _legend(
        self, deck: Deck, slide: Any, room: tuple[int, int, int], legends: Sequence[Legend], scale: float
    ) -> int:
        """Add the legend with samples that are shapes, and return where it ends."""
        left, top, width = room
        row, sample = 235_000, (round(8 * scale * EMU_PER_MM), round(4 * scale * EMU_PER_MM))
        maker, made, bottom = Shapes(900_000), [], top
        for legend in legends:
            if legend.heading:
                words = one_line(said(legend.heading, self.export.language), 40)
                deck.text(
                    slide, left / deck.width, top / deck.height, width / deck.width, 0.03, words, 10, colour=MUTED
                )
                top += row
            for entry in legend.entries:
                style = entry.styles[0] if entry.styles else None
                middle = top + (row - sample[1]) // 2
                if style is None:
                    pass  # a line of words and a number only
                elif entry.form == "point" and style.symbol:
                    places = np.array([[left + sample[0] / 2, top + row / 2]])
                    made += maker.symbols(places, [said(entry.words, self.export.language)], style, scale)
                elif entry.form == "line":
                    if style.casing:
                        below = Style(stroke=style.casing, width_mm=style.casing_mm)
                        made.append(maker.line(left, top + row // 2, sample[0], below, scale))
                    made.append(maker.line(left, top + row // 2, sample[0], style, scale))
                else:
                    made.append(maker.box(left, middle, *sample, style, scale, said(entry.words, self.export.language)))
                x, y = (left + sample[0] + 90_000) / deck.width, top / deck.height
                words = one_line(said(entry.words, self.export.language), 40)
                wide = (width - sample[0] - 90_000) / deck.width
                deck.text(slide, x, y, wide * 0.8, row / deck.height, words, 11, middle=True)
                if entry.count is not None:
                    number = f"{entry.count:,}"
                    deck.text(slide, x + wide * 0.8, y, wide * 0.2, row / deck.height, number, 11, bold=True,
                              align="right", middle=True)  # fmt: skip
                top += row
                bottom = top
            top += 50_000
        if made:
            bounds = np.array([left, room[1], left + sample[0], bottom], dtype=np.float64)
            deck.shapes(slide, [maker.group(self.say("map-legend"), made, bounds)])
        return top + 90_000

    def _table(self, deck: Deck, slide: Any, room: tuple[int, int, int, int], table: Table) -> None:
        """Add the table by areas; what the theme asks of each unit, and of all together."""
        rows = [table.columns, *table.rows, *([table.total] if table.total else [])]
        widths = [max(ems_of(row[0]) for row in rows)]
        for at in range(1, len(table.columns)):
            words = [ems_of(word) * _HEAD_PT / 9 for word in table.columns[at].split()]
            widths.append(max(*words, *(ems_of(row[at]) for row in rows[1:])))
        room_of_edges = 2 * EDGE / EMU_PER_PT / 9
        deck.table(
            slide, room, rows, [wide + room_of_edges for wide in widths], right=tuple(range(1, len(widths))),
            size_pt=9, head_pt=_HEAD_PT, row_height=235_000, last_bold=bool(table.total),
        )  # fmt: skip

    # ---- lists -------------------------------------------------------------------------------------------------------

    def _list(self, deck: Deck, title: str, rows: Rows, nothing: str) -> None:
        """Add a table on as many slides as it takes, four at most, or one that says that nothing is lacking."""
        if not rows.rows:
            slide, (left, top, width, _) = deck.slide(title)
            deck.text(slide, left / deck.width, top / deck.height, width / deck.width, 0.1, nothing, 20)
            deck.foot(slide, self.foot)
            return
        pages = min(-(-len(rows.rows) // _ROWS), _MOST_PAGES)
        for page in range(pages):
            part = rows.rows[page * _ROWS : (page + 1) * _ROWS]
            which = self.say("slides-part", title=title, part=page + 1, parts=pages) if pages > 1 else title
            slide, (left, top, width, height) = deck.slide(which)
            heads = tuple(head for head in rows.heads)
            deck.table(slide, (left, top, width, height - 260_000), [heads, *part], rows.widths, right=rows.right)
            more = len(rows.rows) - pages * _ROWS
            if page == pages - 1 and more > 0:
                y = (top + height - 240_000) / deck.height
                deck.text(
                    slide, left / deck.width, y, width / deck.width, 0.04, self.say("slides-more", count=more), 12
                )
            deck.foot(slide, self.foot)
