"""Addresses as header lines print them."""

import pytest

from bot.mail import Mailbox
from bot.mail.addresses import mailboxes_of, sender_of

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
        ("", None),
        (" <> ", None),
    ],
)
def test_a_sender_is_name_and_address(value: str, person: Mailbox | None) -> None:
    assert sender_of(value) == person


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
