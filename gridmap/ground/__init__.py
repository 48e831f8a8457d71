"""Where things lie: the proof of the tiling, which grid holds which building, compounds, and the codes that follow."""
