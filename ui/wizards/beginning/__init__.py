"""The steps by which a new project begins: its scheme, its files, its place."""
