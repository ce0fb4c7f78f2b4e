"""Whose is it: requests that nobody can be found for, and what becomes of them."""

from bot.domain.events import EventKind
from bot.domain.request import State
from bot.slack.names import ActionId, Field, MoreChoice
from tests.stories.people import Agency, buttons
from tests.stories.test_away import spelled

STRANGER = "Hank <hank@globex.example>"


async def test_the_forwarder_is_asked_and_answers_with_a_project(here: Agency) -> None:
    await here.forward(client=STRANGER, channel="#general")
    assert (await here.request()).state is State.TRIAGE
    question = here.card(here.dana)
    assert "Whose is it?" in question.text
    assert here.sent_to(here.bob) == []

    await here.dana.press(question, ActionId.ROUTE, option="Acme GmbH, Portal")
    await here.settle()
    assert "Is it yours?" in here.card(here.bob).text
    assert "it is with Bob now" in question.text
    assert ActionId.ROUTE not in buttons(question.blocks)
    assert "Handed over to Bob" in here.sent_to(here.dana)[-1].text
    await here.at(2, 11)
    assert here.sent_to(here.lea) == [], "the fallback owner need not hear of what is settled"


async def test_the_forwarder_names_a_person_and_an_old_question_takes_no_second_answer(here: Agency) -> None:
    await here.forward(client=STRANGER, channel="#general")
    old = here.card(here.dana).as_seen()
    form = await here.press(here.dana, ActionId.ROUTE_PERSON)
    await here.kept(here.dana, form, {Field.PERSON: "pia"})
    assert "Is it yours?" in here.card(here.pia).text

    before = len(here.dana.heard)
    await here.dana.press(old, ActionId.ROUTE, option="Acme GmbH, Portal")
    said = await here.heard_by(here.dana, before)
    assert "It is with Pia" in said
    assert here.sent_to(here.bob) == []
    assert "It is with Pia" in str((await here.press(here.dana, ActionId.ROUTE_PERSON, old)).content)


async def test_after_a_working_day_the_fallback_owner_is_asked_as_well_and_may_route_it(here: Agency) -> None:
    await here.at(0, 16)
    await here.forward(client=STRANGER, channel="#general")
    await here.at(1, 15)
    assert here.sent_to(here.lea) == []
    await here.at(1, 16, 30)
    asked = here.card(here.lea)
    assert "Nobody has been named yet for a request from Dana" in asked.text

    await here.lea.press(asked, ActionId.ROUTE, option="Acme GmbH, Portal")
    await here.settle()
    assert "Is it yours?" in here.card(here.bob).text
    assert "it is with Bob now" in here.sent_to(here.dana)[0].text


async def test_a_mail_straight_from_outside_is_for_the_fallback_owner_to_look_at(here: Agency) -> None:
    await here.here.sandbox.deliver_mail(
        "#client-acme", "jane@acme.example", "Jane Doe", subject="Hello", body="Who looks after us now?"
    )
    await here.settle()
    question = here.card(here.lea)
    assert "and none of our people is on it" in question.text
    await here.lea.press(question, ActionId.ROUTE, option="Acme GmbH, Portal")
    await here.settle()
    assert "Who looks after us now?" in here.card(here.bob).text


async def test_while_the_fallback_owner_is_away_whom_the_absence_names_is_asked_and_may_route_it(here: Agency) -> None:
    await here.lea.slash(f"away {spelled(here, 0)} - {spelled(here, 15)} @pia")
    await here.settle()
    await here.forward(client=STRANGER, channel="#general")
    assert here.sent_to(here.pia) == [], "Dana is asked first"
    await here.at(2, 12)
    asked = here.card(here.pia)
    assert "Nobody has been named yet for a request from Dana" in asked.text

    await here.pia.slash("why 1")
    assert "Nobody has been named" not in str(here.lea.inbox()), "nobody who is away is nudged"
    await here.pia.press(asked, ActionId.ROUTE, option="Acme GmbH, Portal")
    await here.settle()
    assert "Is it yours?" in here.card(here.bob).text
    assert await here.refusals() == 0


async def test_a_mail_from_outside_is_for_the_stand_in_at_once_and_for_the_fallback_owner_on_their_return(
    here: Agency,
) -> None:
    await here.lea.slash(f"away {spelled(here, 0)} - {spelled(here, 8)} @pia")
    await here.settle()
    await here.here.sandbox.deliver_mail(
        "#client-acme", "hank@globex.example", "Hank", subject="Hello", body="Who looks after us now?"
    )
    await here.settle()
    assert "and none of our people is on it" in here.card(here.pia).text
    before = len(here.sent_to(here.lea))
    await here.at(8, 18)
    assert len(here.sent_to(here.lea)) == before
    await here.at(11, 12)
    assert "Whose is it?" in here.card(here.lea).text, "nobody has answered, and she is back"


async def test_where_no_stand_in_is_named_an_admin_is_asked_and_one_who_goes_away_is_passed_over(here: Agency) -> None:
    ada, max_ = here.meet("ada", admin=True), here.meet("max", admin=True)
    await here.change("ada", real_name="Ada Neu")
    await here.change("max", real_name="Max Neu")
    await here.lea.slash(f"away {spelled(here, 0)} - {spelled(here, 15)}")
    await here.forward(client=STRANGER, channel="#general")
    await ada.slash(f"away {spelled(here, 0)} - {spelled(here, 8)}")
    await here.at(2, 12)
    assert "Nobody has been named yet" in here.card(max_).text
    assert not any("Nobody has been named yet" in message.text for message in here.sent_to(ada))


async def test_a_client_with_two_projects_is_asked_about_and_a_named_project_is_not(here: Agency) -> None:
    await here.lea.slash("project")
    form = await here.form(here.lea)
    await here.kept(here.lea, form, {Field.CLIENT: "Acme GmbH", Field.PROJECT_NAME: "Shop", Field.OWNER: "pia"})
    await here.dana.slash("acme please call Jane back")
    assert "I don't know yet whose it is, and ask you" in here.answer(here.dana)
    await here.settle()
    assert "Whose is it?" in here.card(here.dana).text
    await here.dana.slash("shop please call Jane about the shop")
    assert "handed over to Pia" in here.answer(here.dana)


async def test_what_is_in_triage_can_be_ended_there(here: Agency) -> None:
    await here.forward(client=STRANGER, channel="#general")
    await here.dana.slash("done 1")
    assert await here.refusals() == 1, "closing is for owner, backup and lead"
    form = await here.more(here.dana, MoreChoice.WITHDRAW)
    await here.kept(here.dana, form)
    assert (await here.request()).state is State.CLOSED
    await here.at(3, 10)
    assert here.sent_to(here.lea) == []


async def test_without_a_fallback_owner_the_admins_hear_and_nothing_is_in_the_way(bare: Agency) -> None:
    """Nothing is set up; Bob and Lea, one of two admins, are away."""
    max_ = bare.meet("max", admin=True)
    await bare.change("max", real_name="Max Neu")
    await bare.dana.slash("@bob please call Hank back")
    for who in (bare.lea, bare.bob):
        await who.slash(f"away {spelled(bare, 0)} - {spelled(bare, 8)}")
    await bare.at(3, 12)
    assert EventKind.STUCK not in await bare.kinds()
    assert "Hank" in bare.sent_to(max_)[-1].text
