"""What a mail as its server holds it becomes: all that tells what it is, and nothing proven that our server hasn't."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.domain.incoming import Attached
from bot.mail import Unreadable
from bot.mailbox.letters import letter_of
from tests.mailbox.mails import written

OURS = ("mx.agency.example",)
JANE = "Jane Doe <Jane@acme.example>"


@pytest.mark.parametrize(
    ("results", "servers", "is_authenticated"),
    [
        ("mx.agency.example; dmarc=pass header.from=acme.example", OURS, True),
        ("mx.agency.example; dmarc=pass header.from=acme.example", (), False),
        ("mx.agency.example; dmarc=fail header.from=acme.example", OURS, False),
        ("mx.elsewhere.example; dmarc=pass header.from=acme.example", OURS, False),
        ("mx.agency.example; dkim=pass header.d=elsewhere.example", OURS, False),
    ],
)
def test_authenticated_is_what_our_own_server_has_verified(
    results: str, servers: tuple[str, ...], is_authenticated: bool
) -> None:
    mail = written(JANE, "Hello", "Hi", Authentication_Results=results)
    letter = letter_of(mail, servers)
    assert (letter.is_authenticated, letter.sender_is_trusted) == (is_authenticated, is_authenticated)


def test_trust_that_the_operator_gives_authenticates_nobody() -> None:
    letter = letter_of(written(JANE, "Hello", "Hi"), (), trust_unauthenticated=True)
    assert (letter.is_authenticated, letter.sender_is_trusted) == (False, True)


def test_no_results_no_proof() -> None:
    assert not letter_of(written(JANE, "Hello", "Hi"), OURS).is_authenticated


def test_ids_recipients_and_what_tells_noise_are_kept() -> None:
    fields = {"In_Reply_To": "<a@x.example>", "References": "<b@x.example> <a@x.example>", "Cc": "Bob@agency.example"}
    mail = written(JANE, "Re: Hello", "Hi", message_id="<c@acme.example>", Auto_Submitted="auto-replied", **fields)
    letter = letter_of(mail, OURS)
    assert (letter.external_id, letter.from_address, letter.from_name) == (
        "<c@acme.example>",
        "jane@acme.example",
        "Jane Doe",
    )
    assert letter.thread == {"<a@x.example>", "<b@x.example>", "<c@acme.example>"}
    assert letter.to == ("nudge@agency.example", "bob@agency.example")
    assert "auto-replied" in letter.headers.values()
    assert letter.channel_id is None


def test_a_mail_without_an_id_is_told_apart_by_what_it_says() -> None:
    one, other = written(JANE, "Hello", "Hi"), written(JANE, "Hello", "Hi again")
    assert letter_of(one, ()).external_id == letter_of(one, ()).external_id != letter_of(other, ()).external_id


def test_an_enclosed_mail_is_the_original_and_proves_nothing() -> None:
    inner = EmailMessage(policy=SMTP)
    inner["Authentication-Results"] = "mx.agency.example; dmarc=pass header.from=acme.example"
    inner["From"], inner["Subject"], inner["Message-ID"] = JANE, "The offer", "<offer@acme.example>"
    inner.set_content("Could you send us an offer?")
    outer = EmailMessage(policy=SMTP)
    outer["From"], outer["Subject"] = "dana@agency.example", "Fwd: The offer"
    outer.set_content("This is for Bob.")
    outer.add_attachment(inner, filename="offer.eml")
    letter = letter_of(bytes(outer), OURS)
    assert letter.original is not None
    assert (letter.original.from_address, letter.original.subject) == ("jane@acme.example", "The offer")
    assert letter.original.external_id == "<offer@acme.example>"
    assert not letter.original.is_authenticated
    assert [each.name for each in letter.attachments] == ["offer.eml"]


def test_all_that_is_enclosed_is_read_each_with_its_own_files() -> None:
    outer = EmailMessage(policy=SMTP)
    outer["From"], outer["Subject"] = "dana@agency.example", "Fwd: two mails"
    outer.set_content("Both for Bob.")
    first, second = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    for inner, subject in ((first, "Offer"), (second, "Plan")):
        inner["From"], inner["Subject"] = JANE, subject
        inner.set_content(f"About the {subject}.")
    second.add_attachment(b"12345", maintype="application", subtype="pdf", filename="plan.pdf")
    outer.add_attachment(first)
    outer.add_attachment(bytes(second), maintype="application", subtype="octet-stream", filename="Plan.EML")
    letter = letter_of(bytes(outer), OURS, trust_unauthenticated=True)
    assert [each.subject for each in letter.originals] == ["Offer", "Plan"]
    assert [each.attachments for each in letter.originals] == [(), (Attached("plan.pdf", 5),)]
    assert len({each.external_id for each in (letter, *letter.originals)}) == 3
    assert not any(each.sender_is_trusted for each in letter.originals)


def test_where_it_was_delivered_is_told_though_no_line_of_the_sender_names_it() -> None:
    fields = {"Delivered_To": "nudge@agency.example", "X_Original_To": "<Acme-Inbox@agency.example>"}
    letter = letter_of(written(JANE, "Hello", "Hi", **fields, Envelope_To="a@x.example, b@x.example"), OURS)
    assert letter.to == ("nudge@agency.example",)
    assert set(letter.delivered_to) == {
        "nudge@agency.example",
        "acme-inbox@agency.example",
        "a@x.example",
        "b@x.example",
    }


def test_files_are_told_by_name_and_size() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = JANE
    mail.set_content("See the plan.")
    mail.add_attachment(b"12345", maintype="application", subtype="pdf", filename="plan.pdf")
    assert letter_of(bytes(mail), ()).attachments == (Attached("plan.pdf", 5),)


def test_files_say_in_which_mail_of_the_mailbox_they_are_those_of_an_enclosed_mail_too() -> None:
    inner, outer = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    for mail, day in ((inner, 2), (outer, 3)):
        mail["From"], mail["Date"] = JANE, f"Tue, {day} Nov 2026 09:00:00 +0100"
        mail.set_content("See the plan.")
        mail.add_attachment(b"12345", maintype="application", subtype="pdf", filename="plan.pdf")
    outer.add_attachment(inner, filename="offer.eml")
    letter = letter_of(bytes(outer), ())
    assert letter.original is not None
    files = (*letter.attachments, *letter.original.attachments)
    assert {each.mailed_at for each in files} == {"2026-11-03T08:00:00+00:00"}


def test_what_is_no_mail_is_refused() -> None:
    with pytest.raises(Unreadable):
        letter_of(b"", ())
