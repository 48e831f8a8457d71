"""The rules to choose from, in their groups; a group can be chosen as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from gridmap.checks.registry import RULES
from ui.look.choice_box import ChoiceBox
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.words.messages import has

_SCROLL_PX: Final = 24


class RuleBox(ChoiceBox):
    """Lists the rules that found something under the heading of their group, each with its count.

    The data of an entry is the key of its rule, ``"group:KEY"`` for a group, ``""`` for all rules.
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    @property
    def rules(self) -> frozenset[str]:
        """The rules that are chosen, none for all."""
        chosen = str(self.currentData() or "")
        group = chosen.removeprefix("group:")
        if group != chosen:
            return frozenset(key for key, rule in RULES.items() if rule.group == group)
        return frozenset({chosen}) if chosen else frozenset()

    def list_rules(self, counts: Mapping[str, int]) -> None:
        """List the rules that found something; what was chosen stays so if it is still there.

        Parameters
        ----------
        counts : mapping of str to int
            Findings by the key of their rule.
        """
        say, chosen = self._words, self.currentData()
        groups: dict[str, list[str]] = {}
        for rule, count in counts.items():
            if count:
                groups.setdefault(RULES[rule].group, []).append(rule)
        bold = QFont(self.font())
        bold.setBold(True)
        self.blockSignals(True)
        self.clear()
        self.addItem(say("findings-any-rule"), "")
        for group, rules in groups.items():
            total = sum(counts[rule] for rule in rules)
            self.addItem(f"{say(f'rule-group-{group}')} ({total:,})", f"group:{group}")
            self.setItemData(self.count() - 1, bold, Qt.ItemDataRole.FontRole)
            for rule in rules:
                self.addItem(f"\u3000{say(f'rule-{rule}')} ({counts[rule]:,})", rule)
                if has(f"meaning-{rule}"):
                    self.setItemData(self.count() - 1, as_it_reads(say(f"meaning-{rule}")), Qt.ItemDataRole.ToolTipRole)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + _SCROLL_PX)  # the list may be wider than the box
        self.setCurrentIndex(max(self.findData(chosen), 0))
        self.blockSignals(False)
