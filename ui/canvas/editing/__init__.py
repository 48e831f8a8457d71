"""What editing paints, and how the pointer snaps."""
