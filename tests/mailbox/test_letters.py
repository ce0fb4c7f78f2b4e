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
    assert letter_of(mail, servers).is_authenticated is is_authenticated


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


def test_files_are_told_by_name_and_size() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = JANE
    mail.set_content("See the plan.")
    mail.add_attachment(b"12345", maintype="application", subtype="pdf", filename="plan.pdf")
    assert letter_of(bytes(mail), ()).attachments == (Attached("plan.pdf", 5),)


def test_what_is_no_mail_is_refused() -> None:
    with pytest.raises(Unreadable):
        letter_of(b"", ())
