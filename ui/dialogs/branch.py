"""A party branch: its name, tier, the branch above, secretary, members, whether it is joint; new or corrected."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QSpinBox, QWidget

from gridmap.edits import AddBranch, CorrectBranch
from gridmap.edits.branches import below_of
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.people.branches import tier_ranks
from gridmap.people.privacy import Profile, shown_names
from ui.dialogs.base import EditDialog
from ui.dialogs.branch_choices import branch_choices, villages_of_branches
from ui.dialogs.picker import Choices, Picker
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session

_MOST_MEMBERS = 100_000


class BranchDialog(EditDialog):
    """Ask for a branch.

    Parameters
    ----------
    branch : int
        Which is corrected, 0 for a new one.
    above : int
        The branch above a new one at first, 0 for none.
    """

    def __init__(
        self, session: Session, words: Words, branch: int = 0, above: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, words, parent)
        self.branch = branch
        plan = session.plan
        self.name, self.tier, self.secretary = QLineEdit(), QComboBox(), QLineEdit()
        self.members, self.joint = QSpinBox(), QCheckBox()
        self.members.setRange(0, _MOST_MEMBERS)
        for tier in plan.scheme.tiers:
            self.tier.addItem("", tier.key)
        self.tier.addItem("", "")
        self._masked = self._fill(plan, above)
        self.picker = Picker(self._choices())
        self.none = QPushButton()
        self.none.setAutoDefault(False)
        self.none.clicked.connect(self.picker.view.clearSelection)
        self.picker.beside.addWidget(self.none)
        self._labels = {key: plain_label() for key in ("branch-name", "people-tier", "column-secretary")}
        self._labels |= {"people-members": plain_label()}
        fields = (self.name, self.tier, self.secretary, self.members)
        for (_, label), field in zip(self._labels.items(), fields, strict=True):
            label.setBuddy(field)
            self.form.addRow(label, field)
        self.form.addRow(self.joint)
        self.above_label, self.minded = plain_label(), plain_label()
        self.minded.setProperty("role", "complaint")
        self.minded.setWordWrap(True)
        self.above_label.setBuddy(self.picker)
        self.form.addRow(self.above_label)
        self.form.addRow(self.picker)
        self.form.addRow(self.minded)
        self.keep_plain(self.name, self.secretary)
        self.name.textChanged.connect(self._look)
        self.members.valueChanged.connect(self._look)
        self.tier.currentIndexChanged.connect(self._tier_chosen)
        self.picker.picked.connect(self._look)
        self.resize(620, 560)
        self.ready()
        self.picker.choose(self._above)
        self._look()
        self.name.setFocus()

    def _fill(self, plan: Plan, above: int) -> bool:
        """Put in what is known, and return whether the name of the secretary is masked."""
        branches, ranks = plan.tables["branches"], {tier.rank: tier.key for tier in plan.scheme.tiers}
        self._above = above if above in branches.index else 0
        if not self.branch:
            at = int(np.flatnonzero(branches.index.to_numpy() == self._above)[0]) if self._above else -1
            below = int(tier_ranks(plan)[at]) + 1 if at >= 0 else 0
            self._above = self._above if below in ranks else 0
            self.tier.setCurrentIndex(max(self.tier.findData(ranks.get(below, "")), 0) if self._above else 0)
            return False
        row = branches.loc[self.branch]
        self._above = int(row["parent"])
        self.name.setText(str(row["name"]))
        self.tier.setCurrentIndex(self.tier.findData(str(row["tier"])))
        self.members.setValue(int(row["members"]))
        self.joint.setChecked(bool(row["joint"]))
        secretary = str(shown_names([row["secretary"]], self.session.privacy)[0])
        masked = secretary != row["secretary"]
        if masked:
            self.secretary.setPlaceholderText(secretary)
        else:
            self.secretary.setText(secretary)
        return masked

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, plan = self.words, self.session.plan
        self.setWindowTitle(say("branch-correct-title" if self.branch else "branch-new-title"))
        self.heading.hide()
        for key, label in self._labels.items():
            label.setText(say(key))
        for key, field in zip(self._labels, (self.name, self.tier, self.secretary, self.members), strict=True):
            field.setAccessibleName(say(key))
        self.joint.setText(say("branch-joint"))
        for place, tier in enumerate(plan.scheme.tiers):
            self.tier.setItemText(place, say.name(tier.name))
        self.tier.setItemText(len(plan.scheme.tiers), say("branch-tier-unknown"))
        self.above_label.setText(say("people-above"))
        self.none.setText(say("branch-none-above"))
        self.picker.field.setPlaceholderText(say("link-find"))
        self.picker.field.setAccessibleName(say("link-find"))
        self.picker.view.setAccessibleName(say("people-above"))
        columns = ("people-branch", "column-secretary", "people-village-of", "people-members")
        self.picker.choices.name([say(key) for key in columns])
        self.picker.widen({1: 92, 2: 148, 3: 80})
        self.do.setText(say("attributes-do" if self.branch else "worker-do"))

    def _choices(self) -> Choices:
        return branches_above(self.session.plan, str(self.tier.currentData() or ""), self.branch, self.session.privacy)

    def _tier_chosen(self) -> None:
        """Offer the branches of the tiers above the one that is chosen."""
        self.picker.offer(self._choices())
        self._look()

    def _look(self) -> None:
        """Say beforehand why the branch cannot be as it is described."""
        edit, told = self.edit(), ""
        if edit is not None:
            try:
                edit.change(self.session.plan)
            except GridMapError as error:
                told = "" if error.key == "changes-nothing" else self.words.of(error, self.session.plan)
                edit = None
        self.minded.setText(told)
        self.minded.setVisible(bool(told))
        self.do.setEnabled(edit is not None)

    def edit(self) -> AddBranch | CorrectBranch | None:
        """Return what is described, ``None`` while there is no name."""
        name, tier, above = self.name.text(), str(self.tier.currentData() or ""), self.picker.chosen
        if not name.strip():
            return None
        members, joint, secretary = self.members.value(), self.joint.isChecked(), self.secretary.text()
        if not self.branch:
            return AddBranch(name, tier, above, secretary, members, joint)
        kept = None if self._masked and not secretary.strip() else secretary
        return CorrectBranch(self.branch, name, tier, above, kept, members, joint)


def branches_above(plan: Plan, tier: str, branch: int, privacy: Profile) -> Choices:
    """Return the branches that may stand above one of a tier: those of a tier above it, not itself nor below it.

    Those of the same village come first, if the branch is seated anywhere.
    """
    branches = plan.tables["branches"]
    ids, ranks = branches.index.to_numpy(), tier_ranks(plan)
    own = next((known.rank for known in plan.scheme.tiers if known.key == tier), 0)
    fits = (ranks < own) if own else np.ones(len(ids), dtype=bool)
    if branch:
        fits &= ~np.isin(ids, [branch, *below_of(plan, branch)])
    villages = villages_of_branches(plan)
    here = villages[ids == branch][0] if branch else ""
    order = np.lexsort((ids, -ranks, (villages != here) | (villages == "")))
    return branch_choices(plan, order[fits[order]], privacy)
