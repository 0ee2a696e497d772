"""Boxes that ask one thing and are opened through ``messages.show``."""
