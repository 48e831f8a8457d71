"""What is done from the tables of assignments, vacancies, branches, zones and buildings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from gridmap.edits import DeleteBranch, DeleteZone
from gridmap.model.arrays import IntArray, positions_in
from gridmap.people.staffing import has_ended
from ui.panels.people.changes import Where


class AssignmentChanges:
    """Ends the selected assignments, or gives their grids to somebody else."""

    def __init__(self, where: Where) -> None:
        self._where = where

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        return {"row-transfer": self.transfer, "row-end": self.end}

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the rows that are selected."""
        workers = self._where.session.plan.tables["assignments"]["worker"].to_numpy()[self._places()]
        if not len(workers):
            return frozenset()
        return frozenset(("row-end", "row-transfer") if (workers == workers[0]).all() else ("row-end",))

    def end(self) -> None:
        """End the selected assignments, after asking for the last day."""
        from ui.dialogs.end_assignment import EndAssignmentDialog

        rows, where = self._rows(), self._where
        if rows:
            EndAssignmentDialog(where.session, where.words, rows[0], where.window, more=tuple(rows[1:])).open()

    def transfer(self) -> None:
        """Give the grids of the selected assignments, all of one worker, to somebody else."""
        from ui.dialogs.portfolios import TransferDialog

        rows, where = self._rows(), self._where
        if rows and "row-transfer" in self.possible():
            table = where.session.plan.tables["assignments"].loc[rows]
            grids = tuple(dict.fromkeys(table["grid"].tolist()))
            TransferDialog(where.session, where.words, int(table["worker"].iloc[0]), grids, where.window).open()

    def _rows(self) -> list[int]:
        """Return the ids of the selected rows that have not ended, whose worker and grid are there, ascending."""
        found: list[int] = self._where.session.plan.tables["assignments"].index.to_numpy()[self._places()].tolist()
        return found

    def _places(self) -> IntArray:
        """Return where these rows stand: of a table of 120,000 only those that are selected are looked at."""
        plan = self._where.session.plan
        table, workers = plan.tables["assignments"], plan.tables["workers"].index.to_numpy()
        at = np.sort(positions_in(table.index.to_numpy(), self._where.chosen("assignments")))
        at = at[at >= 0]
        at = at[~has_ended(plan, self._where.session.on)[at]]
        at = at[plan.positions(table["grid"].to_numpy()[at]) >= 0]
        return at[positions_in(workers, table["worker"].to_numpy()[at]) >= 0]


class VacancyChanges:
    """Lets somebody answer for the selected grids."""

    def __init__(self, where: Where) -> None:
        self._where = where

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        return {"vacancy-assign": self.assign}

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the rows that are selected."""
        return frozenset(("vacancy-assign",) if self._grids() else ())

    def assign(self) -> None:
        """Ask who is to answer for the selected grids, and from when."""
        from ui.dialogs.assign_worker import AssignWorkerDialog

        grids, where = self._grids(), self._where
        if grids:
            AssignWorkerDialog(where.session, where.words, grids[0], where.window, more=grids[1:]).open()

    def _grids(self) -> tuple[int, ...]:
        plan = self._where.session.plan
        ids = self._where.chosen("vacancies")
        return tuple(ids[plan.positions(ids) >= 0].tolist())


class BranchChanges:
    """Opens the dialogs about party branches."""

    def __init__(self, where: Where, show_chain: Callable[[], object]) -> None:
        self._where, self._show_chain = where, show_chain

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        return {
            "branch-new": self.add,
            "branch-correct": self.correct,
            "branch-chain": self._show_chain,
            "branch-merge": self.merge,
            "branch-delete": self.delete,
        }

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the rows that are selected."""
        found = {"branch-new", "branch-chain"}
        if self._branch():
            found |= {"branch-correct", "branch-delete"}
        if len(self._where.chosen("branches")) > 1:
            found.add("branch-merge")
        return frozenset(found)

    def add(self) -> None:
        """Put a branch on the list, after asking for it; below the one that is selected, if its tier allows."""
        from ui.dialogs.branch import BranchDialog

        BranchDialog(self._where.session, self._where.words, 0, self._branch(), self._where.window).open()

    def correct(self) -> None:
        """Correct the selected branch."""
        from ui.dialogs.branch import BranchDialog

        if self._branch():
            BranchDialog(self._where.session, self._where.words, self._branch(), 0, self._where.window).open()

    def merge(self) -> None:
        """Make one of the selected branches, after asking which entry stays."""
        from ui.dialogs.merging import MergeBranchesDialog

        ids, where = tuple(self._where.chosen("branches").tolist()), self._where
        if len(ids) > 1:
            MergeBranchesDialog(where.session, where.words, ids, where.window).open()

    def delete(self) -> None:
        """Dissolve the selected branch, after asking."""
        from ui.dialogs.confirming import ConfirmEdit

        branch, where = self._branch(), self._where
        if branch:
            name = str(where.session.plan.tables["branches"]["name"].get(branch, ""))
            ConfirmEdit(
                where.session, where.words, DeleteBranch(branch), "branch-delete", {"name": name}, where.window
            ).open()

    def _branch(self) -> int:
        return self._where.one("branches", "branches")


class ZoneChanges:
    """Opens the dialogs about party-building zones."""

    def __init__(self, where: Where) -> None:
        self._where = where

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        return {"zone-new": self.add, "zone-correct": self.correct, "zone-delete": self.delete}

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the rows that are selected."""
        return frozenset({"zone-new"} | ({"zone-correct", "zone-delete"} if self._zone() else set()))

    def add(self) -> None:
        """Make a zone, of the ground of the selected grids if that is wanted."""
        from ui.dialogs.zone import ZoneDialog

        ZoneDialog(self._where.session, self._where.words, 0, self._where.window).open()

    def correct(self) -> None:
        """Correct the selected zone."""
        from ui.dialogs.zone import ZoneDialog

        if self._zone():
            ZoneDialog(self._where.session, self._where.words, self._zone(), self._where.window).open()

    def delete(self) -> None:
        """Take the selected zone away, after asking."""
        from ui.dialogs.confirming import ConfirmEdit

        zone, where = self._zone(), self._where
        if zone:
            name = str(where.session.plan.tables["zones"]["name"].get(zone, ""))
            ConfirmEdit(
                where.session, where.words, DeleteZone(zone), "zone-delete", {"name": name}, where.window
            ).open()

    def _zone(self) -> int:
        return self._where.one("zones", "zones")


class BuildingChanges:
    """Gives the selected buildings, with the ground around them, to another grid."""

    def __init__(self, where: Where) -> None:
        self._where = where

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        return {"building-give": self.give}

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the rows that are selected."""
        return frozenset(("building-give",) if len(self._where.chosen("buildings")) else ())

    def give(self) -> None:
        """Ask which grid is to hold the selected buildings."""
        from ui.dialogs.move_buildings import MoveBuildingsDialog

        ids, where = tuple(self._where.chosen("buildings").tolist()), self._where
        if ids:
            MoveBuildingsDialog(where.session, where.words, ids, where.window).open()
