"""The way back to views that were looked at, and forward again."""

from __future__ import annotations

from ui.canvas.navigation import ViewHistory
from ui.canvas.view import View

VIEW = View(500_000.0, 3_500_000.0, 10.0, 800.0, 600.0)


def test_back_and_forward_as_in_a_browser():
    history = ViewHistory()
    one, two, three = (VIEW.moved(1000 * i, 0) for i in range(3))
    for view in (one, two, two.moved(3, 0), three):  # the third is the second in all but name
        history.add(view)
    assert history.step(1) is None
    assert history.step(-1) == two
    assert history.step(-1) == one
    assert history.step(-1) is None and not history.can_go_back
    assert history.step(1) == two
    history.add(one)  # what lay ahead is forgotten
    assert not history.can_go_forward and history.step(-1) == two
