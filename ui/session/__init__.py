"""What is open, and what is done with it: no widget, no painting."""
