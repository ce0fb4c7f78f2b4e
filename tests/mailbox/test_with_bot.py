"""The mailbox of a whole bot: from a mail in it to the owner's card in Slack."""

from bot.app.bot import Bot, Connection
from bot.db import mailboxes
from bot.db.engine import Engines
from bot.domain.setup import MailboxSetup
from bot.mailbox import Access
from bot.services.transaction import Tx
from tests.mailbox.dovecot import PASSWORD, Dovecot
from tests.mailbox.mails import forwarded
from tests.mailbox.post import until
from tests.stories.opening import QUICK, agency

USER = "nudge-of-a-bot"


async def test_a_mail_in_the_mailbox_reaches_its_owner(server: Dovecot, database_url: str) -> None:
    async def name_the_mailbox(tx: Tx) -> None:
        there = MailboxSetup("localhost", USER, server.port, every=5, authserv_ids=("mx.agency.example",))
        await mailboxes.write(tx.conn, tx.workspace_id, there)

    async with agency(database_url) as here:
        await here.run(name_the_mailbox)
        server.deliver(USER, forwarded(1))
        slack = Connection(here.workspace.bot_token, None, here.here.sandbox.api_url)
        access = Access(PASSWORD, server.tls)
        bot = Bot(slack, Engines.on(database_url), clock=lambda _: here.control.moved, times=QUICK, mailbox=access)
        try:
            await bot.start()

            async def is_read() -> bool:
                return await here.count_of_requests() == 1

            await until(is_read)
            await here.settle()
            assert "Question 1" in here.card(here.bob).text
        finally:
            await bot.stop()
