"""The engine that moves ground between grids of all levels at once, and the proof that no gap opened."""
