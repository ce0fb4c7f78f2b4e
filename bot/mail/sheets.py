"""Style sheets of HTML mails: what their simpler selectors say of an element."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.mail.styles import Rules, declarations

_SHEET_AT_MOST = 200_000
_RULES_PER_KEY = 10
_CLASSES_AT_MOST = 12
_KEPT_LOOKS = 1_000
_DEEPEST = 5
_PROPERTIES = """
background background-color background-image bottom clip clip-path color content-visibility display filter font
font-size height left margin margin-left margin-right margin-top max-height max-width mso-hide opacity overflow
overflow-x overflow-y right text-indent top transform visibility width
"""
_TELLING = frozenset(_PROPERTIES.split())


@dataclass(frozen=True)
class _Rule:
    """What is said of elements that have all the `names`, inside of others that have the names `around`."""

    names: frozenset[str]
    around: frozenset[str]
    weight: tuple[int, int, int]
    rules: Rules


def names_of(tag: str, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return what selectors know an element by: `p`, `.preheader`, `#note`."""
    names = [tag]
    if "class" in attributes:
        names += [f".{name}" for name in attributes["class"].lower().split()[:_CLASSES_AT_MOST]]
    if "id" in attributes:
        names.append(f"#{attributes['id'].strip().lower()}")
    return tuple(names)


class Sheets:
    """All style sheets of a mail. Of very many rules for one name the first count, so that reading stays linear."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[_Rule]] = {}
        self._found: dict[tuple[str, ...], list[_Rule]] = {}
        self._room = _SHEET_AT_MOST

    def __bool__(self) -> bool:
        """Whether there is any rule that tells who is seen."""
        return bool(self._by_name)

    def add(self, sheet: str) -> None:
        """Read one more style sheet; what holds on narrow screens or on paper only is left out."""
        sheet = sheet[: self._room]
        self._room -= len(sheet)
        self._found.clear()
        for selectors, body in _blocks(sheet.replace("<!--", " ").replace("-->", " ")):
            rules = {name: value for name, value in declarations(body).items() if name in _TELLING}
            for selector in selectors.split(",") if rules else ():
                self._keep(selector.lower(), rules)

    def _keep(self, selector: str, rules: Rules) -> None:
        *outer, own = [_names_in(part) for part in selector.replace(">", " ").split()] or [None]
        if not own or len(outer) > _DEEPEST or any(part is None for part in outer):
            return
        around = frozenset(name for part in outer for name in part or ())
        key = max(own, key=_weight_of)
        kept = self._by_name.setdefault(key, [])
        if len(kept) < _RULES_PER_KEY:
            kept.append(_Rule(own, around, _weight((*own, *around)), rules))

    def of(self, names: tuple[str, ...], open_names: Counter[str]) -> list[Rules]:
        """Return what is said of an element with these names, the weightiest last; `open_names` are those around it."""
        candidates = self._found.get(names)
        if candidates is None:
            own = frozenset(names)
            found = [rule for name in own for rule in self._by_name.get(name, ()) if rule.names <= own]
            candidates = sorted(found, key=lambda rule: rule.weight)
            if len(self._found) < _KEPT_LOOKS:
                self._found[names] = candidates
        return [rule.rules for rule in candidates if all(open_names[name] > 0 for name in rule.around)]


def _weight_of(name: str) -> int:
    return {"#": 2, ".": 1}.get(name[:1], 0)


def _weight(names: tuple[str, ...]) -> tuple[int, int, int]:
    ids, classes = (sum(name.startswith(sign) for name in names) for sign in "#.")
    return ids, classes, len(names) - ids - classes


def _names_in(part: str) -> frozenset[str] | None:
    """The names in `p.big#x`; None for what is not understood: states, attributes, siblings, everything."""
    names, at = [], 0
    for position in range(1, len(part) + 1):
        if position == len(part) or part[position] in ".#":
            names.append(part[at:position])
            at = position
    known = all(name.lstrip(".#").replace("-", "").replace("_", "").isalnum() for name in names)
    return frozenset(names) if names and known else None


def _blocks(sheet: str) -> list[tuple[str, str]]:
    """Split a style sheet into selectors and bodies, at-rules for screens opened. One pass."""
    rules: list[tuple[str, str]] = []
    heads: list[str] = []
    start = 0
    for position, character in enumerate(sheet):
        if character == "{":
            heads.append(_last_statement(sheet[start:position]))
            start = position + 1
        elif character == "}" and heads:
            head = heads.pop()
            if not head.startswith("@") and len(heads) <= _DEEPEST and all(_is_for_screens(outer) for outer in heads):
                rules.append((head, sheet[start:position]))
            start = position + 1
    return rules


def _is_for_screens(head: str) -> bool:
    """Whether an at-rule holds on every screen: no width is asked for, and no paper."""
    words = head.lower().replace(",", " ").split()
    return words[:1] == ["@media"] and all(word in ("only", "screen", "all", "and") for word in words[1:])


def _last_statement(head: str) -> str:
    return head.rpartition(";")[2].rpartition("*/")[2].strip()
