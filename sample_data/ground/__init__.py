"""The ground of a sample: landscape, settlement, division and buildings."""
