"""From a mail as its server holds it to a letter."""

from collections.abc import Collection
from hashlib import blake2b

from bot.domain.incoming import Attached, Mail
from bot.mail import RawMail, read_raw


def letter_of(raw: bytes, authserv_ids: Collection[str]) -> Mail:
    """The letter that these bytes hold; raises Unreadable. `authserv_ids` are the names of our own mail servers.

    What is enclosed is never authenticated: whoever wrote the mail wrote that too.
    """
    mail = read_raw(raw)
    digest = blake2b(raw, digest_size=16).hexdigest()
    return _letter(mail, f"mail:{digest}", is_authenticated=mail.authenticated_by(authserv_ids))


def _letter(mail: RawMail, otherwise: str, *, is_authenticated: bool) -> Mail:
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
        is_authenticated=is_authenticated,
        originals=tuple(
            _letter(inner, f"{otherwise}:inside{number}", is_authenticated=False)
            for number, inner in enumerate(mail.enclosed, start=1)
        ),
    )


def _addresses(mail: RawMail) -> tuple[str, ...]:
    """Everybody in To, Cc and Bcc, once each."""
    found = (each.address.casefold() for each in (*mail.to, *mail.cc, *mail.bcc) if each.address)
    return tuple(dict.fromkeys(found))
