"""Lists of workers, branches, grids and buildings into the open project, step by step."""
