"""Give chosen buildings, with the ground around them, to a grid beside theirs: which, and what that brings."""

from __future__ import annotations

import numpy as np
import shapely
from PySide6.QtWidgets import QWidget

from gridmap.edits import AsSeen, GiveBuildings
from gridmap.ground.placement import building_points, holder_positions, households_by_grid, unplaced
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.plan import Plan
from gridmap.outcome.locks import Locks
from gridmap.outcome.outcome import Outcome, work_out
from gridmap.people.vacancies import places_of
from ui.dialogs.base import EditDialog
from ui.dialogs.picker import Choices, Picker
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.jobs import Job
from ui.session.session import Session
from ui.words.grid_names import grid_name


class MoveBuildingsDialog(EditDialog):
    """Ask which grid is to hold buildings; the households before and after are seen before it is done.

    A grid holds the buildings that stand on its ground, so they go with the ground that is nearest to them. Those that
    stand on no grid's ground cannot be given, and are left out.

    Parameters
    ----------
    buildings : tuple of int
    """

    def __init__(
        self, session: Session, words: Words, buildings: tuple[int, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(session, words, parent)
        plan = session.plan
        rows = positions_in(plan.buildings.index.to_numpy(), buildings)
        rows = rows[~unplaced(plan)[rows]]
        self.buildings = tuple(plan.buildings.index.to_numpy()[rows].tolist())
        self.homeless = len(buildings) - len(self.buildings)
        self.picker = Picker(takers(plan, rows))
        self.found, self.minded = plain_label(), plain_label()
        self.minded.setProperty("role", "complaint")
        for label in (self.found, self.minded):
            label.setWordWrap(True)
        self.body.addWidget(self.picker)
        self.body.addWidget(self.found)
        self.body.addWidget(self.minded)
        self.note.show()
        self.outcome: Outcome | None = None
        self._job: Job | None = None
        self.picker.picked.connect(self._look)
        self.picker.done.connect(self.accept)
        self.resize(620, 480)
        self.ready()
        self.picker.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, plan = self.words, self.session.plan
        rows = positions_in(plan.buildings.index.to_numpy(), np.array(self.buildings, dtype=np.int64))
        homes = int(plan.buildings["households"].to_numpy()[rows].sum())
        self.setWindowTitle(say("move-buildings-title"))
        self.heading.setText(say("move-buildings-heading", count=len(self.buildings), homes=homes))
        note = [say("move-buildings-note")]
        if self.homeless:
            note.append(say("move-buildings-homeless", count=self.homeless))
        self.note.setText("\n".join(note))
        self.picker.field.setPlaceholderText(say("move-buildings-find"))
        self.picker.field.setAccessibleName(say("move-buildings-find"))
        self.picker.view.setAccessibleName(say("move-buildings-title"))
        columns = ("people-grid", "column-code", "people-village-of", "column-households")
        self.picker.choices.name([say(key) for key in columns])
        self.picker.widen({1: 148, 2: 148, 3: 92})
        self.do.setText(say("move-buildings-do"))
        self._tell()

    def _look(self) -> None:
        """Work out in the background what giving the buildings to the chosen grid brings."""
        plan, to = self.session.plan, self.picker.chosen
        if self.outcome is not None and self.outcome.edit == GiveBuildings(self.buildings, to):
            return
        self.outcome = None
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if to and self.buildings:
            edit = GiveBuildings(self.buildings, to)

            def take(outcome: Outcome) -> None:
                self._job = None
                if outcome.plan is self.session.plan:
                    self.outcome = outcome
                    self._tell()

            self._job = self.session.start(
                "job-proposing", lambda _: work_out(plan, edit, Locks.default(plan)), take, apart=True
            )
        self._tell()

    def _tell(self) -> None:
        """Show what would become of the households, or why it cannot be done."""
        say, outcome = self.words, self.outcome
        told, refused = "", ""
        if outcome is not None and outcome.refused is not None:
            refused = say.of(outcome.refused, outcome.plan)
        elif outcome is not None and outcome.effect is not None:
            effect = outcome.effect
            lines = []
            for place, grid in enumerate(effect.grid.tolist()):
                before, after = int(effect.before.households[place]), int(effect.after.households[place])
                if before != after and outcome.plan.positions([grid])[0] >= 0:
                    name = grid_name(outcome.plan, grid)
                    lines.append(say("move-buildings-becomes", grid=name, before=before, after=after))
            told = "\n".join(lines) or say("move-buildings-no-homes")
        elif self._job is not None:
            told = say("dashboard-working")
        self.found.setText(told)
        self.minded.setText(refused)
        self.found.setVisible(bool(told))
        self.minded.setVisible(bool(refused))
        self.do.setEnabled(outcome is not None and outcome.change is not None)

    def edit(self) -> AsSeen | None:
        """Return the change that was seen, ``None`` while there is none."""
        if self.outcome is None or self.outcome.change is None:
            return None
        return AsSeen(self.outcome.change)

    def done(self, result: int) -> None:
        """Close, and work out nothing any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().done(result)


def takers(plan: Plan, rows: IntArray) -> Choices:
    """Return the grids that lie beside those of some buildings (rows): of the same village first, the nearest first."""
    if not len(rows):
        return Choices(np.empty(0, dtype=np.int64), ([], [], [], []), sought=3)
    holders, shapes = np.unique(holder_positions(plan)[rows]), valid_shapes(plan)
    noise = float(plan.scheme.limit("coordinate_noise"))
    alike = np.flatnonzero(plan.shares_ground & plan.has_shape & np.isin(plan.ranks, plan.ranks[holders]))
    _, near = shapely.STRtree(shapes[alike]).query(shapes[holders], predicate="dwithin", distance=noise)
    at = np.unique(alike[near])
    if len(holders) == 1:
        at = at[at != holders[0]]
    away = shapely.distance(shapes[at], shapely.geometrycollections(building_points(plan)[rows]))
    at = at[np.lexsort((plan.ids[at], away, ~np.isin(plan.parents[at], plan.parents[holders])))]
    grids = plan.grids.iloc[at]
    columns = (
        grids["name"].tolist(),
        grids["code"].tolist(),
        places_of(plan, at)["village_name"].tolist(),
        households_by_grid(plan)[at].tolist(),
    )
    return Choices(plan.ids[at], columns, sought=3)
