"""Pure: what is to be said, as blocks."""
