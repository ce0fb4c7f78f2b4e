"""Channels that clients' words do not belong in: shared with another organisation, or with guests in them."""

import pytest

from bot.slack.names import Field
from tests.stories.people import Agency, forwarded


def share(here: Agency, channel: str) -> None:
    here.workspace.share(channel)


def let_a_guest_in(here: Agency, channel: str) -> None:
    here.workspace.join(channel, "gus")


@pytest.mark.parametrize("spoil", [share, let_a_guest_in])
async def test_a_mail_there_is_left_alone_and_the_digest_withheld_on_record(here: Agency, spoil: object) -> None:
    here.workspace.add_user("gus", email="gus@elsewhere.example", real_name="Gus Guest", guest=True)
    await here.change("gus", real_name="Gus G.")
    assert callable(spoil)
    spoil(here, "client-acme")
    spoil(here, "delivery-leads")
    await here.dana.forward_mail("#client-acme", subject="Fwd: x", body=forwarded())
    await here.settle()
    assert await here.count_of_requests() == 0
    assert here.sent_to(here.bob) == []

    here.said.clear()
    await here.at(7, 9, 30)
    [told] = here.said
    assert told in here.sent_to(here.lea)
    assert "might read it there" in told.text
    assert await here.withheld_digests() == ["the channel is shared or holds guests"]


async def test_a_project_is_not_set_up_in_a_channel_that_is_shared(here: Agency) -> None:
    here.workspace.share("general")
    await here.lea.slash("project")
    form = await here.form(here.lea)
    values = {Field.CLIENT: "Globex", Field.PROJECT_NAME: "Shop", Field.OWNER: "bob", Field.SLACK_CHANNEL: "#general"}
    answer = await here.submit(here.lea, form, values)
    assert "shared with another organisation" in str(answer["errors"])
