"""The domain of GridMap: grids, the people who answer for them, and the rules they must keep.

It runs in a script, a notebook or a test without a window, and knows no Qt.
"""

__version__ = "0.1.0"
