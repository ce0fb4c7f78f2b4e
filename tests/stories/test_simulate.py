"""`nudge simulate`: what is on record lived again, and held against what really went out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.events import EventKind
from bot.domain.policy import RELAXED, ByAddress
from bot.domain.request import Turn
from bot.domain.simulation import Arrival, Form
from bot.services.errors import UnknownPerson, UnknownPolicy
from bot.services.simulating import Record, recorded
from bot.slack.names import ActionId, Field
from tests.stories.people import Agency
from tests.stories.test_away import away, lea_asks_dana, packet, spelled
from tests.stories.test_keeping_in_touch import keep_in_touch
from tests.stories.test_leaving import leaves
from tests.stories.test_not_mine import not_mine
from tests.stories.test_reminder import hand_over, with_clients

CALM = replace(RELAXED, name="calm")
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


async def what_happened(here: Agency) -> None:
    """A week and more: a request is taken, chased and answered, another is left alone."""
    await here.forward()
    await here.forward(subject="Another matter", body="Hi Dana,\n\ncould you quote for Vienna?\n\nBest, Jane")
    await here.at(1, 11)
    form = await here.press(here.bob, ActionId.TAKE)
    await here.kept(here.bob, form, {Field.WHAT: "Ask the department heads", Field.BY_PICKED: here.moment(2, 12)})
    await here.at(2, 14)
    await here.contact(here.bob, Turn.CLIENTS, here.moment(4, 12))
    await here.at(11, 12, 30)


def would_arrive(record: Record) -> list[Arrival]:
    return [one for day in record.trial.lived() for one in day]


def by_day(found: list[Arrival]) -> list[tuple[object, ...]]:
    """Who got what on which day about which request; of one message, which request stands first is no matter."""
    forms = {Form.LINE: Form.REMINDER}
    return sorted(
        (one.at.date().isoformat(), one.recipient, one.request, forms.get(one.form, one.form)) for one in found
    )


async def test_under_todays_plans_what_would_go_out_is_what_went_out(here: Agency) -> None:
    await what_happened(here)
    record: Record = await here.run(recorded, BEGINNING, ())
    assert len(record.reached) > 8
    assert by_day(would_arrive(record)) == by_day(list(record.reached))


async def test_a_red_flag_is_lived_again(here: Agency) -> None:
    await here.forward()
    await here.at(1, 11)
    await here.dana.slash("flag 1 the client talks of leaving")
    await here.at(4, 12)
    record: Record = await here.run(recorded, BEGINNING, ())
    assert by_day(would_arrive(record)) == by_day(list(record.reached))


async def test_a_more_patient_plan_would_have_said_less(here: Agency) -> None:
    await what_happened(here)
    usual: Record = await here.run(recorded, BEGINNING, ())
    patient: Record = await here.run(recorded, BEGINNING, (RELAXED,))
    assert by_day(would_arrive(patient)) == by_day(would_arrive(usual)), "no request is under the relaxed plan"
    everywhere: Record = await here.run(recorded, BEGINNING, (CALM,))
    assert len(would_arrive(everywhere)) < len(would_arrive(usual))


async def test_several_plans_have_to_be_known_here(here: Agency) -> None:
    with pytest.raises(UnknownPolicy):
        await here.run(recorded, BEGINNING, (CALM, RELAXED))


async def test_whom_a_plan_names_has_to_be_known_here(here: Agency) -> None:
    named = replace(CALM.rungs[-1], to=(ByAddress("nobody@agency.example"),))
    with pytest.raises(UnknownPerson, match=r"nobody@agency\.example"):
        await here.run(recorded, BEGINNING, (replace(CALM, rungs=(*CALM.rungs[:-1], named)),))


async def test_what_a_stand_in_leaves_unanswered_is_lived_again(here: Agency) -> None:
    """Bob is away; Pia is asked and says nothing, nor does Lea, who hears in his place until he is back."""
    await away(here, 0, 8)
    await here.forward()
    await here.at(9, 12)
    found = await same_as_it_was(here)
    assert [one.form for one in found if one.form in {Form.QUESTION, Form.HAND_BACK}] == [
        Form.QUESTION,
        Form.QUESTION,
        Form.HAND_BACK,
    ]


async def test_who_goes_away_with_a_request_is_away_from_when_they_said_so(here: Agency) -> None:
    """Bob says at noon that he is away today; he had his reminder in the morning."""
    await here.forward()
    await here.forward(subject="Seats", body="Seats: ten more please.")
    await here.take(here.bob, here.moment(2, 12))
    await here.at(1, 12)
    await away(here, 1, 3)
    await here.at(2, 10)
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.at(9, 12, 30)
    await same_as_it_was(here)


async def test_who_cannot_stand_in_and_who_comes_back_early_are_lived_again(here: Agency) -> None:
    await away(here, 0, 8)
    await here.forward()
    await here.pia.press(packet(here, here.pia), ActionId.DECLINE)
    await here.at(3, 12)
    await here.bob.slash("back")
    await here.at(7, 12, 30)
    await same_as_it_was(here)


async def test_what_the_budget_moved_past_its_date_is_not_invented(here: Agency) -> None:
    await with_clients(here, budget=2)
    await here.forward()
    await here.take(here.bob, here.moment(1, 16))
    await here.at(1, 9, 30)
    await hand_over(here, 2, 3)
    await here.at(1, 15)
    found = await same_as_it_was(here)
    assert Form.HEADS_UP not in {one.form for one in found}


async def test_a_question_that_the_budget_moved_is_answered_from_the_next_day_on(here: Agency) -> None:
    """Pia may get one message a day besides the reminder; Lea is asked a working day after Pia could read it."""
    await with_clients(here, budget=2)
    await away(here, 0, 8)
    await here.forward(subject="First", body="First: could you look at this?")
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()
    for topic in ("Second", "Third"):
        await here.forward(subject=topic, body=f"{topic}: could you look at this?")
    await here.at(8, 18)
    await same_as_it_was(here)


async def test_a_request_that_is_passed_on_is_lived_again(here: Agency) -> None:
    """It isn't Bob's, nor does Pia say that it is hers: Lea is asked whose it is."""
    await here.forward()
    await not_mine(here)
    await here.at(7, 12)
    await same_as_it_was(here)


async def test_a_project_that_wants_to_be_in_touch_is_lived_again(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(16, 12)
    assert await same_as_it_was(here)


async def test_what_is_reminded_of_joins_the_reminder_that_an_earlier_request_brings_anyway(here: Agency) -> None:
    """The first is older than the day that is asked about: it is in a reminder of the morning, on most days."""
    await here.at(0, 19)
    await here.forward(subject="First", body="First: could you look at this?")
    await here.at(1, 14)
    await here.forward(subject="Second", body="Second: could you look at this?")
    await here.at(1, 19)
    await here.forward(subject="Third", body="Third: could you look at this?")
    await here.at(8, 12)
    record: Record = await here.run(recorded, here.moment(1, 8), ())
    found = would_arrive(record)
    assert exactly(found) == exactly(list(record.reached))
    bobs = [one for one in found if one.recipient == (await here.request()).owner_id]
    forms = [(one.request, one.form) for one in bobs if one.form in {Form.REMINDER, Form.LINE}]
    assert (2, Form.LINE) in forms, "it fell due in the afternoon"
    assert (3, Form.LINE) in forms, "it stood in the very message"


async def test_a_date_that_passes_is_told_below_the_reminder_of_an_earlier_request(here: Agency) -> None:
    await here.forward(subject="First", body="First: could you look at this?")
    await here.at(0, 14)
    await here.forward(subject="Second", body="Second: could you look at this?")
    await here.take(here.bob, here.moment(1, 15))
    await here.at(2, 12)
    record: Record = await here.run(recorded, here.moment(0, 12), ())
    found = would_arrive(record)
    assert exactly(found) == exactly(list(record.reached))
    assert Form.NEWS in {one.form for one in found}


def exactly(found: list[Arrival]) -> list[tuple[object, ...]]:
    """Who got what on which day, and whether it was the reminder itself or joined one."""
    return sorted((one.at.date().isoformat(), one.recipient, one.request, one.form) for one in found)


async def same_as_it_was(here: Agency) -> list[Arrival]:
    """What would reach people under today's plans is what reached them; that."""
    record: Record = await here.run(recorded, BEGINNING, ())
    found = would_arrive(record)
    assert by_day(found) == by_day(list(record.reached))
    return found


async def test_what_was_promised_before_it_was_handed_over_is_lived_again(here: Agency) -> None:
    await here.dana.slash("")
    promised = {Field.PROMISED_WHAT: "an estimate", Field.PROMISED_BY: here.moment(3, 12)}
    await here.submit(here.dana, await here.form(here.dana), {Field.PROJECT: "1", Field.WISH: "How long?", **promised})
    await here.at(8, 12, 30)
    assert EventKind.PROMISE_BROKEN in await here.kinds()
    await same_as_it_was(here)


async def test_who_has_left_by_now_was_there_before(asked: Agency) -> None:
    await not_mine(asked)
    await leaves(asked, "pia")
    await asked.at(1, 12)
    await leaves(asked, "bob")
    await asked.at(9, 13)
    await same_as_it_was(asked)


async def test_who_stands_in_for_the_fallback_owner_and_a_lender_who_leaves_are_lived_again(here: Agency) -> None:
    await here.lea.slash(f"away {spelled(here, 0)} - {spelled(here, 15)} @pia")
    await here.forward(client="Hank <hank@globex.example>", channel="#general")
    await here.forward()
    await away(here, 1, 8, "@pia")
    await here.at(1, 10)
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await leaves(here, "bob")
    await here.at(12, 12)
    found = await same_as_it_was(here)
    assert Form.TRIAGE in {one.form for one in found}
    assert Form.HAND_BACK not in {one.form for one in found}


async def test_where_nobody_is_left_nothing_is_invented(here: Agency) -> None:
    await leaves(here, "lea")
    await here.forward(client="Hank <hank@globex.example>", channel="#general")
    await here.at(3, 12)
    record: Record = await here.run(recorded, BEGINNING, ())
    assert would_arrive(record) == list(record.reached) == []


async def test_who_became_a_guest_was_a_colleague_before(asked: Agency) -> None:
    await asked.at(1, 12)
    await asked.change("bob", guest=True)
    await asked.at(4, 12)
    await same_as_it_was(asked)


async def test_what_the_lead_passed_on_while_its_owner_was_away_is_lived_again(asked: Agency) -> None:
    await lea_asks_dana(asked)
    await asked.dana.press(asked.latest(asked.dana, "thinks that this is yours"), ActionId.DECLINE)
    await asked.at(2, 13)
    await same_as_it_was(asked)
