"""The map canvas: a widget that shows a plan at any scale, and answers mouse, touchpad and keyboard at once."""
