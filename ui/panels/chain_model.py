"""The chain of party branches below one another, as a model that a tree shows and in which branches are dragged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from gridmap.edits import CorrectBranch, Together
from gridmap.edits.rows_of_people import name_of
from gridmap.model.arrays import IntArray
from gridmap.model.errors import GridMapError, Refused
from gridmap.model.plan import Plan
from gridmap.people.branches import parent_positions, seats, tier_ranks
from gridmap.people.privacy import Profile, shown_names
from ui.look.plain import as_it_reads
from ui.look.told import RIGHT, Told
from ui.look.words import Words
from ui.panels.chain_folders import FIRST_ID, Folders, folders_of
from ui.words.grid_names import short_name

Index = QModelIndex | QPersistentModelIndex
BRANCHES: Final = "application/x-gridmap-branches"
COLUMNS: Final = ("branch", "tier", "secretary", "members", "grids")
_HEADINGS: Final = ("people-branch", "people-tier", "column-secretary", "people-members", "list-grids")
_NUMBERS: Final = ("members", "grids")
_SAYS: Final = frozenset(map(int, (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)))
_ROW: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_BRANCH_IN_HAND: Final = _ROW | Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsDragEnabled
_ROLES: Final = _SAYS | {int(Qt.ItemDataRole.TextAlignmentRole)}


@dataclass(frozen=True, eq=False)
class Chain:
    """Which branches stand below which in one plan.

    Branches are told by their place in the table. Below one another they stand by tier and name; those whose branch
    above is not there stand at the top, and so does one of each circle. Where very many would stand side by side they
    are put into folders, which are told by the places after those of all branches.

    Attributes
    ----------
    plan : Plan
    ids : int64 (n,)
        Of branches and folders, ascending.
    above : int64 (n,)
        The place of the branch or folder above, -1 at the top.
    row : int64 (n,)
        Place among those that stand below the same one.
    order, begins : int64 (n,), int64 (n + 2,)
        Places, those below the same one together, and where those below a place begin in that; the top has place -1.
    grids : int64 (b,)
        In how many grids it is seated.
    folders : Folders
    grounds : tuple of str
        What the grids of the folders are called.
    on : date, optional
        The day that counts.
    """

    plan: Plan
    ids: IntArray
    above: IntArray
    row: IntArray
    order: IntArray
    begins: IntArray
    grids: IntArray
    folders: Folders
    grounds: tuple[str, ...] = ()
    on: dt.date | None = None
    _places: dict[int, int] = field(default_factory=dict, repr=False)
    """Of the ids that were asked for: a tree asks for the same ones some hundred times while it paints."""

    def below(self, place: int) -> IntArray:
        """Return the places right below one, -1 for the top."""
        return self.order[self.begins[place + 1] : self.begins[place + 2]]

    def place(self, branch: int) -> int:
        """Return the place of an id, -1 if it is not there."""
        place = self._places.get(branch)
        if place is None:
            place = int(self.ids.searchsorted(branch))  # some thousand are asked for when the tree is laid out
            place = self._places[branch] = place if place < len(self.ids) and self.ids[place] == branch else -1
        return place

    def branch_at(self, place: int) -> int:
        """Return the place of the branch that holds what is put at a place: of a folder the one above it, or -1."""
        return int(self.above[place]) if place >= len(self.grids) else place

    def is_laid_out_like(self, other: Chain) -> bool:
        """Whether the same branches stand below one another in the same order."""
        pairs = ((self.ids, other.ids), (self.above, other.above), (self.order, other.order))
        return all(np.array_equal(own, others) for own, others in pairs)

    def says_like(self, other: Chain) -> bool:
        """Whether all rows of one that is laid out alike say the same."""
        plan, others = self.plan, other.plan
        is_same = plan.tables["branches"] is others.tables["branches"] and plan.scheme is others.scheme
        return is_same and self.grounds == other.grounds and np.array_equal(self.grids, other.grids)

    def is_below(self, place: int, other: int) -> bool:
        """Whether a place is another, or stands below it at whatever depth."""
        seen = 0
        while place >= 0 and seen <= len(self.ids):
            if place == other:
                return True
            place, seen = int(self.above[place]), seen + 1
        return False


def chain_of(plan: Plan, on: dt.date | None = None) -> Chain:
    """Return the chain of a plan, with the links of branches and grids that count on a day, today by default."""
    table = plan.tables["branches"]
    ids: IntArray = table.index.to_numpy(dtype=np.int64)
    above = _without_circles(parent_positions(plan))
    names = table["name"].to_numpy(dtype=object).astype(str)
    order = np.lexsort((ids, names, tier_ranks(plan), above))
    seated = seats(plan, on=on)
    grids = np.bincount(seated[0], minlength=len(ids))
    folders, grounds = folders_of(plan, above, order, seated), tuple[str, ...]()
    if len(folders.ids):
        codes = plan.codes(folders.grid)
        at = plan.positions(folders.grid)
        grounds = tuple(short_name(code, plan.names[place]) for code, place in zip(codes, at.tolist(), strict=True))
        by_code = np.argsort(codes, kind="stable")
        in_turn = np.empty(len(by_code), dtype=np.int64)
        in_turn[by_code] = np.arange(len(by_code))
        in_turn[folders.grid == 0] += len(by_code)  # at the end
        own = np.empty(len(ids), dtype=np.int64)
        own[order] = np.arange(len(ids))
        ids = np.concatenate([ids, folders.ids])
        above = np.concatenate([np.where(folders.holds >= 0, folders.holds + len(own), above), folders.above])
        order = np.lexsort((np.concatenate([own, in_turn]), above))
    begins = np.searchsorted(above[order], np.arange(-1, len(ids) + 1))
    row = np.empty(len(ids), dtype=np.int64)
    row[order] = np.arange(len(ids)) - begins[above[order] + 1]
    return Chain(plan, ids, above, row, order, begins, grids, folders, grounds, on)


def _without_circles(parents: IntArray) -> IntArray:
    """Return who stands above whom with one link of every circle cut."""
    above = parents.copy()
    known = np.zeros(len(above), dtype=np.int64)  # 0 not seen, else the walk in which it was
    for start in range(len(above)):
        place, walk = start, start + 1
        while place >= 0 and not known[place]:
            known[place] = walk
            if above[place] >= 0 and known[above[place]] == walk:
                above[place] = -1
            place = int(above[place])
    return above


class ChainModel(QAbstractItemModel):
    """Shows a chain; an index's id is the branch's, or the folder's.

    Signals
    -------
    moved : Edit
        Branches were dragged below another, or to the top.
    minded : GridMapError or None
        Why what is dragged cannot stand where it is held now.
    """

    moved = Signal(object)
    minded = Signal(object)

    def __init__(self, words: Words, privacy: Profile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self.privacy = words, privacy
        self.chain: Chain | None = None
        self.can_edit = False
        self._parents: dict[int, QModelIndex] = {}
        """By the ids of branches what is above them: Qt asks thousands of times a paint where many are selected."""
        self._texts: dict[tuple[int, str, Profile, str], str] = {}
        """What cells of the chain were seen to show, by profile and language."""

    def takes_place(self, chain: Chain | None) -> bool:
        """Whether a chain has its rows where those of the one that is shown are."""
        return chain is not None and self.chain is not None and chain.is_laid_out_like(self.chain)

    def show_chain(self, chain: Chain | None) -> None:
        """Show another chain, or none; one that is laid out like the last changes only what the cells say."""
        before = self.chain
        if before is not None and chain is not None and self.takes_place(chain):
            self.chain = chain
            if not chain.says_like(before) and self.rowCount():
                self._texts = {}
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.chain, self._texts, self._parents = chain, {}, {}
        self.endResetModel()

    def index_of(self, branch: int) -> QModelIndex:
        """Return the index of a branch; an invalid one if it is not there."""
        place = -1 if self.chain is None else self.chain.place(branch)
        if self.chain is None or place < 0:
            return QModelIndex()
        return self.createIndex(int(self.chain.row[place]), 0, branch)

    def _place(self, index: Index) -> int:
        return self.chain.place(int(index.internalId())) if index.isValid() and self.chain is not None else -1

    # ---- as Qt asks --------------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a branch below another."""
        if self.chain is None or not 0 <= column < len(COLUMNS):
            return QModelIndex()
        below = self.chain.below(self._place(parent))
        if not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, column, int(self.chain.ids[below[row]]))

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of the branch above."""
        if not index.isValid() or self.chain is None:
            return QModelIndex()
        branch = index.internalId()
        found = self._parents.get(branch)
        if found is None:
            place = self.chain.place(branch)
            above = self.chain.above[place] if place >= 0 else -1
            found = self.index_of(int(self.chain.ids[above])) if above >= 0 else QModelIndex()
            self._parents[branch] = found
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many branches stand right below."""
        if self.chain is None or (parent.isValid() and parent.column() > 0):
            return 0
        return len(self.chain.below(self._place(parent)))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Return whether branches stand right below one: Qt would count rows and columns."""
        if self.chain is None or (parent.isValid() and parent.column() > 0):
            return False
        place, begins = self._place(parent), self.chain.begins
        return bool(begins[place + 1] < begins[place + 2])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words(_HEADINGS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role not in _ROLES:  # Qt asks of every cell for much that there is nothing to say of
            return None
        place = self._place(index)
        if self.chain is None or place < 0:
            return None
        column = COLUMNS[index.column()]
        if role not in _SAYS:
            return int(RIGHT) if column in _NUMBERS else None
        text = self._seen_text(self.chain, column, place)
        return as_it_reads(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def told(self, index: Index) -> Told | None:
        """Return what a cell shows, as :meth:`data` does."""
        place = self._place(index)
        if self.chain is None or place < 0:
            return None
        column = COLUMNS[index.column()]
        return Told(self._seen_text(self.chain, column, place), RIGHT if column in _NUMBERS else None)

    def _seen_text(self, chain: Chain, column: str, place: int) -> str:
        cell = place, column, self.privacy, self._words.language
        if cell not in self._texts:
            self._texts[cell] = self._text(chain, column, place)
        return self._texts[cell]

    def _text(self, chain: Chain, column: str, place: int) -> str:
        if place >= len(chain.grids):
            return self._text_of_folder(chain, place) if column == "branch" else ""
        if column == "grids":
            return f"{int(chain.grids[place]):,}"
        table = chain.plan.tables["branches"]
        if column == "branch":
            return str(table["name"].iat[place])
        if column == "tier":
            key = table["tier"].iat[place]
            tier = next((tier for tier in chain.plan.scheme.tiers if tier.key == key), None)
            return self._words.name(tier.name) if tier is not None else str(key)
        if column == "secretary":
            return str(shown_names([table["secretary"].iat[place]], self.privacy)[0])
        return f"{int(table['members'].iat[place]):,}"

    def _text_of_folder(self, chain: Chain, place: int) -> str:
        """Return the ground of a folder, and how many branches stand in it."""
        at, say = place - len(chain.grids), self._words
        part, count = int(chain.folders.part[at]), len(chain.below(place))
        name = chain.grounds[at] if chain.folders.grid[at] else say("chain-folder-nowhere")
        return say("chain-folder-part" if part else "chain-folder", name=name, count=count, part=part)

    # ---- dragging ----------------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what may be done: branches are dragged onto one another, or to the top."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self.can_edit else Qt.ItemFlag.NoItemFlags
        return _BRANCH_IN_HAND if self.can_edit and index.internalId() < FIRST_ID else _ROW

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that branches are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return that branches alone can be dropped."""
        return [BRANCHES]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return what is carried: the ids of the branches."""
        ids = dict.fromkeys(one for one in (int(index.internalId()) for index in indexes) if one < FIRST_ID)
        data = QMimeData()
        data.setData(BRANCHES, QByteArray(",".join(map(str, ids)).encode("ascii")))
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Whether what is dragged can stand below a branch; if not, why is told."""
        branches = _carried(data)
        if not branches or self.chain is None or not self.can_edit:
            return False
        try:
            self._require(self.chain, branches, self.chain.branch_at(self._place(parent)))
        except GridMapError as error:
            self.minded.emit(error)
            return False
        self.minded.emit(None)
        return True

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for branches to be moved below another, in one step."""
        branches = _carried(data)
        if not branches or self.chain is None or not self.can_edit:
            return False
        place = self.chain.branch_at(self._place(parent))
        to = int(self.chain.ids[place]) if place >= 0 else 0
        self.minded.emit(None)
        if (self.chain.plan.tables["branches"]["parent"].reindex(list(branches), fill_value=to) != to).any():
            self.moved.emit(moved_below(self.chain.plan, branches, to))
        return True  # the view takes out nothing, since no row can be: the chain is made anew when the edit is done

    def _require(self, chain: Chain, branches: Sequence[int], place: int) -> None:
        """Refuse as the edit would, without working it out: a circle, a tier that does not fit."""
        ranks, plan = tier_ranks(chain.plan), chain.plan
        for branch in branches:
            own = chain.place(branch)
            if own >= 0 and chain.is_below(place, own):
                raise Refused("branch-above-itself", name=name_of(plan, "branches", branch))
            if own >= 0 and place >= 0 and ranks[own] and ranks[place] and ranks[place] >= ranks[own]:
                other = name_of(plan, "branches", int(chain.ids[place]))
                raise Refused("tier-not-below", name=name_of(plan, "branches", branch), other=other)


def moved_below(plan: Plan, branches: Sequence[int], to: int) -> CorrectBranch | Together:
    """Return the edit that moves branches below another, 0 for the top; those that stand there already stay."""
    parents = plan.tables["branches"]["parent"]
    edits = tuple(CorrectBranch(branch, parent=to) for branch in branches if parents.get(branch, to) != to)
    if len(edits) == 1:
        return edits[0]
    if not to:
        return Together(edits, "move-branches-up", {"count": len(edits)})
    return Together(edits, "move-branches", {"count": len(edits), "name": name_of(plan, "branches", to)})


def _carried(data: QMimeData) -> tuple[int, ...]:
    text = bytes(data.data(BRANCHES).data()).decode("ascii", "replace") if data.hasFormat(BRANCHES) else ""
    parts = text.split(",") if text else []
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()
