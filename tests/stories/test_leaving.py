"""Somebody leaves: from then on they are away without end, and others stand in."""

from bot.domain.events import EventKind
from bot.slack.names import ActionId, Field
from tests.stories.people import Agency, buttons, shown
from tests.stories.test_away import away, packet


async def leaves(here: Agency, name: str) -> None:
    await here.change(name, deleted=True)


async def test_the_backup_the_lead_and_the_fallback_owner_follow_each_other(here: Agency) -> None:
    await here.at(0, 12)
    await here.forward()
    await leaves(here, "bob")
    before = len(here.sent_to(here.bob))
    await here.at(1, 13)
    assert len(here.sent_to(here.bob)) == before
    standing_in = here.card(here.pia)
    assert "Bob" in standing_in.text
    assert "can't be reached" in standing_in.text
    assert ActionId.TAKE in buttons(standing_in.blocks)

    await leaves(here, "pia")
    await here.at(2, 13)
    assert ActionId.TAKE in buttons(here.card(here.lea).blocks)
    assert len(here.sent_to(here.pia)) == 2, "the card as Bob left, and the reminder of the next day"


async def test_a_new_request_of_somebody_who_left_goes_to_the_backup_at_once(here: Agency) -> None:
    await leaves(here, "bob")
    await here.forward()
    assert here.sent_to(here.bob) == []
    assert ActionId.TAKE in buttons(here.card(here.pia).blocks)
    await here.take(here.pia, here.moment(2, 12))
    assert EventKind.TAKEN in await here.kinds()


async def test_nobody_can_hand_to_somebody_who_left_or_to_a_guest(asked: Agency) -> None:
    gus = asked.meet("gus", guest=True)
    await leaves(asked, "pia")
    for gone in ("pia", "gus"):
        form = await asked.press(asked.bob, ActionId.NOT_MINE)
        answer = await asked.submit(asked.bob, form, {Field.WHO: "other", Field.PERSON: gone})
        assert "please name somebody of this workspace" in answer["errors"][Field.PERSON]
        await asked.dana.slash(f"@{gone} please look at this")
        assert "please name somebody of this workspace" in asked.answer(asked.dana)
        assert "please look at this" in asked.answer(asked.dana), "what was typed is given back"
    assert asked.sent_to(gus) == []
    assert await asked.count_of_requests() == 1


async def test_an_owner_who_becomes_a_guest_is_stood_in_for_and_told_nothing_any_more(asked: Agency) -> None:
    before = len(asked.sent_to(asked.bob))
    await asked.change("bob", guest=True)
    await asked.settle()
    assert ActionId.TAKE in buttons(asked.card(asked.pia).blocks)
    await asked.dana.slash("acme please send them the offer")
    await asked.settle()
    assert "send them the offer" in asked.card(asked.pia).text
    await asked.at(3, 12)
    assert len(asked.sent_to(asked.bob)) == before

    await asked.change("bob", guest=False)
    await asked.at(6, 12)
    assert len(asked.sent_to(asked.bob)) > before, "he is one of us again"


async def test_a_backup_or_a_reporter_who_is_a_guest_by_now_is_told_nothing(asked: Agency) -> None:
    counts = [len(asked.sent_to(one)) for one in (asked.pia, asked.dana)]
    await asked.change("pia", guest=True)
    await asked.change("dana", guest=True)
    await asked.take(asked.bob, asked.moment(1, 12))
    await asked.at(6, 12)
    assert [len(asked.sent_to(one)) for one in (asked.pia, asked.dana)] == counts
    assert "Bob" in asked.sent_to(asked.lea)[-1].text, "what was for Pia reaches the lead"


async def test_what_was_looked_after_for_somebody_who_leaves_stays_where_it_is_and_no_client_is_told_otherwise(
    asked: Agency,
) -> None:
    await away(asked, 1, 2)
    await asked.at(1, 10)
    await asked.pia.press(packet(asked, asked.pia), ActionId.ACCEPT)
    await asked.settle()
    assert "until Bob is back" in packet(asked, asked.pia).text

    await leaves(asked, "bob")
    assert (await asked.request()).loan is None
    assert EventKind.STAYED in await asked.kinds()
    assert "You have it." in packet(asked, asked.pia).text
    await asked.pia.slash("show 1")
    shown_now = asked.pia.heard[-1]
    assert "Looked after" not in shown_now.text
    assert "Keller" not in str(shown_now.letters[0])
    await asked.pia.slash("log 1")
    assert "Bob is not here any more: it stays with Pia." in shown(await asked.form(asked.pia))

    await asked.change("bob", deleted=False)
    await asked.at(3, 12)
    assert (await asked.request()).owner_id != (await asked.events())[1].data["owner"], "it is Pia's for good"


async def test_the_fallback_owner_leaves_and_what_nobody_is_found_for_goes_to_an_admin(here: Agency) -> None:
    max_ = here.meet("max", admin=True)
    await here.change("max", real_name="Max Neu")
    await leaves(here, "lea")
    await here.forward(client="Hank <hank@globex.example>", channel="#general")
    await here.at(2, 12)
    assert "Nobody has been named yet" in here.card(max_).text


async def test_where_nobody_is_left_it_is_on_record_that_nobody_could_be_reached(here: Agency) -> None:
    await leaves(here, "lea")
    await here.forward(client="Hank <hank@globex.example>", channel="#general")
    await here.at(2, 12)
    withheld = [event.data["reason"] for event in await here.events() if event.kind is EventKind.STEP_WITHHELD]
    assert withheld == ["nobody could be reached"]


async def test_who_comes_back_is_asked_again(here: Agency) -> None:
    await leaves(here, "bob")
    await here.forward()
    await here.change("bob", deleted=False)
    await here.at(1, 11)
    assert ActionId.TAKE in buttons(here.card(here.bob).blocks)
