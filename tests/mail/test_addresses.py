"""Addresses as header lines print them."""

import pytest

from bot.mail import Mailbox
from bot.mail.addresses import answered_instead, mailboxes_of, sender_of

EVA = Mailbox("eva@kiefer.example", "Eva Roth")
BARE = Mailbox("eva@kiefer.example", None)


@pytest.mark.parametrize(
    ("value", "person"),
    [
        ("Eva Roth <eva@kiefer.example>", EVA),
        ('"Eva Roth" <eva@kiefer.example>', EVA),
        ("« Eva Roth » <eva@kiefer.example>", EVA),
        ("'Eva Roth' [mailto:eva@kiefer.example]", EVA),
        ("Eva Roth (eva@kiefer.example)", EVA),
        ("eva@kiefer.example (Eva Roth)", EVA),
        ("Eva Roth eva@kiefer.example", EVA),
        ("eva@kiefer.example", BARE),
        ("<eva@kiefer.example>", BARE),
        ("<mailto:eva@kiefer.example|eva@kiefer.example>", BARE),
        ("eva@kiefer.example <eva@kiefer.example>", BARE),
        ("Roth, Eva <eva@kiefer.example>", Mailbox("eva@kiefer.example", "Roth, Eva")),
        ("Eva Roth (Kiefer GmbH) <eva@kiefer.example>", Mailbox("eva@kiefer.example", "Eva Roth (Kiefer GmbH)")),
        ("boss@agency.example <eva@kiefer.example>", Mailbox("eva@kiefer.example", "boss@agency.example")),
        ("Eva Roth", Mailbox(None, "Eva Roth")),
        ("Ева <ева@почта.example>", Mailbox("ева@почта.example", "Ева")),
        ('"ceo@acme.example" <eva@kiefer.example>', Mailbox("eva@kiefer.example", "ceo@acme.example")),
        ("<eva@kiefer.example> (ceo@acme.example)", BARE),
        ("eva@kiefer.example (ceo@acme.example)", BARE),
        ('eva@kiefer.example "Chief <ceo@acme.example>"', BARE),
        ("Eva Roth <eva@kiefer.example> ceo@acme.example", EVA),
        ("Eva Roth <[eva@kiefer.example](mailto:eva@kiefer.example)>", EVA),
        ("[eva@kiefer.example](mailto:eva@kiefer.example)", BARE),
        ("Eva Roth &lt;eva@kiefer.example&gt;", EVA),
        ('"Eva \\"Evi\\" Roth" <eva@kiefer.example>', Mailbox("eva@kiefer.example", 'Eva "Evi" Roth')),
        ('"Roth, Eva (Kiefer)" <eva@kiefer.example>', Mailbox("eva@kiefer.example", "Roth, Eva (Kiefer)")),
        ("Eva Roth </O=EXCHANGELABS/OU=E (F)/CN=RECIPIENTS/CN=1A2B-EVA>", Mailbox(None, "Eva Roth")),
        ("/O=EXCHANGELABS/OU=E (F)/CN=RECIPIENTS/CN=1A2B-EVA ROTH", Mailbox(None, "EVA ROTH")),
        ("Eva Roth <IMCEAEX-_O=EX_CN=EVA@kiefer.example>", Mailbox(None, "Eva Roth")),
        ("Max Mole On Behalf Of Eva Roth", Mailbox(None, "Eva Roth")),
        ("Max Mole im Auftrag von Eva Roth <eva@kiefer.example>", EVA),
        ("Max <max@kiefer.example> on behalf of Eva Roth <eva@kiefer.example>", EVA),
        ("Eva Roth <eva@kiefer.example> On Behalf Of Kiefer GmbH", EVA),
        ("", None),
        (" <> ", None),
    ],
)
def test_a_sender_is_name_and_address(value: str, person: Mailbox | None) -> None:
    assert sender_of(value) == person


@pytest.mark.parametrize(
    ("name", "reply_to", "person"),
    [
        ("'Eva Roth' via Support", "Eva Roth <eva@kiefer.example>", EVA),
        ("'Eva Roth' via Support", "eva@kiefer.example", EVA),
        ("Eva Roth", "other@kiefer.example", Mailbox("list@agency.example", "Eva Roth")),
        ("Eva Roth via Support", "nobody", Mailbox("list@agency.example", "Eva Roth via Support")),
    ],
)
def test_who_wrote_through_a_list_is_whom_an_answer_reaches(name: str, reply_to: str, person: Mailbox) -> None:
    assert answered_instead(Mailbox("list@agency.example", name), reply_to) == person


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("a@x.example, B <b@x.example>", ["a@x.example", "b@x.example"]),
        ("a@x.example; B <b@x.example>;", ["a@x.example", "b@x.example"]),
        ('"Roth, Eva" <a@x.example>, b@x.example', ["a@x.example", "b@x.example"]),
        ("Roth, Eva <a@x.example>, Pohl, Pia <b@x.example>", ["a@x.example", "b@x.example"]),
        ("a@x.example、b@x.example", ["a@x.example", "b@x.example"]),
        ("A <a@x.example>, undisclosed", ["a@x.example", None]),
        ("", []),
    ],
)
def test_recipients_keep_their_order(value: str, addresses: list[str | None]) -> None:
    assert [person.address for person in mailboxes_of(value)] == addresses
