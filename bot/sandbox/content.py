"""What a message consists of, read strictly from the arguments of a call, a response_url or an acknowledgement."""

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox import limits
from bot.sandbox.arguments import Arguments
from bot.sandbox.blocks import checked_message
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json
from bot.sandbox.state import Workspace


@dataclass(frozen=True)
class Content:
    """Text, blocks and metadata that passed every check; None means: not said, so leave as it is."""

    text: str
    blocks: list[Json] | None
    metadata: Json | None
    warnings: tuple[str, ...] = ()

    def answer(self) -> Json:
        """What Slack adds to its answer when it would rather have had it otherwise."""
        if not self.warnings:
            return {}
        return {
            "warning": ",".join(self.warnings),
            "response_metadata": {"warnings": list(self.warnings)},
        }


def read_content(workspace: Workspace, arguments: Arguments, source: str, most: int = limits.MESSAGE_TEXT) -> Content:
    """Read and check what is to be said. `source` names the method, for the list of warnings.

    Raises SlackError: no_text, msg_too_long, invalid_blocks_format, invalid_blocks, invalid_metadata_format,
    metadata_too_large.
    """
    text = arguments.text("text")
    if arguments.flag("link_names") or arguments.text("parse") == "full":
        text = workspace.with_names(text)
    raw = arguments.structure("blocks", "invalid_blocks_format")
    blocks = None if raw is None else checked_message(raw)
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    text, warnings = _fitting(text, most)
    if blocks and not text.strip():
        warnings = (*warnings, "missing_text_in_message")
    workspace.warnings.extend(f"{source}: {warning}" for warning in warnings)
    return Content(text, blocks, read_metadata(arguments), warnings)


def _fitting(text: str, most: int) -> tuple[str, tuple[str, ...]]:
    """Text as it fits: a post is cut at 40,000 characters; an edit, which has less room, is refused."""
    if len(text) <= most:
        return text, ()
    if most < limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    return text[:most], ("message_truncated",)


def read_metadata(arguments: Arguments) -> Json | None:
    """The metadata of a message: an event type and a payload. Raises SlackError when it is malformed or too large."""
    metadata: Any = arguments.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    well_formed = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and bool(metadata["event_type"])
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not well_formed:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > limits.METADATA_CHARACTERS:
        raise SlackError("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}
