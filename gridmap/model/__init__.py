"""The vocabulary that everything else speaks: scheme, tables, plan, change and edit.

Nothing is imported here: errors and texts are asked for by a command line that starts in a tenth of a second.
"""
