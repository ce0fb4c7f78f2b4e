"""A raw mail as the letter that the services take. Nothing of it is proven, nor is its sender trusted."""

from bot.domain.incoming import Attached, Mail
from bot.mail.raw import RawMail
from bot.mail.raw_parts import MAILS, Attachment


def letter_of_raw(mail: RawMail, otherwise: str) -> Mail:
    """The letter of a raw mail, and of all mails inside; `otherwise` tells it apart where it has no Message-ID."""
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
        attachments=tuple(
            Attached(each.name or each.content_type, each.size) for each in mail.attachments if not _is_read(mail, each)
        ),
        sender_is_trusted=False,
        originals=tuple(letter_of_raw(each, f"{otherwise}:inside{n}") for n, each in enumerate(mail.enclosed, start=1)),
        delivered_to=tuple(dict.fromkeys((*mail.delivered_to, *_addresses(mail)))),
    )


def _is_read(mail: RawMail, file: Attachment) -> bool:
    """Whether it is a mail inside that nobody gave a name: it has been read, and is no file to anybody."""
    return bool(mail.enclosed) and file.name is None and file.content_type in MAILS


def _addresses(mail: RawMail) -> tuple[str, ...]:
    """Everybody in To, Cc and Bcc, once each."""
    found = (each.address.casefold() for each in (*mail.to, *mail.cc, *mail.bcc) if each.address)
    return tuple(dict.fromkeys(found))
