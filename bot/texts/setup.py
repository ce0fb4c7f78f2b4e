"""What a set-up would change, for whoever imports it."""

from bot.domain.setup_diff import Change, SetupDiff

NO_CHANGE = "Everything is set up like this already: nothing to change."
NOT_APPLIED = "Nothing was changed."


def lines(diff: SetupDiff) -> list[str]:
    """The changes, one thing after the other, then what stays though the file does not name it."""
    told = [line for change in diff.changes for line in _change(change)]
    return told + [f"  {name}: not in the file, stays" for name in diff.untouched]


def applied(diff: SetupDiff) -> str:
    """That it is done."""
    count = len(diff.changes)
    return f"Done: {count} {'change' if count == 1 else 'changes'}."


def _change(change: Change) -> list[str]:
    title = f"{change.what} {change.name}".strip()
    if change.is_new:
        return [f"+ {title}", *(f"    {each.field}: {each.after}" for each in change.fields if each.after)]
    fields = [f"    {each.field}: {each.before or 'nothing'} → {each.after or 'nothing'}" for each in change.fields]
    return [f"~ {title}", *fields]
