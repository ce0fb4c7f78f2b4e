"""A mail that went through colleagues' hands before it reached us: the client is who wrote it first."""

from dataclasses import replace

from bot.db import directory
from bot.domain.incoming import Mail
from bot.services.transaction import Tx
from tests.stories.people import Agency, forwarded
from tests.stories.test_mail_copies import around, enclosed, in_copy, take

PIA = "Pia Lorenz <pia@agency.example>"


async def _contacts(tx: Tx) -> list[str]:
    return [one.email for one in await directory.contacts_of_clients(tx.conn, tx.workspace_id)]


async def _dana_forwards(here: Agency, text: str, subject: str = "Fwd: Fwd: Quote") -> None:
    await here.dana.forward_mail("#client-acme", subject=subject, body=text)
    await here.settle()


def _passed_on() -> str:
    janes = forwarded("Hi Pia,\n\ncould you quote for Vienna?\n\nJane", subject="Quote")
    return forwarded(f"Dana, have a look\n\n{janes}", subject="Fwd: Quote", sender=PIA)


async def test_a_forward_of_a_forward_is_the_clients_and_the_colleagues_words_are_a_note(here: Agency) -> None:
    await _dana_forwards(here, f"Bob?\n\n{_passed_on()}")
    card = here.card(here.bob).text
    assert "Jane Doe (Acme GmbH, Portal) has a request" in card
    assert "Write to Jane" in card or "jane@acme.example" in card
    request = await here.request()
    assert "quote for Vienna" in request.words
    assert "have a look" not in request.words
    assert request.note == "Bob?\n\nDana, have a look"
    assert await here.run(_contacts) == ["jane@acme.example"]


async def test_a_colleague_is_never_learned_as_the_clients_so_internal_mail_is_no_contact(here: Agency) -> None:
    await _dana_forwards(here, _passed_on())
    await in_copy(here, here.bob, "pia@agency.example", subject="Lunch?", body="Lunch at 12?")
    assert (await here.request()).touched_at is None
    await in_copy(here, here.bob, "jane@acme.example", subject="Re: Quote")
    assert (await here.request()).touched_at is not None


async def test_a_colleagues_own_mail_makes_a_request_but_no_contact(here: Agency) -> None:
    await _dana_forwards(
        here, forwarded("Could you look at the invoice?", subject="Invoice", sender=PIA), "Fwd: Invoice"
    )
    assert "look at the invoice" in (await here.request()).words
    assert set(await here.run(_contacts)) <= {"jane@acme.example"}
    assert (await here.request()).contact_id is None


async def test_somebody_who_has_left_and_a_shared_address_of_ours_are_no_clients(here: Agency) -> None:
    await here.change("pia", deleted=True)
    await _dana_forwards(here, _passed_on())
    sales = _passed_on().replace(PIA, "Sales <sales@agency.example>").replace("Vienna", "Rome").replace("Quote", "Two")
    await _dana_forwards(here, sales, "Fwd: Fwd: Two")
    assert await here.run(_contacts) == ["jane@acme.example"]
    assert "Rome" in (await here.request(2)).words


async def test_a_mail_enclosed_in_a_colleagues_enclosed_mail_is_the_clients(here: Agency) -> None:
    janes = enclosed(1, "jane@acme.example", "pia@agency.example", "Please quote for Vienna.")
    pias = replace(enclosed(2, "pia@agency.example", "dana@agency.example", "Dana, have a look"), originals=(janes,))
    await take(here, around(pias, text="Bob?"))
    request = await here.request()
    assert request.words == "Please quote for Vienna."
    assert request.note == "Bob?\n\nDana, have a look"
    assert request.owner_id is not None
    assert await here.run(_contacts) == ["jane@acme.example"]


async def test_a_mail_typed_into_a_colleagues_enclosed_mail_is_the_clients(here: Agency) -> None:
    janes = forwarded("Please quote for Vienna.", subject="Quote")
    pias: Mail = enclosed(2, "pia@agency.example", "dana@agency.example", f"Dana, have a look\n\n{janes}")
    await take(here, around(pias, text="Bob?"))
    request = await here.request()
    assert request.words == "Please quote for Vienna."
    assert request.note == "Bob?\n\nDana, have a look"
