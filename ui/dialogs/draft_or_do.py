"""The buttons below what is proposed: keep it as a draft, carry it out, or leave it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox

from ui.look.box_buttons import add_button
from ui.look.words import Words


class DraftOrDo(QDialogButtonBox):
    """Three buttons; the usual one keeps a draft where that can be.

    Parameters
    ----------
    keeps_drafts : bool
        Whether what is proposed can become a draft here.
    """

    def __init__(self, *, keeps_drafts: bool) -> None:
        super().__init__()
        self.draft = add_button(self, QDialogButtonBox.ButtonRole.AcceptRole)
        self.carry_out = add_button(self, QDialogButtonBox.ButtonRole.ActionRole)
        self.leave = add_button(self, QDialogButtonBox.ButtonRole.RejectRole)
        self.draft.setVisible(keeps_drafts)
        self.usual = self.draft if keeps_drafts else self.carry_out
        self.usual.setDefault(True)

    def offer(self, there: bool) -> None:
        """Let what is proposed be taken, or not while there is nothing."""
        for button in (self.draft, self.carry_out):
            button.setEnabled(there)

    def set_texts(self, say: Words) -> None:
        """Set every text in the present language."""
        self.draft.setText(say("divide-keep-draft"))
        self.carry_out.setText(say("divide-carry-out"))
        self.leave.setText(say("window-cancel"))
