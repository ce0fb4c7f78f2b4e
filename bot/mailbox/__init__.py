"""A mailbox as second way in: mails are read over IMAP and TLS, with everything that Slack's channel addresses hide."""

from bot.mailbox.folder import Access
from bot.mailbox.reader import MailboxReader, ReaderTimes

__all__ = ["Access", "MailboxReader", "ReaderTimes"]
