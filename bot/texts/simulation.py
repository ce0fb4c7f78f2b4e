"""What a simulation found, as a table: who would have got what, beside what they got."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.simulation import Arrival, Form, Totals

_NOTHING = Totals({}, {}, 0, 0)
WENT_OUT, WOULD_GO_OUT = "went out", "would go out"
USUAL = "the standard plan"
LEAD, BACKUP, REPORTER = "the lead", "the backup", "the reporter"
_COLUMNS = ("notified", "reminders", "requests in them", "fullest day", "as lead")
_BAR = 30
_SIGNS = ("█", "░")


Side = tuple[str, Mapping[int, Totals]]
"""What one side of a comparison is called, and its counts by person."""


def of_record(requests: int, until: datetime) -> str:
    """Of how many requests on record it tells, until when (UTC)."""
    return f"{_counted(requests, 'request')}, until {until:%Y-%m-%d %H:%M} UTC"


def of_made_up(requests: int, weeks: int, seed: int) -> str:
    """Of how many requests that nobody made it tells."""
    return f"{_counted(requests, 'made-up request')} over {_counted(weeks, 'week')}, seed {seed}"


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else f'{one}s'}"


def owner(number: int) -> str:
    """Somebody who is made up as well."""
    return f"owner {number:02d}"


def called(name: str) -> str:
    """A plan on trial."""
    return f"“{name}”"


def table(names: Mapping[int, str], sides: Sequence[Side]) -> list[str]:
    """One line a person, one for all, and what notified people by the hour of their day; one or two sides."""
    everybody = {person for _, counted in sides for person in counted}
    width = max([len(_name(names, person)) for person in everybody] + [3])
    head = "  ".join(_COLUMNS)
    lines = [f"{'':{width}}" + "".join(f"  {title:^{len(head)}}" for title, _ in sides).rstrip()]
    lines.append(f"{'':{width}}" + f"  {head}" * len(sides))
    for person in sorted(everybody, key=lambda one: _name(names, one)):
        cells = [_cells(counted.get(person, _NOTHING)) for _, counted in sides]
        lines.append("  ".join([f"{_name(names, person):{width}}", *cells]))
    lines.append("  ".join([f"{'all':{width}}", *(_cells(_sum(counted)) for _, counted in sides)]))
    return [*lines, "", *_hours(sides)]


def _name(names: Mapping[int, str], person: int) -> str:
    return names.get(person, f"#{person}")


def _cells(totals: Totals) -> str:
    figures = (
        totals.notified,
        totals.forms.get(Form.REMINDER, 0),
        totals.lines,
        totals.fullest_day,
        totals.lead,
    )
    return "  ".join(f"{figure:>{len(column)},}" for figure, column in zip(figures, _COLUMNS, strict=True))


def _sum(each: Mapping[int, Totals]) -> Totals:
    forms: dict[Form, int] = {}
    hours: dict[int, int] = {}
    for one in each.values():
        for form, count in one.forms.items():
            forms[form] = forms.get(form, 0) + count
        for hour, count in one.hours.items():
            hours[hour] = hours.get(hour, 0) + count
    fullest = max((one.fullest_day for one in each.values()), default=0)
    return Totals(forms, hours, fullest, sum(one.lead for one in each.values()))


def _hours(sides: Sequence[Side]) -> list[str]:
    hours = [_sum(counted).hours for _, counted in sides]
    most = max((count for each in hours for count in each.values()), default=0)
    if not most:
        return []
    known = {hour for each in hours for hour in each}
    titles = ", ".join(f"{title} {sign}" for (title, _), sign in zip(sides, _SIGNS, strict=False))
    lines = [f"What notified people, by the hour of their own day: {titles}"]
    for hour in range(min(known), max(known) + 1):
        bars = [_bar(each.get(hour, 0), most, sign) for each, sign in zip(hours, _SIGNS, strict=False)]
        lines += [f"{hour:02d}  {bars[0]}", *(f"    {bar}" for bar in bars[1:])]
    return lines


def _bar(count: int, most: int, sign: str) -> str:
    return f"{sign * round(_BAR * count / most):{_BAR}} {count:>6,}"


def as_data(names: Mapping[int, str], found: Sequence[Arrival], counted: Mapping[int, Totals]) -> dict[str, object]:
    """One side of a comparison, for `--format json`."""
    return {
        "people": {
            names.get(person, f"#{person}"): {
                "notified": totals.notified,
                "requests_in_reminders": totals.lines,
                "fullest_day": totals.fullest_day,
                "as_lead": totals.lead,
                "forms": {form.value: count for form, count in sorted(totals.forms.items())},
                "hours": {str(hour): count for hour, count in sorted(totals.hours.items())},
            }
            for person, totals in counted.items()
        },
        "arrivals": [
            {
                "at": one.at.isoformat(),
                "person": names.get(one.recipient, f"#{one.recipient}"),
                "request": one.request,
                "form": one.form.value,
                "role": one.role.value if one.role else None,
            }
            for one in found
        ],
    }
