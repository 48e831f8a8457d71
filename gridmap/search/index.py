"""Find anything in a plan as one types: by Chinese text, pinyin, initials, the beginning of a code, a phone.

``cjc`` finds 长江村, and so does ``changj``; ``1004`` finds who has that in the phone, those first whose phone ends so;
two words narrow each other down, and one of them may name the place: ``wang jinfeng`` finds the Wangs of 锦丰镇.
A branch is found by its secretary as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from gridmap.ground.compounds import compounds
from gridmap.ground.items import item_holders
from gridmap.ground.placement import placement
from gridmap.indicators.facilities import facility_positions
from gridmap.model.arrays import BoolArray, FloatArray, IntArray, positions_in
from gridmap.model.cycles import as_left_out, leave_out, soon_left_out
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from gridmap.model.wanted import must_be_wanted
from gridmap.people.branches import seats
from gridmap.people.privacy import Profile, shown_names, shown_numbers, shown_phones
from gridmap.people.staffing import counting
from gridmap.search.pinyin import plain, syllables

HitKind = Literal["grid", "worker", "branch", "building", "zone", "facility", "compound", "department", "item"]
KINDS: Final[tuple[HitKind, ...]] = get_args(HitKind)
_TABLES: Final = (
    *("grids", "workers", "branches", "buildings", "zones", "facilities", "compounds", "department_grids", "items"),
)

# What a match is worth. Exact before prefix before initials before what lies inside before what is only alike.
EXACT: Final = 100.0
PREFIX: Final = 90.0
LAST_DIGITS: Final = 89.0
PINYIN: Final = 88.0
PINYIN_PREFIX: Final = 80.0
INITIALS: Final = 76.0
INITIALS_PREFIX: Final = 70.0
INSIDE: Final = 60.0
PINYIN_INSIDE: Final = 54.0
INITIALS_INSIDE: Final = 50.0
FUZZY: Final = 40.0

END_OF_PHONE: Final = 4
"""So many digits, with which a phone ends, are what people know of it."""

LEAST_PHONE_DIGITS: Final = 3
"""Fewer digits are not looked for in phones: they are in nearly all of them."""

_LIKENESS: Final = (65.0, 78.0)  # of 100, for Chinese and for Latin letters; what is less alike is something else
_FUZZY_TEXTS: Final = 30_000  # of more different names none is looked for by likeness: it would not be done in time
_PLACE: Final = 0.5  # a word that names where something lies is worth this much of one that names the thing itself
_DAYS: Final = 4
"""Indexes of so many days are kept of one plan."""
_END: Final = "\n"


@dataclass(frozen=True)
class Hit:
    """Something that was found.

    Attributes
    ----------
    kind : "grid", "worker", "branch", "building", "zone", "facility", "compound", "department" or "item"
        Grids are those of all levels.
    id : int
        Of the row in the plan's table.
    title : str
        Its name; its code, staff number or door plate if it has none.
    detail : str
        What tells it from others of the same name: code, places above it, a worker's phone (as the profile shows it)
        and grids.
    score : float
        0 to 100, see the constants of this module.
    grids : tuple of int
        The grids it is about: itself, those that a worker or a branch serves, the one a building or a facility stands
        in, that which has all of a compound; of a zone and of a department's grid none.
    """

    kind: HitKind
    id: int
    title: str
    detail: str
    score: float
    grids: tuple[int, ...] = ()


def _letters_of(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class _Texts:
    """Many short texts in one row of characters, in which one look finds all that hold some letters.

    Parameters
    ----------
    texts : iterable of str
        One for each entry, ``""`` for none.
    starts : iterable of bool arrays, optional
        For each text the places at which a match may begin; everywhere by default.
    """

    def __init__(self, texts: list[str], starts: BoolArray | None = None) -> None:
        whole = _END.join(texts) + _END
        letters = _letters_of(whole)
        # As narrow as the letters allow: pinyin and codes are looked through in a quarter of the time so.
        self.letters = letters.astype(np.min_scalar_type(int(letters.max())))
        length = np.array([len(text) for text in texts], dtype=np.int64)
        self.end = np.cumsum(length + 1) - 1
        self.start = self.end - length
        self.starts = starts

    def matches(self, word: str) -> tuple[IntArray, BoolArray, BoolArray]:
        """Return the entries that hold a word (one for each place), and whether it begins them and is all of them."""
        wanted = self._wanted(word)
        if wanted is None:
            nothing = np.empty(0, dtype=bool)
            return np.empty(0, dtype=np.int64), nothing, nothing
        if len(word) == 1 and word.isascii():  # a first letter or digit, which nearly everything has inside
            entry = np.flatnonzero(self.letters[self.start] == wanted[0])
            return entry, np.ones(len(entry), dtype=bool), self.end[entry] == self.start[entry] + 1
        begins = self.letters == wanted[0]
        if len(wanted) > 1:  # side by side for all is quicker than one by one for the many that begin like it
            begins[:-1] &= self.letters[1:] == wanted[1]
        if self.starts is not None:
            begins &= self.starts
        at = np.flatnonzero(begins)
        at = at[at + len(wanted) <= len(self.letters)]
        for step in range(2, len(wanted)):
            at = at[self.letters[at + step] == wanted[step]]
        entry = np.searchsorted(self.end, at, side="left")
        first = at == self.start[entry]
        return entry, first, first & (at + len(wanted) == self.end[entry])

    def ending(self, word: str) -> IntArray:
        """Return the entries that end with a word, and are more than that."""
        wanted = self._wanted(word)
        if wanted is None:
            return np.empty(0, dtype=np.int64)
        long = np.flatnonzero(self.end - self.start > len(wanted))
        ends = self.letters[self.end[long][:, None] + np.arange(-len(wanted), 0)] == wanted
        return long[ends.all(axis=1)]

    def _wanted(self, word: str) -> npt.NDArray[Any] | None:
        """Return the letters of a word as those here are held, ``None`` if one of them stands nowhere here."""
        wanted = _letters_of(word)
        return wanted.astype(self.letters.dtype) if wanted.max() <= np.iinfo(self.letters.dtype).max else None

    def score(self, score: FloatArray, word: str, exact: float, prefix: float, inside: float = 0.0) -> None:
        """Raise the scores of the entries that hold a word. ``score`` has shape (n,) and is changed."""
        entry, first, all_of_it = self.matches(word)
        for found, value in ((entry, inside), (entry[first], prefix), (entry[all_of_it], exact)):
            score[found] = np.maximum(score[found], value)


class _Letters:
    """What is written and spoken of everything that can be found, by entry: grids, workers, branches, buildings."""

    def __init__(self, plan: Plan) -> None:
        grids, workers, branches, buildings, zones, *more, items = (plan.tables[name] for name in _TABLES)
        facilities, estates, others = more
        columns: list[list[str]] = [frame["name"].tolist() for frame in (grids, workers, branches)]
        columns += [
            buildings["door_plate"].tolist(),
            *(frame["name"].tolist() for frame in (zones, *more)),
            items["number"].tolist(),
        ]
        self.first = np.cumsum([0, *(len(column) for column in columns)])
        self.names = [name for column in columns for name in column]
        blank = [""] * len(branches)
        self.codes: list[str] = [*grids["code"], *workers["staff_number"], *blank, *buildings["compound"]]
        kinds = {kind.key: kind.name.zh for kind in plan.scheme.items}
        self.codes += [*[""] * len(zones), *facilities["code"], *estates["alias"], *others["code"]]
        self.codes += [kinds.get(kind, kind) for kind in items["kind"]]
        self.length = np.array([len(name) for name in self.names], dtype=np.int64)
        written = [plain(name) for name in self.names]
        sounds: list[tuple[str, ...]] = []
        for number, column in enumerate(columns):
            must_be_wanted()
            sounds += syllables(column, people=number == 1)
        spoken = ["".join(parts) for parts in sounds]
        must_be_wanted()
        self.name = _Texts(written)
        must_be_wanted()
        self.code = _Texts([plain(code) for code in self.codes])
        must_be_wanted()
        self.sound = _Texts(spoken, _syllable_starts(sounds))
        must_be_wanted()
        self.initials = _Texts([_initials(parts) for parts in sounds])
        self.phone = _Texts(["".join(c for c in plain(phone) if c.isdigit()) for phone in workers["phone"]])
        secretaries = branches["secretary"].tolist()
        spoken_of = syllables(secretaries, people=True)
        self.secretary = _Texts([plain(name) for name in secretaries])
        self.secretary_sound = _Texts(["".join(parts) for parts in spoken_of], _syllable_starts(spoken_of))
        self.secretary_initials = _Texts([_initials(parts) for parts in spoken_of])
        must_be_wanted()
        # What likeness is measured by, unless there are too many for that: not the buildings.
        self.alike_written = _each_once(written[: self.first[3]])
        self.alike_spoken = _each_once(spoken[: self.first[3]])
        leave_out([self.names, self.codes])


class _Shown(NamedTuple):
    """What is told of an entry as a profile shows it."""

    name: str
    code: str
    person: str = ""
    """The phone of a worker, the secretary of a branch."""


class SearchIndex:
    """What can be found in one plan; :meth:`of` makes it, in some seconds for a city, so do that in the background.

    It is a value like the plan: any thread may search in it. Door plates are found by what they hold, but not by
    likeness, for which there are too many.
    """

    def __init__(self, plan: Plan, on: dt.date | None = None) -> None:
        self.plan, self.on = _apart(plan), on or dt.date.today()
        self._letters = _letters(plan)
        frames = tuple(plan.tables[name] for name in _TABLES)
        self._departments: list[str] = as_left_out(plan.tables["department_grids"]["department"].tolist())
        self._first = self._letters.first
        self._ids: IntArray = np.concatenate([frame.index.to_numpy(dtype=np.int64) for frame in frames])
        self._phones: list[str] = as_left_out(plan.tables["workers"]["phone"].tolist())
        self._secretaries: list[str] = as_left_out(plan.tables["branches"]["secretary"].tolist())
        self._branch_of_zone = positions_in(
            plan.tables["branches"].index.to_numpy(), plan.tables["zones"]["branch"].to_numpy()
        )
        self._place = self._places()
        # Of equal matches the higher level comes first, then the other kinds in their order; then the shorter name.
        others = [np.full(len(frame), 10 + number) for number, frame in enumerate(frames[1:])]
        self._order = np.concatenate([np.where(plan.ranks > 0, plan.ranks, 9), *others]).astype(np.int64)

    @staticmethod
    def of(plan: Plan, on: dt.date | None = None) -> SearchIndex:
        """Return the index of a plan for the day on which people answer for grids, today by default; kept with it."""
        day, by_day = on or dt.date.today(), _by_day(plan)
        if day not in by_day:
            for old in list(by_day)[: len(by_day) + 1 - _DAYS]:
                by_day.pop(old, None)
            by_day[day] = SearchIndex(plan, day)
        return by_day[day]

    def __len__(self) -> int:
        return len(self._letters.names)

    # ---- finding -----------------------------------------------------------------------------------------------------

    def find(
        self, text: str, limit: int = 50, *, kinds: Iterable[HitKind] | None = None, privacy: Profile = "briefing"
    ) -> list[Hit]:
        """Return what fits a text, the best first.

        Parameters
        ----------
        text : str
            Words, all of which must fit; Chinese, pinyin, initials, the beginning of a code or digits of a phone.
        limit : int
            At most so many.
        kinds : iterable of str, optional
            Only these; all by default.
        privacy : Profile
            What is told of people that are found; they are found by all that is known of them.
        """
        score = self._worth(text)
        if not score.any():
            return []
        if kinds is not None:
            wanted = set(kinds)
            for number, kind in enumerate(KINDS):
                if kind not in wanted:
                    score[self._first[number] : self._first[number + 1]] = 0
        found = np.flatnonzero(score)
        if len(found) > 4 * limit:  # sort no more than may be shown
            least = np.partition(score[found], len(found) - limit)[len(found) - limit]
            found = found[score[found] >= least]
        order = np.lexsort((found, self._letters.length[found], self._order[found], -score[found]))
        best = found[order[:limit]]
        shown = self._shown(best, privacy)
        return [self._hit(entry, float(score[entry]), shown[entry]) for entry in best.tolist()]

    def worth(self, text: str, kind: HitKind) -> FloatArray:
        """Return how well a text fits each row of a kind's table, 0 to 100, 0 where it does not; as :meth:`find`."""
        number = KINDS.index(kind)
        return self._worth(text)[self._first[number] : self._first[number + 1]]

    def leads(self, text: str, kinds: Sequence[HitKind]) -> dict[HitKind, tuple[IntArray, IntArray]]:
        """Return for each kind pairs of a row of its table that a text fits and the position of a grid, the best first.

        The grids are those that a :class:`Hit` is about; what is about none is left out.
        """
        score, found = self._worth(text), {}
        for kind in kinds:
            number = KINDS.index(kind)
            own = score[self._first[number] : self._first[number + 1]]
            if kind in ("worker", "branch"):
                row, at = self._duties if kind == "worker" else self._links
            else:
                row = np.arange(len(own))
                at = row if kind == "grid" else self._place[self._first[number] + row]
            keep = np.flatnonzero((own[row] > 0) & (at >= 0))
            keep = keep[np.argsort(-own[row[keep]], kind="stable")]
            found[kind] = (row[keep], at[keep])
        return found

    def _worth(self, text: str) -> FloatArray:
        """Return what a text is worth for every entry; what is only alike counts if nothing else fits. Shape (n,)."""
        words = plain(text).replace("ü", "v").split()
        if not words or not len(self):
            return np.zeros(len(self))
        own = [self._score(word) for word in words]
        score = self._together(own)
        if not score.any():
            score = self._together([np.maximum(s, self._alike(word)) for s, word in zip(own, words, strict=True)])
        return score

    def _score(self, word: str) -> FloatArray:
        """Return what one word is worth for every entry, 0 where it is not in it. Shape (n,)."""
        score = np.zeros(len(self))
        if word.isascii():
            self._letters.sound.score(score, word, PINYIN, PINYIN_PREFIX, PINYIN_INSIDE)
            self._letters.initials.score(
                score, word, INITIALS, INITIALS_PREFIX, INITIALS_INSIDE if len(word) > 1 else 0.0
            )
        self._letters.name.score(score, word, EXACT, PREFIX, INSIDE)
        self._letters.code.score(score, word, EXACT, PREFIX, INSIDE if len(word) >= LEAST_PHONE_DIGITS else 0.0)
        digits = word.replace("-", "")
        if len(digits) >= LEAST_PHONE_DIGITS and digits.isdigit():
            workers = score[self._first[1] : self._first[2]]
            self._letters.phone.score(workers, digits, EXACT, PREFIX, INSIDE)
            if len(digits) == END_OF_PHONE:
                ends = self._letters.phone.ending(digits)
                workers[ends] = np.maximum(workers[ends], LAST_DIGITS)
        self._score_secretary(score[self._first[2] : self._first[3]], word)
        return score

    def _score_secretary(self, branches: FloatArray, word: str) -> None:
        """Raise the scores of the branches whose secretary a word names; one letter begins too many."""
        letters = self._letters
        letters.secretary.score(branches, word, EXACT, PREFIX, INSIDE)
        if word.isascii() and len(word) > 1:
            letters.secretary_sound.score(branches, word, PINYIN, PINYIN_PREFIX)
            letters.secretary_initials.score(branches, word, INITIALS, INITIALS_PREFIX)

    def _together(self, own: list[FloatArray]) -> FloatArray:
        """Return the score of all words together: each must fit the thing or its place, one at least the thing."""
        if len(own) == 1:
            return own[0].copy()
        total = np.zeros(len(self))
        fits, names_it = np.ones(len(self), dtype=bool), np.zeros(len(self), dtype=bool)
        for score in own:
            there = np.append(score, 0.0)  # place -1 is nowhere
            near = np.zeros(len(self))
            for above in self._above:
                near = np.maximum(near, there[above])
            value = np.maximum(score, _PLACE * near)
            fits &= value > 0
            names_it |= score > 0
            total += value
        return np.where(fits & names_it, total / len(own), 0.0)

    def _alike(self, word: str) -> FloatArray:
        """Return what likeness is worth, for names of grids, workers and branches. Shape (n,)."""
        score = np.zeros(len(self))
        if len(word) < 2 or (word.isascii() and len(word) < 5):
            return score
        alike = self._letters.alike_spoken if word.isascii() else self._letters.alike_written
        if alike is None:
            return score
        unique, inverse = alike
        from rapidfuzz import fuzz, process  # not at the start, which need not wait for it

        least = _LIKENESS[word.isascii()]
        whole = process.cdist([word], unique, scorer=fuzz.ratio, score_cutoff=least)[0]
        begun = [text[: len(word)] for text in unique]  # the rest may not be typed yet
        part = process.cdist([word], begun, scorer=fuzz.ratio, score_cutoff=least)[0]
        score[: self._first[3]] = FUZZY * np.maximum(whole, 0.95 * part)[inverse] / 100
        return score

    # ---- where things are --------------------------------------------------------------------------------------------

    def _places(self) -> IntArray:
        """Return for every entry the entry of the grid that it lies in or serves first, -1 for none. Shape (n,)."""
        plan = self.plan
        place = np.full(len(self), -1, dtype=np.int64)
        place[: self._first[1]] = plan.positions(plan.parents)
        for number, (row, grid) in ((1, self._duties), (2, self._links)):
            where, first = np.unique(row, return_index=True)
            place[self._first[number] + where] = grid[first]
        place[self._first[3] : self._first[4]] = plan.positions(placement(plan).holder)
        branch = self._branch_of_zone
        zones, facilities = slice(self._first[4], self._first[5]), slice(self._first[5], self._first[6])
        place[zones] = np.where(branch >= 0, np.append(place, -1)[self._first[2] + branch], -1)
        place[facilities] = facility_positions(plan)
        found = compounds(plan)
        place[self._first[6] : self._first[7]] = plan.positions(found.seat[: found.listed])
        place[self._first[8] :] = item_holders(plan)
        return place

    @cached_property
    def _above(self) -> list[IntArray]:
        """The entries of the grids above every entry, level by level, -1 for none."""
        step, above = np.append(self._place, -1), [self._place]
        while (above[-1] >= 0).any() and len(above) <= len(self.plan.scheme.levels):
            above.append(step[above[-1]])
        return above

    @cached_property
    def _duties(self) -> tuple[IntArray, IntArray]:
        """Rows of workers and of the grids that they are assigned to on the day, by worker."""
        plan = self.plan
        assignments = plan.tables["assignments"][counting(plan, self.on)]
        worker = positions_in(plan.tables["workers"].index.to_numpy(), assignments["worker"].to_numpy())
        return _sorted_pairs(worker, plan.positions(assignments["grid"].to_numpy()))

    @cached_property
    def _links(self) -> tuple[IntArray, IntArray]:
        """Rows of branches and of the grids that they are seated in, by branch."""
        branch, grid = seats(self.plan, on=self.on)
        return _sorted_pairs(branch, grid)

    def _shown(self, entries: IntArray, privacy: Profile) -> dict[int, _Shown]:
        """Return what is told of entries, of people as a profile shows them: all at once, one by one takes long."""
        letters, phones, secretaries = self._letters, self._phones, self._secretaries
        worker, branch, after = self._first[1:4]
        shown = {entry: _Shown(letters.names[entry], letters.codes[entry]) for entry in entries.tolist()}
        workers = entries[(entries >= worker) & (entries < branch)].tolist()
        names = shown_names([letters.names[entry] for entry in workers], privacy)
        numbers = shown_numbers([letters.codes[entry] for entry in workers], privacy)
        of_them = shown_phones([phones[entry - worker] for entry in workers], privacy)
        shown |= {entry: _Shown(*one) for entry, *one in zip(workers, names, numbers, of_them, strict=True)}
        branches = entries[(entries >= branch) & (entries < after)].tolist()
        heads = shown_names([secretaries[entry - branch] for entry in branches], privacy)
        shown |= {entry: shown[entry]._replace(person=head) for entry, head in zip(branches, heads, strict=True)}
        return shown

    def _hit(self, entry: int, score: float, shown: _Shown) -> Hit:
        number = int(np.searchsorted(self._first, entry, side="right")) - 1
        kind, row = KINDS[number], entry - int(self._first[number])
        name, code, person = shown
        at = self._grids_of(number, row, entry)
        parts: list[str] = []
        if kind == "grid":
            parts = [code if name else "", *self._path(int(self._place[entry]))]
        elif kind in ("worker", "branch"):
            parts = [person, *self._somewhere(at)]
        elif kind in ("building", "facility", "compound", "item"):
            parts = [code, *self._path(int(self._place[entry]))]
        elif kind == "department":
            parts = [self._departments[row], code if name else ""]
        else:
            branch = int(self._branch_of_zone[row])
            parts = [self._letters.names[int(self._first[2]) + branch]] if branch >= 0 else []
            parts += self._path(int(self._place[entry]))
        detail = " · ".join(part for part in parts if part)
        grids = tuple(self.plan.ids[at].tolist())
        return Hit(kind, int(self._ids[entry]), name or code, detail, round(score, 1), grids)

    def _grids_of(self, number: int, row: int, entry: int) -> IntArray:
        """Return the rows of the grids that an entry is about."""
        if number == 0:
            return np.array([row])
        if number in (4, 7):
            return np.array([], dtype=np.int64)
        if number in (3, 5, 6):
            return self._place[entry : entry + 1][self._place[entry : entry + 1] >= 0]
        rows, grids = self._duties if number == 1 else self._links
        first, last = np.searchsorted(rows, [row, row + 1])
        return grids[first:last]

    def _somewhere(self, at: IntArray) -> list[str]:
        """Return the path of the first of some grids, and how many more there are."""
        if not len(at):
            return []
        return [*self._path(int(at[0])), *([f"+{len(at) - 1}"] if len(at) > 1 else [])]

    def _path(self, at: int) -> list[str]:
        """Return the names of a grid and of those above it, the highest last."""
        names: list[str] = []
        while at >= 0 and len(names) < 6:
            names.append(self._letters.names[at] or self._letters.codes[at])
            at = int(self._place[at])
        return names


def worth_of_names(names: Sequence[str], text: str) -> FloatArray:
    """Return how well a text fits names that stand in no table, as :meth:`SearchIndex.find` would say. Shape (n,)."""
    words = plain(text).replace("ü", "v").split()
    total = np.zeros(len(names))
    if not words or not names:
        return total
    sounds = syllables(names)
    written = _Texts([plain(name) for name in names])
    spoken = _Texts(["".join(parts) for parts in sounds], _syllable_starts(sounds))
    initials = _Texts([_initials(parts) for parts in sounds])
    fits = np.ones(len(names), dtype=bool)
    for word in words:
        score = np.zeros(len(names))
        if word.isascii():
            spoken.score(score, word, PINYIN, PINYIN_PREFIX, PINYIN_INSIDE)
            initials.score(score, word, INITIALS, INITIALS_PREFIX, INITIALS_INSIDE if len(word) > 1 else 0.0)
        written.score(score, word, EXACT, PREFIX, INSIDE)
        fits &= score > 0
        total += score
    return np.where(fits, total / len(words), 0.0)


@kept(
    "grids.code",
    "grids.name",
    "workers",
    "branches",
    "buildings.door_plate",
    "buildings.compound",
    "zones.name",
    "facilities",
    "compounds.name",
    "compounds.alias",
    "department_grids",
    "items.number",
    "items.kind",
)
def _letters(plan: Plan) -> _Letters:
    """Lay out all letters of a plan; the costly part of an index, which a change of shapes leaves as it is."""
    with soon_left_out():  # for some seconds lists of all texts come and go, through which each look would take 100 ms
        return _Letters(plan)


@kept(
    "grids",
    "workers",
    "assignments",
    "branches",
    "branch_grids",
    "buildings",
    "zones",
    "facilities",
    "compounds",
    "department_grids",
    "items",
)
def _by_day(plan: Plan) -> dict[dt.date, SearchIndex]:
    """Hold the indexes of a plan by the day for which assignments count."""
    return {}


def _apart(plan: Plan) -> Plan:
    """Return the same plan without its indexes: what is kept with a plan must not keep it, or neither ever goes."""
    apart = Plan.of_conformed(plan.scheme, plan.tables, last_ids=plan.last_ids)
    apart.results.update({key: result for key, result in list(plan.results.items()) if key != _by_day.key})
    return apart


def _initials(parts: tuple[str, ...]) -> str:
    """Return the initials of a name; a run of digits stays whole among them: 12hl is 12号楼."""
    return "".join(part if part[0].isdigit() else part[0] for part in parts)


def _syllable_starts(sounds: list[tuple[str, ...]]) -> BoolArray:
    """Return which letters of all syllables in a row, a line's end after each text, begin a syllable."""
    lengths = np.array([len(part) for parts in sounds for part in parts], dtype=np.int64)
    count = np.array([len(parts) for parts in sounds], dtype=np.int64)
    text = np.repeat(np.arange(len(sounds)), count)
    # A syllable begins after all syllables before it and the ends of all texts before its own.
    begin = np.cumsum(lengths) - lengths + text
    starts = np.zeros(int(lengths.sum()) + len(sounds) + (not sounds), dtype=bool)
    starts[begin] = True
    return starts


def _sorted_pairs(row: IntArray, grid: IntArray) -> tuple[IntArray, IntArray]:
    order = np.lexsort((grid, row))
    return row[order], grid[order]


def _each_once(texts: list[str]) -> tuple[list[str], npt.NDArray[np.intp]] | None:
    """Return the different texts, and for every text its place among them; ``None`` if none is looked for among them.

    Those of a province would be kept for nothing: 670,000 texts.
    """
    unique: dict[str, int] = {}
    inverse = np.array([unique.setdefault(text, len(unique)) for text in texts], dtype=np.intp)
    return (as_left_out(list(unique)), inverse) if len(unique) <= _FUZZY_TEXTS else None
