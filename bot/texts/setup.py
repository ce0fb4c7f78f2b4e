"""What a set-up would change, for whoever imports it."""

from bot.domain.setup_diff import Change, SetupDiff, Staying

NO_CHANGE = "Everything is set up like this already: nothing to change."
NOT_APPLIED = "Nothing was changed."

MOST_NUMBERS = 5
"""How many requests are named that stay with somebody."""


def lines(diff: SetupDiff) -> list[str]:
    """The changes, one thing after the other, then what stays though the file does not name it."""
    told = [line for change in diff.changes for line in (*_change(change), *_staying(change, diff))]
    return told + [f"  {name}: not in the file, stays" for name in diff.untouched]


def applied(diff: SetupDiff) -> str:
    """That it is done."""
    count = len(diff.changes)
    return f"Done: {count} {'change' if count == 1 else 'changes'}."


def staying(of: Staying) -> str:
    """That a new owner of a project does not have what is open in it already, and how it is passed on."""
    named = ", ".join(f"#{number}" for number in of.numbers[:MOST_NUMBERS])
    further = len(of.numbers) - MOST_NUMBERS
    more = f" and {further} more" if further > 0 else ""
    until = "stay with {} until they are" if len(of.numbers) > 1 else "stays with {} until it is"
    return f"{named}{more} {until.format(of.holder)} passed on: /nudge show {of.numbers[0]}, then “Not mine”."


def _staying(change: Change, diff: SetupDiff) -> list[str]:
    theirs = [one for one in diff.staying if change.what == "project" and one.project == change.name]
    return [f"    {staying(one)}" for one in theirs]


def _change(change: Change) -> list[str]:
    title = f"{change.what} {change.name}".strip()
    if change.is_new:
        return [f"+ {title}", *(f"    {each.field}: {each.after}" for each in change.fields if each.after)]
    fields = [f"    {each.field}: {each.before or 'nothing'} → {each.after or 'nothing'}" for each in change.fields]
    return [f"~ {title}", *fields]
