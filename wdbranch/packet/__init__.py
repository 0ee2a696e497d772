"""Signed and sealed packets that travel on a USB stick, their keys and their verdicts."""
