"""Project files that are damaged or rigged, made by the hundred, and what GridMap must do with each of them.

    python -m tests.rigged --damaged 500 --seed 2020

:func:`tests.rigged.run.run` is the same for whoever runs it as a part of something longer.
"""
