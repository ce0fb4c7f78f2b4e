"""The windows of a workspace: modals that stand open, and everybody's Home."""

from collections.abc import Callable, Iterable

from bot.sandbox import ids, limits
from bot.sandbox.errors import SlackError
from bot.sandbox.journal import Change
from bot.sandbox.model import Json, View


class Windows:
    """All views: `views` by id, closed ones too, and `homes` by user id."""

    def __init__(self, now: Callable[[], float], announce: Callable[[Change], None]) -> None:
        """Begin without any; `announce` is told of every change."""
        self._now, self._announce = now, announce
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """The modals that stand open in front of a person, the topmost last."""
        return [view for view in self.views.values() if view.user == user and view.open and view.type == "modal"]

    def open(self, user: str, content: Json, *, on_top_of: View | None = None) -> View:
        """Put a modal in front of somebody. Raises SlackError when three are open already."""
        if on_top_of and len(self.stack(user)) >= limits.VIEW_STACK:
            raise SlackError("push_limit_reached")
        if on_top_of is None:
            self.close(self.stack(user))
        view_id = ids.random_id("V")
        root = on_top_of.root_id if on_top_of else view_id
        view = View(view_id, user, content, self.new_hash(), root, on_top_of.id if on_top_of else None)
        self.views[view.id] = view
        self._announce(Change("opened", view=view))
        return view

    def change(self, view: View, content: Json) -> View:
        """Replace what a window shows; what was typed stays for the fields that keep their ids."""
        kept = {block["block_id"] for block in content["blocks"]}
        view.inputs = {block: values for block, values in view.inputs.items() if block in kept}
        view.content, view.hash = content, self.new_hash()
        self._announce(Change("changed", view=view))
        return view

    def publish(self, user: str, content: Json) -> View:
        """Show somebody their Home; the one before is gone."""
        home = self.homes.get(user)
        if home:
            return self.change(home, content)
        view_id = ids.random_id("V")
        home = self.homes[user] = View(view_id, user, content, self.new_hash(), view_id)
        self.views[view_id] = home
        self._announce(Change("opened", view=home))
        return home

    def close(self, views: Iterable[View]) -> None:
        """Take windows away."""
        for view in list(views):
            view.open = False
            self._announce(Change("closed", view=view))

    def new_hash(self) -> str:
        """A fresh mark of a view's version."""
        return f"{int(self._now())}.{ids.random_key()[:8]}"
