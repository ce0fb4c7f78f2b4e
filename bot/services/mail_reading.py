"""Reading a mail as it came in: what it says, who says it, and the signs by which it is understood. No search."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot import mail
from bot.domain.draft import MAX_WORDS, Draft, Source, cleaned
from bot.domain.incoming import Mail
from bot.domain.people import Person
from bot.domain.same_words import print_of
from bot.domain.understanding import Arrived, Signs, digest_of_mail, digest_of_writer
from bot.services.mail_addresses import Addresses
from bot.services.mail_chain import (
    behind_colleagues,
    enclosed_behind_colleagues,
    has_headers,
    joined_notes,
    recipients_of,
)
from bot.services.mail_dates import believed, read_date
from bot.services.mail_shape import (
    LONGEST_ADDRESS,
    LONGEST_DATE,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_SUBJECT,
    addresses_of,
    cut,
    files_of,
    readable,
    text_of,
    without_quote_marks,
    without_signature_of,
)

MOST_ENCLOSED = 20
"""So many of the mails that came with one are read."""


@dataclass(frozen=True, slots=True)
class Ours:
    """A mail of ours to clients: who wrote it, to which addresses, and to which clients these belong."""

    author: Person
    recipients: tuple[str, ...]
    clients: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that has been read: who sent it, the draft that it makes, and the signs by which it is understood.

    `sender` is the colleague who sent or forwarded it; None: it came from outside. `ids` are the names that it goes by,
    `own_id` the Message-ID of the mail itself, not of a forward around it. `sent` is its date as it was written,
    `date_text` the same as a forward prints it, `written_at` what that means (UTC), where it is believed. `is_return`:
    it reports that a mail of ours did not arrive; `is_report`: a mail server wrote it, straight to us. `ours` where one
    of us wrote it to a client.
    """

    sender: Person | None
    draft: Draft
    signs: Signs
    ids: tuple[str, ...]
    digest: bytes
    own_id: str | None = None
    sent: str | None = None
    is_forwarded: bool = False
    is_authenticated: bool = False
    is_return: bool = False
    is_report: bool = False
    date_text: str | None = None
    written_at: datetime | None = None
    ours: Ours | None = None

    @property
    def brought_by(self) -> int | None:
        """The colleague who forwarded it; None where it came by itself."""
        return self.sender.id if self.sender is not None and self.is_forwarded else None

    def arrived(self, now: datetime) -> Arrived:
        """How it came, by what tells one mail from another."""
        address = (self.ours.author.email if self.ours else None) or self.draft.sender_address
        writer = digest_of_writer(address) if address else None
        print_ = print_of(self.draft.words)
        return Arrived(self.own_id, self.sent, self.brought_by, now, self.written_at, writer, print_)


def read(known: Addresses, given: Mail, now: datetime) -> list[Letter]:
    """What a mail says; one letter, or one for each mail that it encloses. Their dates are believed as of `now`.

    A colleague's forward is read for the client's mail inside it, typed before enclosed; a mail of a colleague to a
    client is ours; a mail from outside is the client's own.
    """
    return [_dated(letter, now) for letter in _letters(known, readable(given))]


def _dated(letter: Letter, now: datetime) -> Letter:
    """With the moment at which it was written, as far as that can be known."""
    zone = letter.sender.zone if letter.sender else "UTC"
    at = believed(letter.draft.sent_at, now) or read_date(letter.date_text, zone, now)
    return replace(letter, written_at=at, draft=replace(letter.draft, sent_at=at))


def _letters(known: Addresses, outer: Mail) -> list[Letter]:
    sender = known.colleague(outer.from_address) if outer.sender_is_trusted else None
    if sender is None:
        return [_from_outside(known, outer)]
    if clients := known.clients(outer.to):
        return [_our_own(outer, Ours(sender, outer.to, clients))]
    forward = mail.read_forward(text_of(outer), outer.subject)
    if outer.originals and not has_headers(forward):
        return list(_enclosed(known, outer, sender))
    return [_typed(known, outer, sender, forward)]


# --- from whom -------------------------------------------------------------------------------------------------------


def _from_outside(known: Addresses, letter: Mail) -> Letter:
    """Whoever wrote it chose the name beside the address, too: an unverified one is not believed."""
    is_vouched_for = letter.is_authenticated
    name = letter.from_name if is_vouched_for else None
    draft = _draft(letter, letter.subject, text_of(letter), letter.from_address, name)
    draft = replace(draft, is_unverified=not is_vouched_for)
    noise = _noise(known, letter, draft, letter)
    if noise is mail.Noise.DELIVERY_REPORT:
        # It encloses what came back: whose request it is about stands there.
        draft = replace(draft, thread=draft.thread.union(*(one.thread for one in letter.originals)))
    signs = Signs(handed_over=False, ours=False, is_noise=noise is not None, is_vouched_for=is_vouched_for)
    is_report = noise is mail.Noise.DELIVERY_REPORT
    return replace(_letter(letter, None, draft, signs, is_return=_is_return(letter, draft, noise)), is_report=is_report)


def _our_own(letter: Mail, ours: Ours) -> Letter:
    """A colleague's mail to a client that came to us as a copy."""
    words = mail.new_text(text_of(letter)) or text_of(letter)
    draft = _draft(letter, letter.subject, words, None, None, reporter=ours.author)
    return _letter(letter, ours.author, draft, _OURS, ours=ours)


def _typed(known: Addresses, outer: Mail, sender: Person, forward: mail.Forward | None) -> Letter:
    """A forward as mail programs write it: the mail inside is a part of the text."""
    forward = behind_colleagues(known, forward) if forward is not None else None
    if forward is not None and (ours := _ours_inside(known, forward)):
        words = mail.new_text(forward.body) or forward.body or text_of(outer)
        draft = _draft(outer, forward.subject or outer.subject, words, None, None, reporter=sender)
        return _letter(outer, sender, draft, _OURS, date_text=forward.date_text, is_forwarded=True, ours=ours)
    subject = ((forward.subject if forward else None) or outer.subject)[:LONGEST_SUBJECT]
    said = without_quote_marks(without_signature_of(sender, forward.body)) if forward else ""
    words = said or text_of(outer)
    address, name = (forward.sender_address, forward.sender_name) if forward else (None, None)
    if known.is_ours(address):
        address, name = None, None  # whoever of ours wrote it is not the client
    draft = _draft(outer, subject, words, address, name, reporter=sender)
    draft = replace(draft, note=_note(forward.note if forward else ""))
    # The headers are the colleague's own: they tell nothing of the mail inside.
    bare = replace(outer, headers={})
    noise = _noise(known, bare, draft, outer) if forward is not None else None
    date_text = forward.date_text if forward else None
    return _letter(
        outer,
        sender,
        _without_postmaster(draft, noise),
        _handed_over(noise is not None),
        date_text=date_text,
        is_forwarded=True,
        is_return=_is_return(bare, draft, noise),
    )


def _ours_inside(known: Addresses, forward: mail.Forward) -> Ours | None:
    """What a colleague wrote to a client, where that was forwarded.

    Where only the order of its people says who wrote, it may as well be the client's mail to the colleague.
    """
    if not forward.is_sender_sure:
        return None
    author, recipients = known.member(forward.sender_address), recipients_of(forward)
    clients = known.clients(recipients)
    return Ours(author, recipients, clients) if author is not None and clients else None


def _enclosed(known: Addresses, outer: Mail, sender: Person) -> Iterator[Letter]:
    """Each mail that came as a file is one of its own; what was typed beside them is the forwarder's note."""
    found = [each for one in outer.originals for each in enclosed_behind_colleagues(known, one)][:MOST_ENCLOSED]
    several = len(found) > 1
    for number, inside in enumerate(found, start=1):
        inner = inside.letter
        around = outer if number == 1 else replace(outer, external_id=f"{outer.external_id}#{number}")
        files = files_of(inner.attachments if several else (*outer.attachments, *inner.attachments))
        note = joined_notes(text_of(outer), *inside.notes)
        yield _one_enclosed(known, replace(around, attachments=files, text=note, html=None), inner, sender)


def _one_enclosed(known: Addresses, outer: Mail, inner: Mail, sender: Person) -> Letter:
    author, clients = known.member(inner.from_address), known.clients(inner.to)
    if author is not None and clients:
        words = mail.new_text(text_of(inner)) or text_of(inner)
        draft = replace(_draft(outer, inner.subject, words, None, None, reporter=sender), thread=inner.thread)
        ours = Ours(author, inner.to, clients)
        return _letter(outer, sender, draft, _OURS, inner=inner, is_forwarded=True, ours=ours)
    is_ours = known.is_ours(inner.from_address)
    forward = mail.read_forward(text_of(inner), inner.subject) if is_ours else None
    if forward is not None and has_headers(forward):
        # A colleague typed it into a mail that another colleague enclosed.
        around = replace(
            outer, subject=inner.subject, text=text_of(inner), references=tuple(outer.thread | inner.thread)
        )
        noted = replace(forward, note=joined_notes(text_of(outer), forward.note))
        return _typed(known, around, sender, noted)
    address, name = (None, None) if is_ours else (inner.from_address, inner.from_name)
    draft = _draft(outer, inner.subject, text_of(inner), address, name, reporter=sender)
    draft = replace(draft, note=_note(text_of(outer)), thread=outer.thread | inner.thread)
    noise = _noise(known, replace(outer, headers=inner.headers), draft, inner)
    if noise is mail.Noise.DELIVERY_REPORT:
        draft = replace(draft, thread=draft.thread.union(*(one.thread for one in inner.originals)))
    signs, is_return = _handed_over(noise is not None), _is_return(inner, draft, noise)
    draft = _without_postmaster(draft, noise)
    return _letter(outer, sender, draft, signs, inner=inner, is_forwarded=True, is_return=is_return)


_OURS = Signs(handed_over=False, ours=True, is_noise=False)


def _handed_over(is_noise: bool) -> Signs:
    return Signs(handed_over=True, ours=False, is_noise=is_noise)


def _noise(known: Addresses, letter: Mail, draft: Draft, with_files: Mail) -> mail.Noise | None:
    """What it is that nobody waits for an answer to; thanks with a file are more than thanks."""
    mailbox = (draft.sender_address or "").partition("@")[0]
    names = (draft.sender_name or letter.from_name or "", mailbox.replace(".", " "), *known.names)
    noise = mail.noise_of(subject=draft.subject or "", text=draft.words, headers=letter.headers, names=names)
    return None if noise is mail.Noise.THANKS and with_files.attachments else noise


def _is_return(letter: Mail, draft: Draft, noise: mail.Noise | None) -> bool:
    """Whether a mail of ours came back."""
    if noise is not mail.Noise.DELIVERY_REPORT:
        return False
    headers = {name.casefold(): value for name, value in letter.headers.items()}
    return mail.says_returned(draft.subject or "", draft.words, headers.get("content-type", ""))


def _without_postmaster(draft: Draft, noise: mail.Noise | None) -> Draft:
    """A delivery report is nobody's: a mail server is no contact."""
    return replace(draft, sender_address=None, sender_name=None) if noise is mail.Noise.DELIVERY_REPORT else draft


def _note(words: str) -> str | None:
    return cut(cleaned(words).strip(), LONGEST_NOTE) or None


def _draft(
    letter: Mail, subject: str, words: str, address: str | None, name: str | None, *, reporter: Person | None = None
) -> Draft:
    subject = cleaned(subject)[:LONGEST_SUBJECT]
    return Draft(
        source=Source.MAIL,
        external_id=letter.external_id,
        reporter=reporter.slack_id if reporter else None,
        words=cut(words, MAX_WORDS) or subject or "–",
        subject=subject or None,
        subject_key=mail.normalised_subject(subject) or None,
        sender_address=(address or "")[:LONGEST_ADDRESS] or None,
        sender_name=(name or "")[:LONGEST_NAME] or None,
        channel_id=letter.channel_id,
        delivered_to=addresses_of((*letter.to, *letter.delivered_to)),
        thread=letter.thread,
        attachments=letter.attachments,
    )


def _letter(
    outer: Mail,
    sender: Person | None,
    draft: Draft,
    signs: Signs,
    *,
    inner: Mail | None = None,
    date_text: str | None = None,
    is_forwarded: bool = False,
    is_return: bool = False,
    ours: Ours | None = None,
) -> Letter:
    """`inner` is the mail that was enclosed; `date_text` the date that was typed into a forward."""
    itself = inner or (None if is_forwarded else outer)
    return Letter(
        sender,
        replace(draft, sent_at=itself.sent_at if itself else None),
        signs,
        ids=tuple(dict.fromkeys((outer.external_id, *([inner.external_id] if inner else [])))),
        digest=digest_of_mail(_writer(draft, ours), draft.words),
        own_id=_message_id(itself) if itself else None,
        sent=_date(itself, date_text),
        is_forwarded=is_forwarded,
        is_authenticated=outer.is_authenticated and not is_forwarded,
        is_return=is_return,
        date_text=date_text,
        ours=ours,
    )


def _writer(draft: Draft, ours: Ours | None) -> str:
    """Whose words they are; where nothing says that, the subject and the channel tell one writer from another."""
    address = (ours.author.email if ours else None) or draft.sender_address
    return address or f"{draft.subject_key or ''}\0{draft.channel_id or ''}"


def _message_id(itself: Mail) -> str | None:
    return itself.external_id if itself.external_id.startswith("<") else None


def _date(itself: Mail | None, date_text: str | None) -> str | None:
    if itself is not None:
        return itself.sent_at.isoformat() if itself.sent_at else None
    return " ".join((date_text or "").casefold().split())[:LONGEST_DATE] or None
