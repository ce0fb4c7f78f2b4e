"""What goes wrong: refusals as Slack words them, and what a player can run into."""

from typing import Any


class SlackError(Exception):
    """A Web API refusal: becomes `{"ok": false, "error": code, **extra}` at status 200.

    `extra` carries what Slack adds, such as `needed` and `provided`, or `response_metadata.messages`.
    """

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(f"{code} {extra}" if extra else code)
        self.code = code
        self.extra = extra


class PlayerError(AssertionError):
    """A person at the keyboard could not do what the story asked: a failed expectation, hence an assertion."""


class NotAcknowledged(PlayerError):
    """The bot did not acknowledge an interaction in time; a person would see Slack's "operation timed out"."""


class NotThere(PlayerError):
    """The button, menu, field or window that was to be used is not on the screen."""


class FormIncomplete(PlayerError):
    """Slack's client itself refuses to submit: `problems` says why, by block_id."""

    def __init__(self, title: str, problems: dict[str, str]) -> None:
        super().__init__(f"{title}: {problems or 'there is nothing to submit'}")
        self.problems = problems


class BadAnswer(PlayerError):
    """The bot acknowledged with something that Slack would reject, e.g. an invalid view or an unknown block_id."""


def invalid_arguments(*messages: str) -> SlackError:
    """Slack's answer to malformed arguments, with one `[ERROR] …` line for each message."""
    return SlackError(
        "invalid_arguments", response_metadata={"messages": [f"[ERROR] {message}" for message in messages]}
    )
