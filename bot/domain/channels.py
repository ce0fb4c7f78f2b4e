"""What matters of a Slack channel before anything is said in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A channel as Slack has it now. `is_shared` with another organisation; `holds_guests` among its members;
    `is_member` tells whether Nudge is in it.
    """

    channel_id: str
    name: str
    is_member: bool = True
    is_shared: bool = False
    holds_guests: bool = False
    is_archived: bool = False

    @property
    def is_safe(self) -> bool:
        """Whether only people of the workspace itself would read what is said there."""
        return not (self.is_shared or self.holds_guests)
