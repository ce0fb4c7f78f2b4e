"""Policies: people and channels on a rung, what chooses one, its limits, red flags, and how they are read."""

from bot.app.seed import SETUP
from bot.domain.channels import ChannelFacts
from bot.domain.events import EventKind
from bot.domain.policy import ChosenBy
from bot.domain.request import State, Turn
from bot.domain.setup_reading import read_setup
from bot.sandbox import Message
from bot.services import setup
from bot.services.simulating import Record, recorded
from bot.services.transaction import Tx
from bot.slack.names import ActionId, Field, Form, MoreChoice
from bot.texts import setup as texts
from tests.stories.people import Agency, choices, shown
from tests.stories.test_reminder import AGAIN, below, hand_over, top_level, with_clients
from tests.stories.test_simulate import BEGINNING, by_day, would_arrive

OWN = """
[[policy]]
name = "close"
why = "Somebody of ours sits beside the client."
then = { every = "1d" }
promise_within = "3d"
snooze = { times = 1, within = "2d" }
[[policy.rung]]
after = "1d"
to = ["owner", "channel"]
tone = "gentle"
[[policy.rung]]
after = "2d"
to = ["owner", "pia@agency.example"]
tone = "facts"
"""

FAST = """
[[policy]]
name = "fast"
then = { every = "4h" }
[[policy.rung]]
after = "1h"
to = ["owner"]
tone = "gentle"
[[policy.rung]]
after = "3h"
to = ["owner", "backup"]
tone = "help"
[[policy.rung]]
after = "1d"
to = ["owner", "lead"]
tone = "facts"
"""


SWAPPED = SETUP.replace('owner = "bob@', 'owner = "pia@').replace('backup = "pia@', 'backup = "bob@')
"""Pia has Bob's project, and he backs her up."""


async def test_who_gets_a_project_hears_of_what_is_open_in_it_where_its_former_owner_backs_them_up(
    asked: Agency,
) -> None:
    assert len(asked.sent_to(asked.pia)) == 0
    await set_up(asked, SWAPPED)
    await asked.settle()
    await asked.at(4, 12)
    assert "Can you help Bob with this one?" in asked.latest(asked.pia, "three department heads").text


async def test_whoever_gives_a_project_another_owner_reads_what_stays_and_how_it_is_passed_on(asked: Agency) -> None:
    names = {one.name: ChannelFacts(one.id, one.name) for one in asked.workspace.channels.values() if one.name}
    diff = await asked.run(setup.plan, read_setup(SWAPPED), names)
    assert "    #1 stays with Bob until it is passed on: /nudge show 1, then “Not mine”." in texts.lines(diff)

    await asked.forward(subject="Another", body="Could you send us the offer?")
    await asked.lea.slash("project")
    swapped = {Field.OWNER: "pia", Field.BACKUP: "bob", Field.LEAD: "lea"}
    names_it = {Field.CLIENT: "Acme GmbH", Field.PROJECT_NAME: "Portal", **swapped}
    answer = await asked.submit(asked.lea, await asked.form(asked.lea), names_it)
    assert "#1, #2 stay with Bob until they are passed on" in str(answer)


async def set_up(here: Agency, text: str) -> None:
    """Take over another set-up."""
    channels = {
        channel.name: ChannelFacts(channel.id, channel.name)
        for channel in here.workspace.channels.values()
        if channel.name
    }

    async def apply(tx: Tx) -> None:
        await setup.apply(tx, read_setup(text), channels)

    await here.run(apply)


def closely(*, of_project: bool = True) -> str:
    return SETUP + ('policy = "close"\n' if of_project else "") + OWN


def in_channel(here: Agency) -> list[Message]:
    channel = here.workspace.channel("client-acme").id
    return [m for m in here.workspace.messages if m.channel == channel and m.user == here.workspace.bot.id]


async def test_a_rung_reaches_the_channel_and_a_person_by_name(here: Agency) -> None:
    await set_up(here, closely())
    await here.forward()
    await here.at(1, 11)
    (said,) = in_channel(here)
    assert "Jane Doe (Acme GmbH, Portal)" in said.text
    assert "Bob can tell more" in said.text
    assert EventKind.CHANNEL_TOLD in await here.kinds()

    await here.at(2, 11)
    assert len(in_channel(here)) == 1
    assert "For your information" in here.latest(here.pia, "Jane").text
    await here.pia.slash("show 1")
    assert "three department heads" in here.answer(here.pia)


async def test_a_channel_with_guests_is_not_told_and_the_record_says_so(here: Agency) -> None:
    await set_up(here, closely())
    await here.forward()
    here.workspace.share("client-acme")
    await here.at(1, 11)
    assert in_channel(here) == []
    (event,) = [e for e in await here.events() if e.kind is EventKind.CHANNEL_NOT_TOLD]
    assert event.data["reason"] == "the channel is shared or holds guests"


async def test_a_changed_policy_is_a_new_version_and_a_request_keeps_its_own_until_its_next_cycle(here: Agency) -> None:
    await set_up(here, closely())
    await here.forward()
    await set_up(here, closely().replace('after = "2d"', 'after = "3d"'))
    before = await here.request()
    assert (before.policy_name, before.policy_version) == ("close", 1)
    await here.dana.slash("policy close")
    assert "Versions so far: 1, 2." in here.answer(here.dana)
    assert "1 request of version 1" in here.answer(here.dana)

    await here.take(here.bob, here.moment(0, 12))
    await here.at(0, 13)
    assert (await here.request()).policy_version == 2


async def test_the_plans_are_read_in_slack_with_what_chose_them(here: Agency) -> None:
    await set_up(here, closely() + '[[project]]\nclient = "Acme GmbH"\nname = "Shop"\nowner = "bob@agency.example"\n')
    await here.dana.slash("policy")
    said = here.answer(here.dana)
    assert "*close*, version 1" in said
    assert "Acme GmbH, Portal (chosen by the project)" in said
    assert "Acme GmbH, Shop (chosen by the workspace)" in said
    assert "clients of the tier “key”" in said

    await here.dana.slash("policy CLOSE")
    said = here.answer(here.dana)
    assert "1. After 1 working day: the owner and the project's channel; a gentle reminder." in said
    assert "2. After 2 working days: the owner and Pia; the facts." in said
    assert "Then every working day" in said
    assert "Somebody of ours sits beside the client." in said
    assert "A promised date can be up to 3 working days away." in said
    assert "In one run, reminders can rest 1 time, for up to 2 working days each time." in said

    assert "is it theirs?." not in said
    await here.dana.slash("policy Key client.")
    assert "half a day" in here.answer(here.dana)
    await here.dana.slash("policy nothing")
    assert "I know no plan called “nothing”" in here.answer(here.dana)


async def test_a_promise_beyond_the_limit_is_refused_beside_the_date_with_limit_and_plan(here: Agency) -> None:
    await set_up(here, closely())
    await here.forward()
    form = await here.press(here.bob, ActionId.TAKE)
    assert "by the plan “close”" in shown(form)
    values = {Field.WHAT: "call", Field.BY_PICKED: here.moment(7, 12)}
    answer = await here.submit(here.bob, form, values)
    assert list(answer["errors"]) == [Field.BY_PICKED]
    assert "A promised date can be" in answer["errors"][Field.BY_PICKED]
    assert "plan “close”" in answer["errors"][Field.BY_PICKED]
    await here.kept(here.bob, form, {Field.WHAT: "call", Field.BY_PICKED: here.moment(3, 16)})


async def test_a_snooze_too_long_or_too_often_is_refused_politely(here: Agency) -> None:
    await set_up(here, closely())
    await here.forward()
    form = await here.more(here.bob, MoreChoice.SNOOZE)
    answer = await here.submit(here.bob, form, {Field.WHY: "ill", Field.BY_PICKED: here.moment(4, 12)})
    assert "Reminders can rest until" in answer["errors"][Field.BY_PICKED]
    await here.kept(here.bob, form, {Field.WHY: "ill", Field.BY_PICKED: here.moment(1, 12)})
    assert (await here.request()).cycle.snoozes == 1

    form = await here.more(here.bob, MoreChoice.SNOOZE)
    answer = await here.submit(here.bob, form, {Field.WHY: "ill", Field.BY_PICKED: here.moment(2, 12)})
    assert "snoozed once since they began" in answer["errors"][Field.BY_PICKED]


async def test_a_red_flag_takes_the_next_stricter_plan_and_is_heard_at_once(asked: Agency) -> None:
    await asked.at(1, 11)
    await asked.dana.slash("flag 1 the client talks of leaving")
    assert "⚑ Red flag by you: the client talks of leaving" in asked.answer(asked.dana)
    await asked.settle()
    request = await asked.request()
    assert (request.policy_name, request.policy_by.value) == ("key-client", "request")
    assert (request.cycle.number, request.cycle.rung, request.state) == (2, 1, State.OPEN)
    assert "⚑ Red flag by Dana: the client talks of leaving" in asked.latest(asked.bob, "Red flag").text
    await asked.bob.slash("log 1")
    assert "Dana raised a red flag: the client talks of leaving" in shown(await asked.form(asked.bob))
    await asked.at(2, 11)
    assert "short call" in asked.latest(asked.bob, "three department heads").text.casefold()

    await asked.pia.slash("flag 1 me too")
    assert "carries a red flag already" in asked.answer(asked.pia)
    await asked.bob.slash("why 1")
    why = shown(await asked.form(asked.bob))
    assert "after the red flag" in why
    assert "after the hand-over" not in why


async def test_a_red_flag_is_raised_from_the_menu_and_lifted_by_owner_or_lead_alone(asked: Agency) -> None:
    assert MoreChoice.FLAG.value in choices(asked.card(asked.dana))
    form = await asked.more(asked.dana, MoreChoice.FLAG)
    assert "errors" in await asked.submit(asked.dana, form, {Field.WHY: " "})
    await asked.kept(asked.dana, form, {Field.WHY: "it burns"})

    form = await asked.more(asked.dana, MoreChoice.FLAG)
    assert "it burns" in shown(form)
    assert "submit" not in form.content
    await asked.lea.slash("flag 1")
    form = await asked.form(asked.lea)
    assert form.callback_id == Form.LIFT_FLAG
    await asked.kept(asked.lea, form)
    request = await asked.request()
    assert (request.flag, request.policy_name) == (None, "key-client")
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(1, 12))
    await asked.at(1, 13)
    assert (await asked.request()).policy_name == "standard"


async def test_a_red_flag_over_a_promise_tells_the_owner_in_one_line(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(2, 12))
    before = len(asked.sent_to(asked.bob))
    await asked.dana.slash("flag 1 the client talks of leaving")
    await asked.settle()
    request = await asked.request()
    assert (request.state, request.cycle.number) == (State.PROMISED, 1), "the promise stands"
    (line,) = asked.sent_to(asked.bob)[before:]
    assert line.thread_ts == asked.card(asked.bob).ts
    assert line.text.startswith("#1 · ⚑ Red flag by Dana: the client talks of leaving. Jane hears from us by")

    await asked.lea.slash("flag 1")
    await asked.kept(asked.lea, await asked.form(asked.lea))
    await asked.bob.slash("flag 1 I see it too")
    await asked.settle()
    assert len(asked.sent_to(asked.bob)) == before + 1, "whoever raises one knows"


async def test_a_red_flag_is_told_in_one_line_below_the_reminder_of_today(here: Agency) -> None:
    """Jane had asked again the day before: that is no news, the flag is."""
    await with_clients(here)
    await here.forward()
    await hand_over(here, 2, 2)
    await here.at(1, 10)
    await here.forward(body=AGAIN, in_reply_to=here.mail_id())
    await here.at(2, 11)
    reminder, before = top_level(here, here.bob)[-1], len(top_level(here, here.bob))
    said = below(here, here.bob, reminder)
    await here.dana.slash("flag 1 the client talks of leaving")
    await here.settle()
    assert len(top_level(here, here.bob)) == before
    assert below(here, here.bob, reminder) == [*said, "#1 · ⚑ Red flag by Dana: the client talks of leaving."]
    assert "\n⚑ Red flag by Dana: the client talks of leaving\n" in top_level(here, here.bob)[-1].text

    await here.bob.slash("flag 2 theirs as well")
    await here.settle()
    assert len(below(here, here.bob, reminder)) == len(said) + 1, "whoever raises one knows"
    await here.at(3, 12)
    assert "Jane has asked again." not in top_level(here, here.bob)[-1].text.split("#2")[0]


async def test_a_flag_that_is_lifted_before_the_office_opens_is_not_told(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(2, 12))
    await asked.at(0, 20)
    before = len(asked.sent_to(asked.bob))
    await asked.dana.slash("flag 1 the client talks of leaving")
    await asked.settle()
    assert len(asked.sent_to(asked.bob)) == before
    await asked.lea.slash("flag 1")
    await asked.kept(asked.lea, await asked.form(asked.lea))
    await asked.at(1, 9, 30)
    assert len(asked.sent_to(asked.bob)) == before


async def test_why_names_the_plan_its_version_and_what_chose_it(asked: Agency) -> None:
    view = await asked.more(asked.bob, MoreChoice.WHY)
    assert "“standard”, version 1, the one of the workspace" in shown(view)


async def test_client_tiers_choose_their_policies(here: Agency) -> None:
    tiered = SETUP.replace('language = "en"', 'language = "en"\ntiers = { small = "relaxed" }', 1).replace(
        'country = "DE"', 'country = "DE"\ntier = "small"'
    )
    await set_up(here, tiered)
    await here.forward()
    request = await here.request()
    assert (request.policy_name, request.policy_by.value) == ("relaxed", "client tier")


async def test_a_flag_raised_before_it_is_known_whose_it_is_exceeds_the_plan_of_the_project(here: Agency) -> None:
    await set_up(here, SETUP + 'policy = "key-client"\n' + FAST)
    await here.forward(client="Hank <hank@globex.example>", channel="#general")
    await here.dana.slash("flag 1 the client talks of leaving")
    await here.settle()
    flag = (await here.request()).flag
    assert flag is not None and flag.policy == "key-client", "so far the standard plan holds"
    await here.dana.press(here.card(here.dana), ActionId.ROUTE, option="Acme GmbH, Portal")
    await here.settle()
    request = await here.request()
    assert (request.policy_name, request.policy_by) == ("fast", ChosenBy.REQUEST)
    await here.at(1, 12)
    record: Record = await here.run(recorded, BEGINNING, ())
    assert by_day(would_arrive(record)) == by_day(list(record.reached)), "lived again, it is the same plan"


async def test_a_red_flag_never_makes_a_plan_laxer_than_it_would_be_without(here: Agency) -> None:
    """It chose the standard plan where the relaxed one held; by the next cycle the project is under a stricter one."""
    await set_up(here, SETUP + 'policy = "relaxed"\n')
    await here.forward()
    await here.dana.slash("flag 1 the client talks of leaving")
    await here.settle()
    assert (await here.request()).policy_name == "standard"
    await set_up(here, SETUP + 'policy = "key-client"\n')
    await here.forward(body="Did you hear anything?\n\nJane", in_reply_to=here.mail_id())
    request = await here.request()
    assert (request.policy_name, request.policy_by) == ("key-client", ChosenBy.PROJECT)
