"""The parts of the stars page."""
