"""`/nudge …`: every command, and what it answers."""

from bot.domain.request import Outcome, State
from bot.slack.names import ActionId, Field, Form
from tests.stories.people import WISH, Agency, shown


async def test_named_client_and_words_are_handed_over_at_once_and_told_in_full(here: Agency) -> None:
    await here.dana.slash("acme please reach out to the three department heads")
    said = here.answer(here.dana)
    assert "#1 is handed over to Bob" in said
    assert "Acme GmbH (Portal)" in said
    assert "please reach out to the three department heads" in said
    assert "The first reminder goes to Bob" in said
    assert "tomorrow" in said
    assert "Pia hears" in said
    await here.settle()
    assert "please reach out" in here.card(here.bob).text


async def test_without_text_the_form_is_filled_in_and_handed_over(here: Agency) -> None:
    await here.dana.slash("")
    form = await here.form(here.dana)
    assert form.callback_id == Form.HAND_OVER
    await here.kept(
        here.dana,
        form,
        {
            Field.WISH: WISH,
            Field.PROMISED_WHAT: "an estimate",
            Field.PROMISED_BY: here.moment(2, 12),
        },
    )
    request = await here.request()
    assert request.promise is not None
    assert request.promise.due_at == here.moment(2, 12)
    assert "an estimate" in here.card(here.bob).text
    assert "Handed over to Bob" in here.card(here.dana).text


async def test_what_was_promised_without_a_time_and_a_date_that_has_passed_are_asked_about(here: Agency) -> None:
    await here.dana.slash("")
    form = await here.form(here.dana)
    past = await here.submit(here.dana, form, {Field.WISH: WISH, Field.PROMISED_BY: here.moment(0, 9)})
    assert list(past["errors"]) == [Field.PROMISED_BY]
    undated = await here.submit(here.dana, form, {Field.PROMISED_WHAT: "an estimate", Field.PROMISED_BY: None})
    assert list(undated["errors"]) == [Field.PROMISED_BY]
    assert await here.count_of_requests() == 0


async def test_where_nothing_is_set_up_it_goes_to_a_person_by_name(bare: Agency) -> None:
    await bare.dana.slash("@bob please reach out to the three department heads")
    await bare.settle()
    assert "#1 is handed over to Bob" in bare.answer(bare.dana)
    assert "please reach out" in bare.card(bare.bob).text
    await bare.at(1, 11)
    assert len(bare.sent_to(bare.bob)) == 2

    await bare.dana.slash("")
    form = await bare.form(bare.dana)
    await bare.kept(bare.dana, form, {Field.PERSON: "pia", Field.WISH: "something else"})
    assert "something else" in bare.card(bare.pia).text
    for command in ("list", "projects", "help", "show 1"):
        await bare.dana.slash(command)
        assert bare.answer(bare.dana)
    await bare.lea.slash("digest")
    assert "Week" in bare.answer(bare.lea)


async def test_list_show_log_and_done_follow_a_request_to_its_end(asked: Agency) -> None:
    await asked.bob.slash("list")
    assert "#1" in asked.answer(asked.bob)
    opened = await asked.press(asked.bob, ActionId.OPEN, asked.bob.heard[-1])
    assert "three department heads" in shown(opened)
    await asked.dana.slash("show 1")
    assert "three department heads" in asked.answer(asked.dana)
    await asked.dana.slash("show #1")
    assert "three department heads" in asked.answer(asked.dana)
    await asked.bob.slash("done 1")
    await asked.kept(asked.bob, await asked.form(asked.bob))
    assert (await asked.request()).outcome is Outcome.DONE
    await asked.bob.slash("done 1")
    assert "as it stands: Done" in asked.answer(asked.bob)
    await asked.dana.slash("log 1")
    assert "Bob closed it" in shown(await asked.form(asked.dana))
    await asked.bob.slash("list")
    assert "Nothing is open" in asked.answer(asked.bob)


async def test_projects_digest_and_help_answer(asked: Agency) -> None:
    await asked.dana.slash("projects")
    assert "acme-inbox@agency.example" in asked.answer(asked.dana)
    await asked.lea.slash("digest")
    assert "#1" in asked.answer(asked.lea)
    await asked.dana.slash("help")
    assert "/nudge list" in asked.answer(asked.dana)
    assert "/nudge project`" not in asked.answer(asked.dana)
    await asked.lea.slash("HELP")
    assert "/nudge project`" in asked.answer(asked.lea)
    await asked.dana.slash("frobnicate")
    assert "I don't know “frobnicate”" in asked.answer(asked.dana)
    await asked.dana.slash("show 99")
    assert "#99" in asked.answer(asked.dana)
    await asked.dana.slash("show 999999999999")
    assert "999999999999" in asked.answer(asked.dana)
    await asked.dana.slash("show")
    assert "/nudge list" in asked.answer(asked.dana)


async def test_an_admin_sets_a_project_up_and_everybody_else_is_refused_politely(bare: Agency) -> None:
    await bare.lea.slash("project")
    form = await bare.form(bare.lea)
    values = {
        Field.CLIENT: "Globex",
        Field.DOMAINS: "globex.example, globex.test",
        Field.PROJECT_NAME: "Shop",
        Field.OWNER: "bob",
        Field.BACKUP: "pia",
        Field.SLACK_CHANNEL: "#client-acme",
        Field.INTAKE: "globex-inbox@agency.example",
    }
    await bare.kept(bare.lea, form, values)
    await bare.forward(client="Hank <hank@globex.example>")
    assert "Hank (Globex, Shop)" in bare.card(bare.bob).text

    await bare.dana.slash("project")
    assert "set up by admins" in bare.answer(bare.dana)
    assert await bare.refusals() == 1


async def test_the_shortcut_hands_over_what_somebody_wrote(here: Agency) -> None:
    message = await here.bob.say("#general", "Jane would like <b>three</b> more seats & a call with @lea")
    await here.dana.shortcut(message, Form.HAND_OVER_SHORTCUT)
    form = await here.form(here.dana)
    assert "Jane would like <b>three</b> more seats & a call with @" in str(form.content)
    await here.kept(here.dana, form)
    assert (await here.request()).state is State.OPEN
    assert "three" in here.card(here.bob).text

    await here.pia.shortcut(message, Form.HAND_OVER_SHORTCUT)
    assert "That is #1 already, with Bob" in shown(await here.form(here.pia))
    await here.settle()
    assert await here.count_of_requests() == 1, "the same message is the same request"
    assert "Handed over to Bob" in here.card(here.pia).text, "who brings it as well takes part"
    assert "Pia handed it over as well" in here.card(here.bob).text
    mail = await here.forward()
    await here.dana.shortcut(mail, Form.HAND_OVER_SHORTCUT)
    assert "That is #2 already, handed over by you" in shown(await here.form(here.dana))
