"""What a city counts: facilities by grid, and the indicators of its scheme with their targets."""
