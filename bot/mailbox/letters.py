"""From a mail as its server holds it to a letter."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from bot.domain.incoming import Mail
from bot.mail import letter_of_raw, read_raw


def letter_of(raw: bytes, authserv_ids: Collection[str], *, trust_unauthenticated: bool = False) -> Mail:
    """The letter that these bytes hold; raises Unreadable. `authserv_ids` are the names of our own mail servers.

    Anybody can write any address into From, so the sender is trusted only where those servers vouch for them, unless
    the operator trusts everybody. What is enclosed is never authenticated: whoever wrote the mail wrote that too.
    """
    mail = read_raw(raw)
    is_authenticated = mail.authenticated_by(authserv_ids)
    letter = letter_of_raw(mail, f"mail:{blake2b(raw, digest_size=16).hexdigest()}")
    return replace(
        _with_files_where_they_are(letter, letter.sent_at),
        is_authenticated=is_authenticated,
        sender_is_trusted=is_authenticated or trust_unauthenticated,
    )


def _with_files_where_they_are(letter: Mail, sent_at: datetime | None) -> Mail:
    """The same; its files, and those of what is enclosed, lie in the mailbox mail of that moment."""
    if sent_at is None:
        return letter
    files = tuple(replace(one, mailed_at=sent_at.isoformat()) for one in letter.attachments)
    inside = tuple(_with_files_where_they_are(each, sent_at) for each in letter.originals)
    return replace(letter, attachments=files, originals=inside)
