"""Sums and shares of a plan, read by dashboards, pages and sheets."""
