"""Base maps: where tiles come from, and painting them below the plan."""
