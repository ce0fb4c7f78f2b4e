"""From a mail as its server holds it to a letter."""

from collections.abc import Collection
from dataclasses import replace
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
    return replace(
        letter_of_raw(mail, f"mail:{blake2b(raw, digest_size=16).hexdigest()}"),
        is_authenticated=is_authenticated,
        sender_is_trusted=is_authenticated or trust_unauthenticated,
    )
