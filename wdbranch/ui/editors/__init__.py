"""One editor per field type; ``kinds.editor_for`` chooses."""
