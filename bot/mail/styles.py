"""What styles hide: the part of CSS that keeps text from a reader's eyes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.mail.colours import WHITE, Colour, colour_of, is_clear

Rules = Mapping[str, str]
"""Properties and their values, in lower case."""

_STYLE_AT_MOST = 2_000
_NEARLY = 10
_SMALLEST = 2.0
_SMALLEST_SHARE = 0.12
_FAR_OFF = -500.0
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "pc": 16.0, "in": 96.0}
_PIXELS |= {"cm": 38.0, "mm": 3.8, "vw": 10.0, "vh": 8.0, "%": 8.0}
_SIZES = ("max-height", "max-width", "height", "width")
_PLACES = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top", "margin-right", "margin")


@dataclass(frozen=True)
class Look:
    """How text looks at a place: hidden for good, or unseen, too small or too pale until a child says otherwise.

    Colours: None is unknown.
    """

    hidden: bool = False
    unseen: bool = False
    tiny: bool = False
    colour: Colour | None = None
    background: Colour | None = WHITE

    @property
    def is_visible(self) -> bool:
        """Whether a reader sees text that looks like this."""
        return not (self.hidden or self.unseen or self.tiny or self._is_pale())

    def _is_pale(self) -> bool:
        if self.colour is None or self.background is None:
            return False
        return all(abs(a - b) <= _NEARLY for a, b in zip(self.colour, self.background, strict=True))


def styled(look: Look, attributes: Mapping[str, str], sheet: Iterable[Rules] = ()) -> Look:
    """Return how text looks inside an element with these attributes, within a place that looks like `look`.

    `sheet` is what style sheets say of the element, the weightiest last.
    """
    if "color" in attributes or "text" in attributes:
        look = replace(look, colour=colour_of(attributes.get("color", attributes.get("text", ""))))
    if "bgcolor" in attributes:
        look = replace(look, background=colour_of(attributes["bgcolor"]))
    if "background" in attributes:
        look = replace(look, background=None)
    style = attributes.get("style", "")
    rules = cascaded([*sheet, declarations(style)]) if style or sheet else {}
    if "hidden" in attributes:
        rules = {"display": "none", **rules}
    return replace(_with_rules(look, rules), hidden=look.hidden or hides(rules)) if rules else look


def cascaded(all_rules: Iterable[Rules]) -> dict[str, str]:
    """Merge rules, the weightiest last; what is `!important` outweighs all that is not."""
    found: dict[str, str] = {}
    important: set[str] = set()
    for rules in all_rules:
        for name, value in rules.items():
            plain = value.removesuffix("!important")
            if plain != value:
                important.add(name)
            elif name in important:
                continue
            found[name] = plain.strip()
    return found


def _with_rules(look: Look, rules: Rules) -> Look:
    if "visibility" in rules:
        look = replace(look, unseen=rules["visibility"] in ("hidden", "collapse"))
    size = rules.get("font-size") or _size_in(rules.get("font", ""))
    if size:
        look = _sized(look, size)
    ground = rules.get("background-color", rules.get("background"))
    if ground and not is_clear(ground) and ground not in ("none", "inherit", "initial"):
        look = replace(look, background=colour_of(ground) or colour_of(ground.split()[0]))
    if ground and ("url(" in ground or "gradient" in ground):
        look = replace(look, background=None)
    if "background-image" in rules:
        look = replace(look, background=None)
    if "color" in rules:
        clear = is_clear(rules["color"])
        look = replace(look, colour=look.background if clear else colour_of(rules["color"]))
    return look


def _sized(look: Look, size: str) -> Look:
    """Sizes that count from the text around only hide where they shrink it to nothing."""
    number, unit = _length(size)
    if unit in ("em", "%", "rem"):
        share = number / 100 if unit == "%" else number
        return replace(look, tiny=True) if share < _SMALLEST_SHARE else look
    return replace(look, tiny=(unit != "" and number * _PIXELS.get(unit, 1.0) < _SMALLEST) or number == 0.0)


def _size_in(font: str) -> str:
    """The size in `font: italic 0/1px Arial`: the first word that is a length."""
    words = (word.partition("/")[0] for word in font.split()[:6])
    return next((word for word in words if word[:1].isdecimal() or word[:1] == "."), "")


def declarations(style: str) -> dict[str, str]:
    """Read `name: value; …` into a dictionary, lower case; `!important` stands behind the value without blanks."""
    found: dict[str, str] = {}
    for part in _plain(style[:_STYLE_AT_MOST]).lower().split(";"):
        name, colon, value = part.partition(":")
        if colon and value.strip():
            words, mark, important = value.partition("!")
            found[name.strip()] = words.strip() + ("!important" if mark and important.strip() == "important" else "")
    return found


def _plain(style: str) -> str:
    """The style without comments, and with letters that are written by their number as letters."""
    while (begin := style.find("/*")) >= 0:
        end = style.find("*/", begin + 2)
        style = style[:begin] + (" " + style[end + 2 :] if end >= 0 else "")
    first, *escaped = style.split("\\")
    return first + "".join(_letter(part) for part in escaped)


def _letter(part: str) -> str:
    digits = ""
    while len(digits) < min(6, len(part)) and part[len(digits)] in "0123456789abcdefABCDEF":
        digits += part[len(digits)]
    number = int(digits, 16) if digits else 0
    if not digits or number >= 0x110000:
        return part
    return chr(number) + part[len(digits) :].removeprefix(" ")


def hides(rules: Rules) -> bool:
    """Whether the rules hide an element and all in it, whatever its children say."""
    if rules.get("display") == "none" or rules.get("content-visibility") == "hidden" or rules.get("mso-hide") == "all":
        return True
    return _is_clear(rules) or _is_cut(rules) or _is_away(rules)


def _is_clear(rules: Rules) -> bool:
    opacities = [rules["opacity"]] if "opacity" in rules else []
    words = rules.get("filter", "").replace(" ", "")
    opacities += [words.rpartition("opacity")[2].strip("(=)")] if "opacity" in words else []
    for opacity in opacities:
        number, unit = _length(opacity)
        if (number / 100 if unit == "%" else number) < 0.05:
            return True
    return False


def _is_cut(rules: Rules) -> bool:
    """Whether it has no room to be seen in."""
    overflows = (rules.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    if any("hidden" in overflow or "clip" in overflow for overflow in overflows):
        sizes = [_length(rules[name]) for name in _SIZES if name in rules]
        if any(size == 0 or (size <= 1 and unit in ("", "px", "pt")) for size, unit in sizes):
            return True
    clip, path = rules.get("clip", ""), rules.get("clip-path", "").replace(" ", "")
    edges = clip.partition("(")[2].rstrip(")").replace(",", " ").split()
    if len(edges) == 4 and all(abs(_length(edge)[0]) <= 1 for edge in edges):
        return True
    inset = path.startswith("inset(") and _length(path.removeprefix("inset("))[0] >= 50 and "%" in path
    return inset or path.startswith(("circle(0", "polygon(00,00"))


def _is_away(rules: Rules) -> bool:
    """Whether it stands where no screen reaches, or is shrunk to a point."""
    places = [word for name in _PLACES if name in rules for word in rules[name].split()]
    moved = rules.get("transform", "").replace(" ", "")
    if moved.startswith("translate"):
        places += moved.partition("(")[2].rstrip(")").split(",")
    if moved.startswith("scale") and _length(moved.partition("(")[2])[0] == 0:
        return True
    lengths = (_length(place) for place in places)
    return any(number * _PIXELS.get(unit, 1.0) <= _FAR_OFF for number, unit in lengths)


def _length(text: str) -> tuple[float, str]:
    """Return number and unit of a CSS length, `calc` aside; a word counts as large."""
    text = text.strip().removeprefix("calc(")
    end = 0
    while end < len(text) and end < 12 and (text[end].isdecimal() or text[end] in "+-."):
        end += 1
    try:
        return float(text[:end]), text[end:].strip().rstrip(")")
    except ValueError:
        return 1_000.0, ""
