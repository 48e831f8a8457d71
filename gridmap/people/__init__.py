"""Who answers for a grid, how much each carries, and what may be shown of them."""
