"""Who am I, where am I: api.test, auth.test, bots.info, team.info. (The socket's address is in `web_api`.)"""

from bot.sandbox import wire
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method, Tier
from bot.sandbox.model import Json


def api_test(call: Call) -> Json:
    """Echo, or refuse with the error that was asked for."""
    if "error" in call.arguments:
        raise SlackError(call.arguments.text("error"))
    return {"args": {}}


def auth_test(call: Call) -> Json:
    """Whose token this is."""
    workspace = call.workspace
    return {
        "url": f"{call.address}/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot.bot_id,
        "is_enterprise_install": False,
    }


def bots_info(call: Call) -> Json:
    """The bot's own profile."""
    if call.arguments.text("bot", call.workspace.bot.bot_id) != call.workspace.bot.bot_id:
        raise SlackError("bot_not_found")
    return {"bot": wire.bot_json(call.workspace)}


def team_info(call: Call) -> Json:
    """The workspace's name and address."""
    workspace = call.workspace
    domain = workspace.name.lower().replace(" ", "-")
    return {"team": {"id": workspace.team_id, "name": workspace.name, "domain": domain, "email_domain": ""}}


METHODS = {
    "api.test": Method(api_test, tier=Tier.FOUR),
    "auth.test": Method(auth_test, tier=Tier.GENEROUS),
    "bots.info": Method(bots_info, ("users:read",)),
    "team.info": Method(team_info, ("team:read",)),
}
