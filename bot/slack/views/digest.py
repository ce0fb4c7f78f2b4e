"""The weekly post for leads, and what stands behind its one button."""

from collections.abc import Sequence

from bot.domain.command import LED, MINE
from bot.domain.facts import DigestFacts, DigestLine
from bot.slack.names import ActionId, Form
from bot.slack.views.inputs import View, modal
from bot.slack.views.message import (
    Block,
    Message,
    actions,
    button,
    composed,
    context,
    divider,
    header,
    section,
    sections,
)
from bot.texts import digest as texts
from bot.texts import digest_figures, labels, lists
from bot.texts.moments import Watch

_MOST_PROMISES, _MOST_WENT_WELL = 7, 3


def digest(facts: DigestFacts) -> Message:
    """How the week stands in one sentence; what needs a decision, each with its buttons; promises; what went well;
    three figures. The rest stands behind one button.
    """
    watch = texts.watch_of(facts)
    anchor = texts.anchor(facts, watch)
    blocks = [
        header(texts.sentence(facts, watch)),
        context([texts.days(facts, watch)]),
        _three(facts, watch),
        *_decisions(facts, watch),
        *_short_list(
            texts.PROMISES,
            [texts.promise(each, facts, watch) for each in facts.promises.first],
            facts.promises.count,
            _MOST_PROMISES,
        ),
        *_went_well(facts, watch),
        actions([button(texts.ALL_FIGURES, ActionId.DIGEST_FIGURES, _value(facts))]),
        *([context([anchor])] if anchor else []),
    ]
    return composed(blocks)


def window(facts: DigestFacts) -> View:
    """The same in a window, where counting took too long for an answer."""
    return modal(Form.SHOW, texts.WEEK_TITLE, digest(facts).blocks)


def _value(facts: DigestFacts) -> str:
    """What the button for all figures has to name, so that they are of the same requests."""
    whose = MINE if facts.is_own else LED if facts.is_led else ""
    return f"{facts.week}/{whose}" if whose else facts.week


def _three(facts: DigestFacts, watch: Watch) -> Block:
    return section("\n".join(texts.three_figures(facts, watch)))


def _decisions(facts: DigestFacts, watch: Watch) -> list[Block]:
    if not facts.decisions.first:
        return []
    left = facts.decisions.count - len(facts.decisions.first)
    blocks = [section(f"*{texts.DECISIONS}*")]
    for line in facts.decisions.first:
        blocks += [section(texts.decision(line, facts, watch)), _buttons(line, facts)]
    return [*blocks, *([context([lists.more(left)])] if left > 0 else [])]


def _buttons(line: DigestLine, facts: DigestFacts) -> Block:
    number = line.request.id
    offer = [] if facts.is_own else [button(labels.OFFER_HELP, ActionId.OFFER_HELP, number)]
    return actions([button(labels.OPEN, ActionId.OPEN, number), *offer])


def _short_list(title: str, lines: Sequence[str], count: int, most: int) -> list[Block]:
    """A few lines in one block; what is left out is counted."""
    if not lines:
        return []
    left = count - len(lines[:most])
    return [section("\n".join([f"*{title}*", *lines[:most], *([lists.more(left)] if left > 0 else [])]))]


def _went_well(facts: DigestFacts, watch: Watch) -> list[Block]:
    kept = texts.kept(facts)
    lines = [texts.went_well(each, watch) for each in facts.went_well.first[:_MOST_WENT_WELL]]
    left = facts.went_well.count - len(lines)
    said = [*lines, *([lists.more(left)] if left > 0 else []), *([kept] if kept else [])]
    return _short_list(texts.WENT_WELL, said, len(said), len(said))


def figures(facts: DigestFacts) -> View:
    """All figures beside the weeks before, what nobody was told about or found for, the lessons of the week."""
    watch = texts.watch_of(facts)
    lines = [each.line(facts, watch) for each in digest_figures.FIGURES]
    blocks = [
        context([f"{facts.week} · {texts.days(facts, watch)}"]),
        *(section("\n".join(lines[start : start + 3])) for start in range(0, len(lines), 3)),
        actions([button(texts.MEANINGS, ActionId.DIGEST_MEANINGS, facts.week)]),
    ]
    for title, below in digest_figures.besides(facts, watch).items():
        blocks += [divider(), *sections([f"*{title}*", *below])]
    return modal(Form.SHOW, texts.FIGURES_TITLE, blocks)


def meanings() -> View:
    """What each figure means."""
    said = [f"*{each.name}:* {each.means}" for each in digest_figures.EVERY_FIGURE]
    return modal(
        Form.SHOW,
        texts.MEANINGS_TITLE,
        [section("\n".join(said[start : start + 4])) for start in range(0, len(said), 4)],
    )
