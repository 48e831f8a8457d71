"""Wizards: what takes several steps, and is seen before it is stored."""
