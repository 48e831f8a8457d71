"""The vocabulary that everything else speaks: errors, scheme, tables, plan, change and edit.

Each is imported from its own module: whoever raises an error must not load pandas for it.
"""
