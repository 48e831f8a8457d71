"""The sample city's inputs; README.md says where each comes from and under which licence."""
