"""Let a party branch serve a grid: a picker over the branches that may."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from PySide6.QtWidgets import QWidget

from gridmap.edits import LinkBranch
from gridmap.ground.placement import households_by_grid
from gridmap.model.plan import Plan
from gridmap.people.branches import branches_of, serving_links, serving_tiers, tier_ranks
from gridmap.people.privacy import Profile, shown_names
from ui.dialogs.base import EditDialog
from ui.dialogs.picker import Choices, Picker
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.session.session import Session

_LOAD: Final = ("assign-grids", "column-households")


class LinkBranchDialog(EditDialog):
    """Choose a branch for a grid; those seated in the same place stand first.

    Parameters
    ----------
    grid : int
        Id of the grid; it must be in the session's plan.
    """

    def __init__(self, session: Session, words: Words, grid: int, parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.grid = grid
        self.picker = Picker(branch_choices(session.plan, grid, session.privacy))
        self.body.addWidget(self.picker)
        self.picker.picked.connect(self._enable)
        self.picker.done.connect(self.accept)
        self.resize(640, 480)
        self.ready()
        self._enable()
        self.picker.setFocus()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("link-title"))
        self.heading.setText(say("link-heading", grid=Wording(self.session.plan, say.language).grid(self.grid)))
        self.picker.field.setPlaceholderText(say("link-find"))
        self.picker.field.setAccessibleName(say("link-find"))
        self.picker.view.setAccessibleName(say("inspector-branch"))
        self.picker.choices.name(
            [say(key) for key in ("tree-name", "inspector-secretary", "inspector-members", *_LOAD)]
        )
        self.do.setText(say("link-do"))

    def edit(self) -> LinkBranch | None:
        """Return the link that is described, ``None`` while no branch is chosen."""
        return LinkBranch(self.picker.chosen, self.grid) if self.picker.chosen else None

    def _enable(self) -> None:
        self.do.setEnabled(self.picker.chosen > 0)


def branch_choices(plan: Plan, grid: int, privacy: Profile = "briefing") -> Choices:
    """Return the branches that would count for a grid and do not serve it yet.

    Shown are the name, the secretary, the members, and how many grids and households a branch serves. First stand those
    that serve a neighbour under the same parent, or whose branch above serves the parent.
    """
    branches = plan.tables["branches"]
    number = int(plan.kind_numbers[plan.positions([grid])[0]])
    wanted = plan.scheme.kinds[number].branch_tier if number >= 0 else ""
    tier = branches["tier"].to_numpy(dtype=object)
    fits = (tier == wanted) | (tier == "") if wanted else np.isin(tier_ranks(plan), [0, *serving_tiers(plan.scheme)])
    fits &= ~np.isin(branches.index.to_numpy(), branches_of(plan, grid))
    branch, place = serving_links(plan)
    load = pd.DataFrame({"grids": 1, "households": households_by_grid(plan)[place]}).groupby(branch).sum()
    load = load.reindex(range(len(branches)), fill_value=0)
    parent = int(plan.value(grid, "parent"))
    near = np.zeros(len(branches), dtype=bool)
    near[branch[plan.parents[place] == parent]] = True
    near |= np.isin(branches["parent"].to_numpy(), branches_of(plan, parent) if parent else [])
    order = np.lexsort((branches.index, load["grids"], ~near))
    order = order[fits[order]]
    rows, load = branches.iloc[order], load.iloc[order]
    columns = (
        rows["name"].tolist(),
        rows["secretary"].tolist(),
        rows["members"].tolist(),
        load["grids"].tolist(),
        load["households"].tolist(),
    )
    masked = {1: shown_names(rows["secretary"], privacy).tolist()}
    return Choices(rows.index.to_numpy(), columns, sought=2, masked=masked)
