"""Pages of the window, each built at its first visit."""
