"""Figures → PNG. The only room that knows matplotlib, which it loads when the first picture is drawn: it is large, and
a bot that waits for Monday needs none of it.

Legible on a phone, on white and on black, and without telling colours apart: every series has its name on it, its own
lightness and its own pattern, and every number that matters is written out.
"""

import io
import math
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from bot.domain.picture import Picture, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 8.0, 8.0, 150
"""Inches and dots an inch: 1,200 pixels across, three to each of a phone's 400."""

_PAPER, _INK, _FAINT = "#ffffff", "#1a1a1a", "#8a8f98"
_SMALL, _MEDIUM, _LARGE = 15, 17, 20
_ROOM = 0.08
"""Of the height: how tall a piece has to be to hold its number."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a series is filled, and the ink of what is written on it."""

    fill: str
    hatch: str
    ink: str


# After the Okabe-Ito palette, chosen so that they differ in lightness and pattern as well.
_LOOKS = (
    _Look("#b3400e", "", "#ffffff"),
    _Look("#e69f00", "//", _INK),
    _Look("#cfe3f1", "..", _INK),
)
_ANSWERED = _Look("#ffffff", "\\\\", "#0b5a8a")
_THOUSAND = 1000


_one_at_a_time = Lock()
"""matplotlib is not safe for threads: two pictures drawn at once may spoil each other."""

_REMEMBERED = 8


def png(picture: Picture) -> bytes:
    """The picture as a PNG on a background of its own, so that dark mode does not swallow it.

    The last few are remembered: on a slow machine the first picture may take longer than a sender has for one attempt,
    and the next attempt has to come further than the one before.
    """
    with _one_at_a_time:
        return _drawn(picture)


@lru_cache(maxsize=_REMEMBERED)
def _drawn(picture: Picture) -> bytes:
    from matplotlib.figure import Figure  # noqa: PLC0415 - large, and not needed before the first picture

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=_PAPER, layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=(3, 2))
    _bars(above, picture)
    _median(below, picture)
    figure.suptitle(picture.title, fontsize=_LARGE, fontweight="bold", color=_INK)
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=_PAPER, metadata={"Software": None})
    return out.getvalue()


def _bars(axes: "Axes", picture: Picture) -> None:
    """What was not closed, stacked under its sum; what was answered, beside it."""
    places = range(len(picture.weeks))
    totals = [sum(counts) for counts in zip(*(series.counts for series in picture.stacked), strict=True)]
    most = max([*totals, *picture.answered.counts, 1])
    bottoms = [0] * len(totals)
    for series, look in zip(picture.stacked, _LOOKS, strict=True):
        axes.bar(
            [place - 0.2 for place in places],
            series.counts,
            0.5,
            bottom=bottoms,
            label=series.name,
            color=look.fill,
            hatch=look.hatch,
            edgecolor=_INK,
            linewidth=1.0,
        )
        for place, (bottom, count) in enumerate(zip(bottoms, series.counts, strict=True)):
            if count > most * _ROOM:
                _number(axes, place - 0.2, bottom + count / 2, count, look.ink, paper=look.fill)
        bottoms = [bottom + count for bottom, count in zip(bottoms, series.counts, strict=True)]
    _beside(axes, picture.answered, most)
    for place, total in enumerate(totals):
        _number(axes, place - 0.2, total + most * 0.045, total, _INK, size=_MEDIUM, weight="bold")
    axes.set_ylim(0, most * 1.12)
    axes.legend(
        loc="lower center",
        bbox_to_anchor=(0.5, 1.0),
        ncols=4,
        fontsize=_MEDIUM,
        frameon=False,
        handlelength=1.4,
        handleheight=1.1,
        columnspacing=1.1,
        handletextpad=0.4,
        labelcolor=_INK,
    )
    _plain(axes, picture)


def _beside(axes: "Axes", answered: Series, most: int) -> None:
    places = [place + 0.26 for place in range(len(answered.counts))]
    axes.bar(
        places,
        answered.counts,
        0.32,
        label=answered.name,
        color=_ANSWERED.fill,
        hatch=_ANSWERED.hatch,
        edgecolor=_ANSWERED.ink,
        linewidth=2.0,
    )
    for place, count in zip(places, answered.counts, strict=True):
        _number(axes, place + 0.02, count + most * 0.04, count, _ANSWERED.ink)


def _number(
    axes: "Axes",
    x: float,
    y: float,
    count: int,
    ink: str,
    *,
    paper: str = _PAPER,
    size: int = _SMALL,
    weight: str = "normal",
) -> None:
    """A number on paper of its own, so that no pattern runs through it."""
    said = str(count) if count < _THOUSAND else f"{count / _THOUSAND:.1f}k".replace(".0k", "k")
    box = {"facecolor": paper, "edgecolor": "none", "pad": 1.0}
    axes.text(x, y, said, ha="center", va="center", fontsize=size, color=ink, fontweight=weight, bbox=box)


def _median(axes: "Axes", picture: Picture) -> None:
    """The line, broken where a week has no median; what is said of such a week stands in the gap."""
    hours = [math.nan if each is None else each for each in picture.median_hours]
    most = max([each for each in hours if not math.isnan(each)], default=1.0) or 1.0
    axes.set_title(picture.median_title, fontsize=_MEDIUM, color=_INK, loc="left")
    axes.plot(range(len(hours)), hours, color=_INK, linewidth=3, marker="o", markersize=9)
    for place, (value, label) in enumerate(zip(hours, picture.median_labels, strict=True)):
        if label:
            box = {"facecolor": _PAPER, "edgecolor": "none", "pad": 0.5}
            height = most if math.isnan(value) else value + most * 0.2
            axes.text(place, height, label, ha="center", va="center", fontsize=_SMALL, color=_INK, bbox=box)
    if not any(picture.median_labels):
        axes.text(0.5, 0.5, picture.no_median, ha="center", fontsize=_MEDIUM, color=_INK, transform=axes.transAxes)
    axes.set_ylim(0, most * 1.4)
    _plain(axes, picture)


def _plain(axes: "Axes", picture: Picture) -> None:
    """Weeks below, no frame, no scale: the numbers stand where they belong."""
    axes.set_facecolor(_PAPER)
    axes.set_xlim(-0.6, len(picture.weeks) - 0.4)
    axes.set_xticks(range(len(picture.weeks)), picture.weeks, fontsize=_MEDIUM, color=_INK)
    axes.set_yticks([])
    axes.tick_params(length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_FAINT)
