"""Small windows that ask for what an edit needs, and do it."""
