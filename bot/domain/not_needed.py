"""Why somebody says that a reminder was not needed."""

from enum import StrEnum


class NotNeeded(StrEnum):
    """The reasons to choose from. The press is counted, and changes nothing else by itself."""

    HEARD = "the client has heard already"
    NOT_MINE = "not mine"
    TOO_SOON = "too soon"
    DONE = "done"
    OTHER = "something else"
