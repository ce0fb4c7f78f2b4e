"""What Slack delivers: which events are ours to keep, and what a mail in a channel says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Arrival(StrEnum):
    """The kinds of events that Nudge works through. Everything else is acknowledged and not stored."""

    MAIL = "mail"
    PLAIN_WORDS = "plain words"
    HOME = "home"
    PERSON = "person"


def wanted(event: Mapping[str, Any]) -> Arrival | None:
    """What kind of arrival an inner event of the Events API is; None when it is none of ours to keep.

    A forwarded mail is posted by USLACKBOT, so bots are not filtered out; colleagues' messages in channels
    are their own.
    """
    kind = event.get("type")
    if kind == "message":
        return _message(event)
    if kind == "app_home_opened":
        return Arrival.HOME if event.get("tab", "home") == "home" else None
    return Arrival.PERSON if kind in {"user_change", "team_join"} else None


def _message(event: Mapping[str, Any]) -> Arrival | None:
    if event.get("subtype") == "file_share" and mail_files(event):
        return Arrival.MAIL
    typed = event.get("subtype") is None and not event.get("bot_id") and event.get("user")
    return Arrival.PLAIN_WORDS if typed and event.get("channel_type") == "im" else None


def mail_files(event: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The e-mail files of a message; in a channel shared with others, those of Slack's that are yet to be asked for."""
    files = event.get("files")
    found = files if isinstance(files, Sequence) else ()
    from_slack = event.get("user") == "USLACKBOT"
    return [one for one in found if isinstance(one, Mapping) and (_is_mail(one) or (from_slack and _is_hidden(one)))]


def _is_mail(file: Mapping[str, Any]) -> bool:
    return file.get("filetype") == "email"


def _is_hidden(file: Mapping[str, Any]) -> bool:
    """Whether Slack says only that there is a file: `files.info` has to be asked what it is."""
    return file.get("file_access") == "check_file_info" and not file.get("filetype")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a mail: `size` in bytes; `link` where it can be seen, None where nowhere.

    `mailed_at`, spelled as ISO does, is when the mail in the mailbox was sent that holds it: it is seen there alone.
    """

    name: str
    size: int | None = None
    link: str | None = None
    mailed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it came in, through a channel's address or from a mailbox.

    `external_id` is its Message-ID, else what else tells it apart. `channel_id` is the channel that it was sent to,
    None for a mailbox. `sent_at` is UTC. `to` holds the addresses in To and Cc; the one that it was sent to may be
    missing. `delivered_to` holds the addresses that it reached us at, where a mail server says so; `headers` those few
    that tell noise. Nothing is authenticated unless `is_authenticated`: our own mail server vouches for the sender.
    Unless `sender_is_trusted`, From proves nothing at all: a colleague's address doesn't make it that colleague's mail.
    `originals` are the mails that were enclosed as files, in their order.
    """

    external_id: str
    from_address: str
    from_name: str | None
    subject: str
    text: str
    html: str | None
    channel_id: str | None
    sent_at: datetime | None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attached, ...] = ()
    is_authenticated: bool = False
    originals: tuple["Mail", ...] = ()
    delivered_to: tuple[str, ...] = ()
    sender_is_trusted: bool = True

    @property
    def original(self) -> "Mail | None":
        """The first mail that was enclosed as a file."""
        return self.originals[0] if self.originals else None

    @property
    def thread(self) -> frozenset[str]:
        """The ids of the mails that this one belongs with, its own among them."""
        known = {self.external_id, self.in_reply_to, *self.references}
        return frozenset(one for one in known if one and one.startswith("<"))


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery under lease. `attempts` counts this one."""

    id: int
    workspace_id: str
    event_id: str
    payload: Mapping[str, Any]
    attempts: int
