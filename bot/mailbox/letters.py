"""From a mail as its server holds it to a letter."""

from collections.abc import Collection
from dataclasses import replace
from hashlib import blake2b

from bot.domain.incoming import Attached, Mail
from bot.mail import RawMail, read_raw


def letter_of(raw: bytes, authserv_ids: Collection[str], *, trust_unauthenticated: bool = False) -> Mail:
    """The letter that these bytes hold; raises Unreadable. `authserv_ids` are the names of our own mail servers.

    Anybody can write any address into From, so the sender is trusted only where those servers vouch for them, unless
    the operator trusts everybody. What is enclosed is never authenticated: whoever wrote the mail wrote that too.
    """
    mail = read_raw(raw)
    is_authenticated = mail.authenticated_by(authserv_ids)
    return replace(
        _letter(mail, f"mail:{blake2b(raw, digest_size=16).hexdigest()}"),
        is_authenticated=is_authenticated,
        sender_is_trusted=is_authenticated or trust_unauthenticated,
    )


def enclosed_letter(raw: bytes, otherwise: str) -> Mail:
    """The letter that a file holds which came with a mail; raises Unreadable. Nothing of it is proven.

    `otherwise` tells the mail apart where it has no Message-ID.
    """
    return _letter(read_raw(raw), otherwise)


def _letter(mail: RawMail, otherwise: str) -> Mail:
    """`otherwise` tells the mail apart where it has no Message-ID."""
    return Mail(
        external_id=mail.message_id or otherwise,
        from_address=(mail.from_address or "").casefold(),
        from_name=mail.from_name,
        subject=mail.subject,
        text=mail.text,
        html=None,
        channel_id=None,
        sent_at=mail.date,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        to=_addresses(mail),
        headers=mail.headers,
        attachments=tuple(Attached(each.name or each.content_type, each.size) for each in mail.attachments),
        sender_is_trusted=False,
        originals=tuple(_letter(inner, f"{otherwise}:inside:{n}") for n, inner in enumerate(mail.enclosed, 1)),
        delivered_to=tuple(dict.fromkeys((*mail.delivered_to, *_addresses(mail)))),
    )


def _addresses(mail: RawMail) -> tuple[str, ...]:
    """Everybody in To, Cc and Bcc, once each."""
    found = (each.address.casefold() for each in (*mail.to, *mail.cc, *mail.bcc) if each.address)
    return tuple(dict.fromkeys(found))
