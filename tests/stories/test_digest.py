"""The weekly digest: posted once, about the week that is over, with a picture below it, and read by whom it is for."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.app.seed import SETUP
from bot.db import workspaces
from bot.domain.channels import ChannelFacts
from bot.domain.request import Turn
from bot.domain.setup_reading import read_setup
from bot.domain.weeks import Week
from bot.sandbox import Message
from bot.services import digesting, setup, weekly
from bot.services.transaction import Tx
from bot.slack.names import ActionId, Form
from bot.slack.views import digest
from tests.stories.opening import back_at
from tests.stories.people import ZONE, Agency, buttons, shown


def posted(here: Agency, *, weeks_later: int = 0) -> list[Message]:
    """What the bot has said to the leads about this week, or a later one, without what stands below it."""
    messages = here.workspace.channel("#delivery-leads").messages
    ours = [message for message in messages if message.user == here.workspace.bot.id and not message.files]
    return [message for message in ours if message.text.startswith(f"Week {week_name(here, weeks_later)}")]


def operators_words(here: Agency) -> list[str]:
    """What whoever looks after Nudge was told of digests."""
    return [message.text for message in here.sent_to(here.lea) if "not posted" in message.text]


def pictures(here: Agency) -> list[Message]:
    """What stands below it."""
    messages = here.workspace.channel("#delivery-leads").messages
    return [message for message in messages if message.files and week_name(here) in message.text]


def week_name(here: Agency, weeks_later: int = 0) -> str:
    return str(Week.of(here.moment(7 * weeks_later, 10), ZONE))


async def test_on_monday_the_week_that_is_over_is_told_once_with_its_picture_below(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(8, 12))
    await asked.at(7, 9, 30)
    [post] = posted(asked)
    assert post.text.startswith(f"Week {week_name(asked)}: 1 request waits for us, for ")
    assert "Acme GmbH" in post.text and "with Bob" in post.text
    assert "speak to the three department heads" in post.text
    assert "anchor" in post.text.splitlines()[-1]
    assert {ActionId.OPEN, ActionId.OFFER_HELP, ActionId.DIGEST_FIGURES} <= set(buttons(post.blocks))
    [picture] = pictures(asked)
    assert picture.thread_ts == post.ts
    assert picture.files[0].content.startswith(b"\x89PNG")
    await asked.at(7, 16)
    assert len(posted(asked)) == 1


async def test_a_thread_is_opened_from_the_post_and_the_figures_stand_behind_one_button(asked: Agency) -> None:
    await asked.at(7, 9, 30)
    [post] = posted(asked)
    assert "three department heads" in shown(await asked.press(asked.lea, ActionId.OPEN, post))
    figures = await asked.press(asked.lea, ActionId.DIGEST_FIGURES, post)
    assert "*New:* 1" in shown(figures)
    assert "too few to say (n = 1, 1 not yet)" in shown(figures)
    meanings = await asked.press(asked.lea, ActionId.DIGEST_MEANINGS, figures)
    assert "Kaplan-Meier" in shown(meanings)


async def test_without_its_picture_the_digest_is_there_all_the_same(asked: Agency) -> None:
    asked.here.sandbox.faults.server_error("files.getUploadURLExternal", 500, times=1_000)
    await asked.at(7, 9, 30)
    assert len(posted(asked)) == 1
    assert not pictures(asked)


async def test_a_week_reads_the_same_whatever_happens_later(asked: Agency) -> None:
    await asked.at(7, 9, 30)
    [post] = posted(asked)
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(9, 12))
    later = await asked.run(digesting.week_called, week_name(asked))
    assert digest.digest(later).text == post.text
    assert later.figures.week.answered == 0
    assert post.text.splitlines()[0].endswith("0 answered, 1 open in all.")


async def test_the_digest_says_as_the_card_does_how_long_the_client_has_waited(here: Agency) -> None:
    await here.at(2, 12)
    await here.forward()  # what Jane wrote on Monday morning
    await here.bob.slash("digest")
    for said in (here.card(here.bob).text, here.answer(here.bob)):
        assert "2 working days" in said


async def test_what_was_done_without_the_turn_ever_being_the_clients_is_said_to_be_done(asked: Agency) -> None:
    await asked.close(asked.bob)
    await asked.lea.slash("digest")
    assert "from hand-over until it was done" in asked.answer(asked.lea)


async def test_what_is_not_counted_in_time_for_an_answer_comes_in_a_window(asked: Agency) -> None:
    heard = len(asked.bob.heard)
    async with asked.bot.transactions.background.connect() as conn:
        await conn.execute(text("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE"))
        await asked.bob.slash("digest")
        waiting = asked.bob.modal()
        assert waiting is not None and waiting.callback_id == Form.LOADING
        await conn.rollback()
    week = await asked.form(asked.bob)
    assert "Your own requests." in shown(week) and "#1" in shown(week)
    assert "*New:* 1" in shown(await asked.press(asked.bob, ActionId.DIGEST_FIGURES, week))
    assert len(asked.bob.heard) == heard


async def test_late_rather_than_never_and_once_for_each_week(here: Agency) -> None:
    queued = await here.run(_queue_last_week)
    assert queued == [True, False]


@pytest.mark.parametrize("bots", [1, 2])
async def test_off_over_its_time_and_back_on_wednesday_the_digest_comes_late_and_once(
    asked: Agency, database_url: str, bots: int
) -> None:
    with capture_logs() as logs:
        async with back_at(asked, database_url, asked.moment(9, 11), bots=bots) as there:
            [post] = posted(there)
            assert post.text.startswith(f"Week {week_name(there)}: 1 request waits for us, for ")
            assert float(post.ts) >= there.moment(9, 11).timestamp()
            assert len(pictures(there)) == 1
            await there.at(11, 16)
            assert len(posted(there)) == 1
            assert not operators_words(there)
    assert not [one for one in logs if one["event"] == "digests not posted"]


@pytest.mark.parametrize("bots", [1, 2])
async def test_off_over_two_of_its_times_the_last_is_posted_and_the_other_named(
    asked: Agency, database_url: str, bots: int
) -> None:
    with capture_logs() as logs:
        async with back_at(asked, database_url, asked.moment(16, 11), bots=bots) as there:
            assert not posted(there)
            assert len(posted(there, weeks_later=1)) == 1
            [told] = operators_words(there)
            assert f"The digest of {week_name(there)} was not posted" in told
            await there.at(18, 16)
            assert len(operators_words(there)) == 1
    assert [one["weeks"] for one in logs if one["event"] == "digests not posted"] == [[week_name(asked)]]


async def test_a_digest_that_somebody_had_posted_by_hand_meanwhile_was_not_missed(
    asked: Agency, database_url: str
) -> None:
    await asked.time_passes_to(6, 12)
    await asked.run(weekly.post_week, Week.of(asked.moment(0, 10), ZONE))
    async with back_at(asked, database_url, asked.moment(16, 11)) as there:
        assert len(posted(there)) == len(posted(there, weeks_later=1)) == 1
        assert not operators_words(there)


async def test_what_was_withheld_comes_within_the_hour_once_nobody_from_outside_reads_it(asked: Agency) -> None:
    await _let_a_guest_in(asked)
    await asked.at(7, 11, 30)
    assert not posted(asked)
    [told] = operators_words(asked)
    assert f"The digest of {week_name(asked)} was not posted: people from outside might read it there" in told
    asked.workspace.channel("delivery-leads").members.remove(asked.workspace.user("gus").id)
    await asked.at(7, 14)
    assert len(posted(asked)) == len(pictures(asked)) == 1
    await asked.at(8, 16)
    assert len(posted(asked)) == len(operators_words(asked)) == 1


@pytest.mark.parametrize("bots", [1, 2])
async def test_what_was_withheld_before_a_restart_is_tried_again_after_it_and_comes_once(
    asked: Agency, database_url: str, bots: int
) -> None:
    await _let_a_guest_in(asked)
    await asked.at(7, 9, 30)
    asked.workspace.channel("delivery-leads").members.remove(asked.workspace.user("gus").id)
    async with back_at(asked, database_url, asked.moment(9, 11), bots=bots) as there:
        assert len(posted(there)) == len(pictures(there)) == 1
        await there.at(11, 16)
        assert len(posted(there)) == len(operators_words(there)) == 1


async def test_what_was_withheld_all_week_is_posted_by_hand_after_it_and_once(asked: Agency, database_url: str) -> None:
    await _let_a_guest_in(asked)
    await asked.at(7, 9, 30)
    asked.workspace.channel("delivery-leads").members.remove(asked.workspace.user("gus").id)
    async with back_at(asked, database_url, asked.moment(15, 11)) as there:
        assert not posted(there)
        assert len(posted(there, weeks_later=1)) == 1
        week = Week.named(week_name(there))
        assert await there.run(weekly.post_week, week)
        assert not await there.run(weekly.post_week, week)
        await there.settle()
        assert len(posted(there)) == len(pictures(there)) == 1


async def test_what_slack_does_not_take_comes_in_the_channel_that_is_set_up_instead(asked: Agency) -> None:
    asked.workspace.channel("delivery-leads").archived = True
    await asked.at(7, 9, 30)
    [told] = operators_words(asked)
    assert "its channel is archived" in told
    await _set_up(asked, SETUP.replace("#delivery-leads", "#general"))
    await asked.at(7, 11)
    messages = [one for one in asked.workspace.channel("#general").messages if one.user == asked.workspace.bot.id]
    assert [one.text.startswith(f"Week {week_name(asked)}") for one in messages if not one.files] == [True]
    assert [one.thread_ts for one in messages if one.files] == [one.ts for one in messages if not one.files]


async def test_on_another_day_of_the_digest_no_week_is_left_out(asked: Agency) -> None:
    await _set_up(asked, SETUP.replace('day = "Mon"', 'day = "Fri"'))
    await asked.at(9, 12)
    await _set_up(asked, SETUP)
    await asked.at(11, 12)
    assert len(posted(asked)) == 1
    await asked.at(14, 9, 30)
    assert len(posted(asked)) == len(posted(asked, weeks_later=1)) == 1


async def test_everybody_reads_their_own_and_leads_what_they_lead(asked: Agency) -> None:
    await asked.bob.slash("digest")
    own = asked.answer(asked.bob)
    assert "Your own requests." in own and "#1" in own and "Bob" not in own
    await asked.dana.slash("digest")
    assert "#1" not in asked.answer(asked.dana)
    await asked.lea.slash("digest")
    assert "#1" in asked.answer(asked.lea)
    await asked.lea.slash("digest mine")
    assert "#1" not in asked.answer(asked.lea)
    assert "*New:* 1" in await asked.all_figures(asked.bob)
    assert "*New:* 0" in await asked.all_figures(asked.dana)


async def test_leads_may_have_their_own_and_names_be_left_out(asked: Agency) -> None:
    await asked.run(_leads_too)
    await asked.at(7, 9, 30)
    [post] = posted(asked)
    assert "Bob" not in post.text
    theirs = asked.latest(asked.lea, "needs a decision")
    assert theirs.text.splitlines()[0] == post.text.splitlines()[0]


async def test_a_lead_who_is_a_guest_by_now_gets_none(asked: Agency) -> None:
    await asked.run(_leads_too)
    await asked.change("lea", guest=True)
    await asked.at(7, 9, 30)
    assert not any(message.text.startswith("Week") for message in asked.sent_to(asked.lea))


@pytest.mark.parametrize(
    "change", ["UPDATE person SET is_guest = true WHERE name LIKE 'Lea%'", "UPDATE project SET lead_id = NULL"]
)
async def test_a_digest_that_waits_for_a_lead_is_not_sent_once_they_are_a_guest_or_lead_nothing(
    asked: Agency, change: str
) -> None:
    async def queue(tx: Tx) -> None:
        await weekly.post_week(tx, Week.of(tx.now, ZONE).before())
        await tx.conn.execute(text(change))

    await asked.run(_leads_too)
    await asked.run(queue)
    await asked.settle()
    assert not any(message.text.startswith("Week") or message.files for message in asked.sent_to(asked.lea))
    assert "nobody could be reached" in await asked.withheld_digests()
    assert not any("for a lead" in words for words in operators_words(asked)), "nobody misses it"


async def test_the_figures_behind_a_leads_own_digest_are_of_the_same_requests(asked: Agency) -> None:
    """Lea leads the portal, and as fallback owner may read everything; what is nobody's project is not in hers."""
    await asked.run(_leads_too)
    await asked.dana.slash("@bob please send them the shop plan")
    await asked.at(7, 9, 30)
    theirs = asked.latest(asked.lea, "needs a decision")
    assert "The projects that you lead." in theirs.text
    assert "*Open:* 1" in theirs.text
    assert "*Open at the end:* 1" in shown(await asked.press(asked.lea, ActionId.DIGEST_FIGURES, theirs))


async def _queue_last_week(tx: Tx) -> list[bool]:
    week = Week.of(tx.now, ZONE).before(2)
    return [await weekly.post_week(tx, week), await weekly.post_week(tx, week)]


async def _let_a_guest_in(here: Agency) -> None:
    """Somebody from outside joins the leads' channel."""
    here.workspace.add_user("gus", email="gus@elsewhere.example", real_name="Gus Guest", guest=True)
    await here.change("gus", real_name="Gus G.")
    here.workspace.join("delivery-leads", "gus")


async def _set_up(here: Agency, words: str) -> None:
    """What the set-up says from now on."""
    channels = {one.name: ChannelFacts(one.id, one.name) for one in here.workspace.channels.values() if one.name}
    await here.run(setup.apply, read_setup(words), channels)
    await here.settle()


async def _leads_too(tx: Tx) -> None:
    here = await workspaces.get(tx.conn, tx.workspace_id)
    assert here is not None
    await workspaces.update(tx.conn, tx.workspace_id, replace(here, digest_leads=True, digest_names=False))
