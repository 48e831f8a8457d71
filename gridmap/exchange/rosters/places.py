"""Which grid a row names: by its code, or by its name within the town and village that the row, sheet or title names.

Only what is written alike counts as the same name (:mod:`gridmap.exchange.rosters.naming`). What is merely similar is
suggested, and taken where the user has chosen it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from gridmap.exchange.rosters.naming import name_key, place_key, stem
from gridmap.model.plan import Plan

SUGGESTED: Final = 3
_LIKE: Final = 55.0


@dataclass(frozen=True)
class Place:
    """A grid that was found, or why none was.

    Attributes
    ----------
    grid : int
        Its id; 0 if none was found.
    key : str
        ``""``, or the problem.
    field : str
        Which field the problem is about.
    value : str
    suggestions : tuple of str
        Names with codes.
    asked : str
        Under what a choice would be looked up.
    renamed : bool
        Whether the code says another grid than the name; the code counts.
    candidates : tuple of int
        The ids of the grids that are suggested.
    """

    grid: int = 0
    key: str = ""
    field: str = ""
    value: str = ""
    suggestions: tuple[str, ...] = ()
    asked: str = ""
    renamed: bool = False
    candidates: tuple[int, ...] = ()


class Places:
    """The grids of a plan, to be found as people name them.

    Parameters
    ----------
    plan : Plan
    choices : mapping of str to int
        By what is asked (:attr:`Place.asked`) the id of the grid that the user has chosen.
    """

    def __init__(self, plan: Plan, choices: Mapping[str, int]) -> None:
        self.plan = plan
        self.choices = choices
        self._codes: dict[str, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        names = plan.grids["name"].tolist()
        for position, (code, name) in enumerate(zip(plan.grids["code"].tolist(), names, strict=True)):
            if code:
                self._codes.setdefault(_code_key(code), []).append(position)
            if name:
                self._names.setdefault(name_key(name), []).append(position)
        self._name_list = names
        self._position = dict(zip(plan.ids.tolist(), range(len(names)), strict=True))
        self._rank = plan.ranks.tolist()
        self._above = [plan.ancestors_at(level).tolist() for level in plan.scheme.levels]
        self._levels: dict[int, tuple[dict[str, list[int]], dict[str, list[int]]]] = {}
        self._fronts_known: dict[int, dict[str, list[int]]] = {}
        self._seen: dict[tuple[str, ...], Place] = {}

    # ---- towns and villages ------------------------------------------------------------------------------------------

    def _index_of(self, rank: int) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Return the places of a level by key and by stem."""
        if rank not in self._levels:
            keys: dict[str, list[int]] = {}
            stems: dict[str, list[int]] = {}
            for position in np.flatnonzero(self.plan.ranks == rank).tolist():
                key = place_key(self._name_list[position])
                keys.setdefault(key, []).append(position)
                stems.setdefault(stem(key), []).append(position)
            self._levels[rank] = (keys, stems)
        return self._levels[rank]

    def named(self, text: str, rank: int, within: int = 0) -> Place:
        """Return the town (rank 1) or village (rank 2) of a name or code, within a place above it (0 for anywhere)."""
        memo = ("place", text, str(rank), str(within))
        if memo not in self._seen:
            self._seen[memo] = self._named(text, rank, within)
        return self._seen[memo]

    def _named(self, text: str, rank: int, within: int) -> Place:
        ids = self.plan.ids
        field = "town" if rank == 1 else "village"
        if text in self.choices:
            return Place(self.choices[text])
        codes = [p for p in self._codes.get(_code_key(text), ()) if self._rank[p] == rank]
        if len(codes) == 1:
            return Place(int(ids[codes[0]]))
        keys, stems = self._index_of(rank)
        key = place_key(text)
        inside = [p for p in keys.get(key, ()) if self._is_within(p, within)]
        if not inside:
            own = key == stem(key)  # 长江 may be 长江村; 长江社区 is not
            inside = [p for p in stems.get(stem(key), ()) if self._is_within(p, within) and own]
        if not inside and rank > 1:  # 杨舍镇长江村 in a column of villages
            towns, _ = self._index_of(rank - 1)
            for cut in range(2, len(key) - 1):
                for above in towns.get(key[:cut], ()):
                    if self._is_within(above, within) or int(ids[above]) == within:
                        place = self.named(key[cut:], rank, int(ids[above]))
                        if place.grid:
                            return place
        if len(inside) == 1:
            return Place(int(ids[inside[0]]))
        problem = "roster-place-ambiguous" if inside else "roster-place-unknown"
        near = inside or self._near(text, np.flatnonzero(self.plan.ranks == rank).tolist(), within)
        return self._missing(problem, field, text, near, text)

    def name_of(self, grid: int) -> str:
        """Return the name of a grid."""
        return str(self._name_list[self._position[grid]])

    def town_of(self, grid: int) -> int:
        """Return the id of the place of level 1 that a grid is or lies in, 0 if there is none."""
        return max(int(self._above[0][self._position[grid]]), 0) if grid else 0

    def in_text(self, *texts: str, within: int = 0) -> int:
        """Return the deepest town or village that texts (sheet, title, file) name, ``within`` if none.

        The town that the first of them names decides which of several villages of a name is meant.
        """
        inside = within
        keys = [key for key in map(name_key, texts) if key]
        for rank in range(1, max(len(self.plan.scheme.levels), 2)):
            known, _ = self._index_of(rank)
            for key in keys:
                names = [name for name in known if len(name) >= 2 and name in key]
                names = [name for name in names if not any(name != other and name in other for other in names)]
                found = [p for name in names for p in known[name] if self._is_within(p, inside)]
                if len(found) == 1:
                    inside = int(self.plan.ids[found[0]])
                    break
        return inside

    # ---- grids -------------------------------------------------------------------------------------------------------

    def grid(self, code: str, name: str, within: int) -> Place:
        """Return the grid of a code, or of a name within a place (0 for anywhere).

        A number without its village's code in front (001) is the village's grid of that number.
        """
        memo = ("grid", code, name, str(within))
        if memo not in self._seen:
            self._seen[memo] = self._grid(code, name, within)
        return self._seen[memo]

    def _grid(self, code: str, name: str, within: int) -> Place:
        asked = self.asked(name or code, within)
        if asked in self.choices or (name or code) in self.choices:
            return Place(self.choices.get(asked) or self.choices[name or code])
        if code:
            found = self._codes.get(_code_key(code), [])
            if not found and within:
                found = self._by_number(code, within)
            if len(found) == 1:
                position = found[0]
                other = bool(name) and name_key(name) not in self._keys_of(position)
                return Place(int(self.plan.ids[position]), renamed=other, value=name)
            if found:
                return Place(0, "roster-code-ambiguous", "grid_code", code)
            if not name:
                return self._missing("roster-code-unknown", "grid_code", code, self._near_code(code), asked)
        return self._by_name(code, name, within, asked)

    def _by_name(self, code: str, name: str, within: int, asked: str) -> Place:
        key = name_key(name)
        found = [p for p in self._names.get(key, ()) if self._is_within(p, within)]
        if not found or not within or self._rank[self._position[within]] + 1 < len(self.plan.scheme.levels):
            # 长江村第一网格 may be the name of a grid, and the 第一网格 of another 长江村
            found = list(dict.fromkeys([*found, *self._without_village(key, within)]))
        if len(found) > 1:  # a village and its only grid may have one name: the list is about the grid
            deepest = max(self._rank[p] for p in found)
            found = [p for p in found if self._rank[p] == deepest]
        if len(found) == 1 and (not code or not self._is_whole_code(code)):
            return Place(int(self.plan.ids[found[0]]))
        if len(found) == 1:
            return self._missing("roster-code-not-of-name", "grid_code", code, found, asked)
        if found:
            return self._missing("roster-grid-ambiguous", "grid_name", name, found, asked, village=True)
        candidates = [p for p in range(len(self.plan.ids)) if self._is_within(p, within)] if within else None
        near = self._near(name, candidates, within)
        return self._missing("roster-grid-unknown", "grid_name", name, near, asked, village=not within)

    def _missing(
        self, key: str, field: str, value: str, near: list[int], asked: str, *, village: bool = False
    ) -> Place:
        """Return why no grid was found, with the first of those that may be meant."""
        near = near[:SUGGESTED]
        shown = tuple(self._shown(position, village) for position in near)
        return Place(0, key, field, value, shown, asked, candidates=tuple(self.plan.ids[near].tolist()))

    def asked(self, name: str, within: int) -> str:
        """Return under what a choice of a grid is looked up: the village and what is written."""
        above = self._name_list[self._position[within]] if within else ""
        return f"{above}/{name}" if above else name

    def village_of(self, grid: int) -> int:
        """Return the id of the village (level 2, or 1 if there is no other) of a grid, 0 if it has none."""
        rank = min(2, len(self.plan.scheme.levels))
        return int(self._above[rank - 1][self._position[grid]])

    def _keys_of(self, position: int) -> set[str]:
        """Return in which ways a grid may be named: alone, or with its village's or town's name in front."""
        own = name_key(self._name_list[position])
        keys, above = {own}, self.plan.parent_positions[position]
        for _ in self.plan.scheme.levels:
            if above < 0:
                break
            village = place_key(self._name_list[above])
            for front in (village, stem(village)):
                keys |= {front + key for key in list(keys)}
                if own.startswith(front) and own != front:
                    keys.add(own[len(front) :])
            above = self.plan.parent_positions[above]
        return keys

    def _without_village(self, key: str, within: int) -> list[int]:
        """Return the grids whose name a key is with or without the name of a town or village in front."""
        found: list[int] = []
        fronts = self._fronts(within)
        for cut in range(1, len(key)):
            for place in fronts.get(key[:cut], ()):
                found += [p for p in self._names.get(key[cut:], ()) if self._is_within(p, place)]
                if place != within:  # 杨舍镇长江村第一网格
                    found += self._without_village(key[cut:], place)
        if within:  # elsewhere 第一网格 is not that of any village that has one
            for front, places in fronts.items():
                at = self._names.get(front + key, ())
                found += [p for p in at if any(self._is_within(p, place) for place in places)]
        return list(dict.fromkeys(found))

    def _fronts(self, within: int) -> dict[str, list[int]]:
        """Return the places that may stand in front of a grid's name within a place, by how they are written there."""
        if within not in self._fronts_known:
            last = len(self.plan.scheme.levels)
            places = np.flatnonzero((self.plan.ranks > 0) & (self.plan.ranks < last)).tolist()
            fronts: dict[str, list[int]] = {}
            for p in places:
                if self._is_within(p, within):
                    village = place_key(self._name_list[p])
                    for front in {village, stem(village)}:
                        fronts.setdefault(front, []).append(int(self.plan.ids[p]))
            self._fronts_known[within] = fronts
        return self._fronts_known[within]

    def _by_number(self, code: str, within: int) -> list[int]:
        """Return the grids within a place whose code is that of the place with a number behind."""
        if not re.fullmatch(r"\d{1,4}", code):
            return []
        place = self.plan.codes([within])[0]
        digits = {kind.code.sequence_digits for kind in self.plan.scheme.kinds if kind.code.sequence_digits}
        forms = {_code_key(place + code.zfill(number)) for number in digits if len(code) <= number or len(code) == 3}
        return [p for form in sorted(forms) for p in self._codes.get(form, ()) if self._is_within(p, within)]

    def _is_whole_code(self, code: str) -> bool:
        return len(code) > 6

    def lies_in(self, grid: int, place: int) -> bool:
        """Whether a grid is a place or lies below it."""
        return self._is_within(self._position[grid], place)

    def _is_within(self, position: int, within: int) -> bool:
        if not within:
            return True
        rank = self._rank[self._position[within]]
        return rank > 0 and self._above[rank - 1][position] == within

    def _near(self, text: str, candidates: Iterable[int] | None, within: int) -> list[int]:
        """Return the positions of the grids whose names are most like a text."""
        positions = list(range(len(self._name_list)) if candidates is None else candidates)
        positions = [p for p in positions if self._is_within(p, within)] or positions
        names = {p: self._name_list[p] for p in positions[:20_000]}
        found = process.extract(text, names, scorer=fuzz.WRatio, limit=SUGGESTED, score_cutoff=_LIKE)
        return [position for _, _, position in found]

    def _near_code(self, code: str) -> list[int]:
        found = process.extract(code, list(self._codes)[:20_000], scorer=fuzz.ratio, limit=SUGGESTED, score_cutoff=80)
        return [self._codes[key][0] for key, _, _ in found]

    def _shown(self, position: int, village: bool = False) -> str:
        name = self._name_list[position]
        above = self.plan.parent_positions[position]
        if village and above >= 0:
            name = f"{self._name_list[above]}/{name}"
        return f"{name} {self.plan.grids['code'].iloc[position]}".strip()


def _code_key(code: str) -> str:
    return re.sub(r"[\s\-_]", "", code).casefold()
