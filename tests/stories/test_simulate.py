"""`nudge simulate`: what is on record lived again, and held against what really went out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.policy import RELAXED
from bot.domain.replay import Told
from bot.domain.request import Turn
from bot.domain.simulation import Arrival, Form
from bot.services.errors import UnknownPolicy
from bot.services.simulating import Record, recorded
from bot.slack.names import ActionId, Field
from tests.stories.people import Agency

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
    await here.at(11, 12)


def would_arrive(record: Record) -> list[Arrival]:
    told: list[Told] = [one for each in record.trial.told() for one in each]
    return record.trial.arrivals(told)


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
