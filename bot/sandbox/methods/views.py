"""Windows: views.open, push, update, publish."""

from typing import Any

from bot.sandbox import wire
from bot.sandbox.blocks import checked_view
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.methods.call import Call, Method, Tier
from bot.sandbox.model import Json, View


def opening(call: Call) -> Json:
    """Open a modal in front of the person whose action the trigger id stands for."""
    content = _content(call, "modal")
    trigger = call.workspace.passes.exchange(call.arguments.required("trigger_id"))
    _check_external_id(call, content, None)
    return _shown(call, call.workspace.windows.open(trigger.user, content))


def push(call: Call) -> Json:
    """Put a modal on top of the one that the action happened in."""
    content = _content(call, "modal")
    trigger = call.workspace.passes.exchange(call.arguments.required("trigger_id"))
    below = call.workspace.windows.views.get(trigger.view or "")
    if below is None or not below.open:
        raise SlackError("not_found")
    _check_external_id(call, content, None)
    return _shown(call, call.workspace.windows.open(trigger.user, content, on_top_of=below))


def update(call: Call) -> Json:
    """Change an open modal, named by its id or the bot's own name for it."""
    content = _content(call, "modal")
    view = _named(call)
    _check_hash(call, view)
    _check_external_id(call, content, view)
    return _shown(call, call.workspace.windows.change(view, content))


def publish(call: Call) -> Json:
    """Show a person their Home."""
    content, user = _content(call, "home"), call.user("user_id")
    if user.deleted:
        raise SlackError("user_not_found")
    home = call.workspace.windows.homes.get(user.id)
    if home:
        _check_hash(call, home)
    return _shown(call, call.workspace.windows.publish(user.id, content))


def _content(call: Call, kind: str) -> Json:
    view: Any = call.arguments.structure("view", "invalid_arguments")
    if view is None:
        raise invalid_arguments("missing required field: view")
    return checked_view(view, kind)


def _named(call: Call) -> View:
    view_id, external = call.arguments.text("view_id"), call.arguments.text("external_id")
    if not view_id and not external:
        raise invalid_arguments("missing required field: view_id or external_id")
    for view in call.workspace.windows.views.values():
        if view.open and (view.id == view_id or (external and view.content.get("external_id") == external)):
            return view
    raise SlackError("not_found")


def _check_hash(call: Call, view: View) -> None:
    given = call.arguments.text("hash")
    if given and given != view.hash:
        raise SlackError("hash_conflict")


def _check_external_id(call: Call, content: Json, own: View | None) -> None:
    name = content.get("external_id")
    others = [view for view in call.workspace.windows.views.values() if view is not own]
    if name and any(view.content.get("external_id") == name for view in others):
        raise SlackError("duplicate_external_id")


def _shown(call: Call, view: View) -> Json:
    return {"view": wire.view_json(call.workspace, view)}


METHODS = {
    "views.open": Method(opening, tier=Tier.GENEROUS),
    "views.push": Method(push, tier=Tier.GENEROUS),
    "views.update": Method(update, tier=Tier.GENEROUS),
    "views.publish": Method(publish, tier=Tier.GENEROUS),
}
