"""The rules of Nudge: pure functions and frozen dataclasses; standard library only, no clock, no I/O."""
