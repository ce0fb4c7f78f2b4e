"""What is sent as a file, drawn at the moment of sending: for each purpose its bytes, name, title and alt text."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.outbox import Delivery, Purpose
from bot.services.transaction import Transactions
from bot.slack.rendered import Rendered

DrawFile = Callable[[Transactions, Delivery], Awaitable[Rendered]]
"""Draws an upload: Ready with its `file`, or why it is not wanted, or when to look again."""

DRAWN: Mapping[Purpose, DrawFile] = {}
