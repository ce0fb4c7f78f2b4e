"""The sandbox's time, for stamps on messages: as far ahead as the Clock was moved."""

import time
from datetime import timedelta


class MovedTime:
    """Real time plus what the Clock was moved ahead."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead

    def move(self, ahead: timedelta) -> None:
        """From now on, be so far ahead."""
        self._ahead = ahead

    def seconds(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead.total_seconds()
