"""What inline styles and simple style sheets hide: the part of CSS that keeps text from a reader's eyes."""

from dataclasses import dataclass, replace

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
_NAMES: dict[str, Colour] = {
    "white": WHITE,
    "black": (0, 0, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "green": (0, 128, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
}
_STYLE_AT_MOST = 2_000
_SHEET_AT_MOST = 200_000
_NEARLY = 10
_SMALLEST = 1.5
_FAR_OFF = -500.0


@dataclass(frozen=True)
class Look:
    """How text looks at a place: hidden for good, or too small or too pale to be seen. Colours: None is unknown."""

    hidden: bool = False
    tiny: bool = False
    colour: Colour | None = None
    background: Colour | None = WHITE

    @property
    def is_visible(self) -> bool:
        """Whether a reader sees text that looks like this."""
        return not (self.hidden or self.tiny or self._is_pale())

    def _is_pale(self) -> bool:
        if self.colour is None or self.background is None:
            return False
        return all(abs(a - b) <= _NEARLY for a, b in zip(self.colour, self.background, strict=True))


def styled(look: Look, attributes: dict[str, str]) -> Look:
    """Return how text looks inside an element with these attributes, within a place that looks like `look`."""
    rules = declarations(attributes.get("style", ""))
    if "color" in attributes or "text" in attributes:
        look = replace(look, colour=colour_of(attributes.get("color", attributes.get("text", ""))))
    if "bgcolor" in attributes:
        look = replace(look, background=colour_of(attributes["bgcolor"]))
    if "background" in attributes:
        look = replace(look, background=None)
    return replace(_with_rules(look, rules), hidden=look.hidden or "hidden" in attributes or hides(rules))


def _with_rules(look: Look, rules: dict[str, str]) -> Look:
    if "font-size" in rules:
        size, unit = _length(rules["font-size"])
        relative = unit in ("em", "%", "rem") and size > 0
        look = look if relative else replace(look, tiny=(unit != "" and size < _SMALLEST) or size == 0.0)
    if "color" in rules:
        transparent = rules["color"] == "transparent"
        look = replace(look, colour=look.background if transparent else colour_of(rules["color"]))
    ground = rules.get("background-color", rules.get("background"))
    if ground and ground not in ("transparent", "none", "inherit", "initial"):
        look = replace(look, background=colour_of(ground.split()[0]))
    if "background-image" in rules:
        look = replace(look, background=None)
    return look


def declarations(style: str) -> dict[str, str]:
    """Read `name: value; …` into a dictionary, lower case, without `!important`."""
    found: dict[str, str] = {}
    for part in style[:_STYLE_AT_MOST].lower().split(";"):
        name, colon, value = part.partition(":")
        if colon and value.strip():
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def hides(rules: dict[str, str]) -> bool:
    """Whether the rules hide an element and all in it, whatever its children say."""
    if rules.get("display") == "none" or rules.get("visibility") in ("hidden", "collapse"):
        return True
    if rules.get("mso-hide") == "all" or ("opacity" in rules and _length(rules["opacity"])[0] < 0.05):
        return True
    if "hidden" in rules.get("overflow", "") or "hidden" in rules.get("overflow-y", ""):
        sizes = [rules[name] for name in ("max-height", "max-width", "height", "width") if name in rules]
        if any(_length(size)[0] <= 1 and _length(size)[1] in ("", "px", "pt") for size in sizes):
            return True
    away = [rules[name] for name in ("left", "top", "text-indent", "margin-left", "margin-top") if name in rules]
    return any(_length(place)[0] <= _FAR_OFF for place in away)


def hidden_selectors(sheet: str) -> set[str]:
    """Return the simple selectors (`.preheader`, `#note`, `p.x`) that a style sheet hides, media queries aside."""
    found: set[str] = set()
    sheet = sheet[:_SHEET_AT_MOST].replace("<!--", " ").replace("-->", " ")
    for selectors, body in _rules_of(sheet):
        if hides(declarations(body)):
            found.update(one.strip().lower() for one in selectors.split(",") if len(one.split()) == 1)
    return found


def _rules_of(sheet: str) -> list[tuple[str, str]]:
    """Split a style sheet into selector and body, leaving out what stands inside at-rules. One pass."""
    rules: list[tuple[str, str]] = []
    depth, start, head = 0, 0, ""
    for position, character in enumerate(sheet):
        if character == "{":
            if depth == 0:
                head, start = _last_statement(sheet[start:position]), position + 1
            depth += 1
        elif character == "}" and depth > 0:
            depth -= 1
            if depth == 0:
                if not head.startswith("@"):
                    rules.append((head, sheet[start:position]))
                start = position + 1
    return rules


def _last_statement(head: str) -> str:
    return head.rpartition(";")[2].rpartition("*/")[2].strip()


def colour_of(text: str) -> Colour | None:
    """Read `#fff`, `#ffffff`, `rgb(…)` or a common name; None for anything else."""
    text = text.strip().lower()
    if text in _NAMES:
        return _NAMES[text]
    if text.startswith("rgb"):
        return _three(
            [part.strip() for part in text.partition("(")[2].rstrip(")").replace("/", ",").split(",")[:3]], 10
        )
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return _three([digits[0:2], digits[2:4], digits[4:6]], 16) if len(digits) in (6, 8) else None


def _three(parts: list[str], base: int) -> Colour | None:
    try:
        red, green, blue = (int(part, base) for part in parts)
    except ValueError:
        return None
    return red, green, blue


def _length(text: str) -> tuple[float, str]:
    """Return number and unit of a CSS length; a word counts as large."""
    end = 0
    while end < len(text) and end < 12 and (text[end].isdecimal() or text[end] in "+-."):
        end += 1
    try:
        return float(text[:end]), text[end:].strip()
    except ValueError:
        return 1_000.0, ""
