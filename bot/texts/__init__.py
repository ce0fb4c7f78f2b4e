"""All wording: every sentence that a person reads."""
