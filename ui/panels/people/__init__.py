"""The panel of who answers for what: workers, assignments, vacancies and branches as tables to work in."""

from ui.panels.people.panel import PeoplePanel

__all__ = ["PeoplePanel"]
