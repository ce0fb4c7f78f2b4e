"""Authentication-Results (RFC 8601): what a mail server found out about who sent a mail."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

_BLANKS_AROUND_EQUALS = re.compile(r"[ \t]{0,20}=[ \t]{0,20}")
_VALUE_AT_MOST = 8_000
_FIELDS_AT_MOST = 20
_ADDED_WITH = ("received-spf", "dkim-filter", "dmarc-filter", "arc-", "x-")
"""Fields that mail servers write between their Authentication-Results; any other one ends what is theirs."""

_ADDED_ABOVE = ("return-path", "delivered-to", "envelope-to", "delivery-date", "dkim-", *_ADDED_WITH)
"""Fields that mail servers write on top of a mail besides; any other one has come with it."""

_INSIDE = frozenset({"localhost", "localhost.localdomain", "127.0.0.1", "[127.0.0.1]", "::1", "[::1]"})
"""What the filter on a mail server's own machine is called."""

_UNDECIDED = frozenset({"none", "bestguesspass"})
"""What DMARC says where the domain has published no policy."""


@dataclass(frozen=True)
class Verdict:
    """The result of one method: `spf=pass smtp.mailfrom=acme.example`. All in lower case."""

    method: str
    result: str
    properties: Mapping[str, str]


@dataclass(frozen=True)
class AuthenticationResults:
    """What one server says in one header field. `below` names the servers whose Received stands above it, but for the
    topmost, which is that of whoever delivered the mail to us.
    """

    server: str
    verdicts: tuple[Verdict, ...]
    below: tuple[str, ...] = ()


def topmost_results(fields: Iterable[tuple[str, str]]) -> tuple[AuthenticationResults, ...]:
    """Return the topmost run of Authentication-Results of a mail's header; `fields` are its names and values.

    Servers write on top. What stands below another field than theirs has come with the mail, and isn't read.
    """
    found: list[AuthenticationResults] = []
    passed: list[str] = []
    for written, value in fields:
        name = written.casefold()
        if name == "authentication-results" and len(found) < _FIELDS_AT_MOST:
            found.append(replace(parse_results(value), below=tuple(passed[1:])))
        elif name == "received" and not found and len(passed) < _FIELDS_AT_MOST:
            passed.append(_receiver(value))
        elif not name.startswith(_ADDED_WITH if found else _ADDED_ABOVE):
            break
    return tuple(found)


def _receiver(received: str) -> str:
    """The server that wrote a Received field: the word after `by`, comments and what the sender calls itself aside."""
    words = _statements(" ".join(received[:_VALUE_AT_MOST].split()).casefold())[0].split()
    own = words[2:] if words[:1] == ["from"] else words
    return next((host for by, host in pairwise(own) if by == "by"), "?")


def parse_results(value: str) -> AuthenticationResults:
    """Read one field; what is malformed yields a server of no name, or no verdicts. Linear, never an exception."""
    head, *statements = _statements(" ".join(value[:_VALUE_AT_MOST].split()).casefold())
    verdicts = (_verdict(statement) for statement in statements)
    return AuthenticationResults((head.split() or [""])[0], tuple(each for each in verdicts if each is not None))


def vouches(results: Iterable[AuthenticationResults], servers: Collection[str], address: str) -> bool:
    """Whether our own mail servers found that the mail is from `address`: DMARC passed, or DKIM or SPF for its domain.

    Results count from the top as long as they name one of `servers`, and none but these have received the mail above
    them: below the Received of another server stands what the sender wrote. Of each method the first verdict counts,
    so that a forged field below can't overrule it. (A server should remove fields that claim to be its own, RFC 8601,
    5: where one neither does that nor adds its own, a forged field on top can't be told from its own.)
    A signature counts for the domain itself and what lies below it.
    """
    ours = {server.casefold() for server in servers}
    first: dict[str, list[Verdict]] = {}
    for each in results:
        if each.server not in ours or not all(_is_own(host, ours) for host in each.below):
            break
        for method in {verdict.method for verdict in each.verdicts} - first.keys():
            first[method] = [verdict for verdict in each.verdicts if verdict.method == method]
    domain = address.casefold().rpartition("@")[2]
    if not domain:
        return False
    dmarc = first.get("dmarc", [])
    if any(verdict.result not in _UNDECIDED for verdict in dmarc):
        return all(_passes_dmarc(verdict, domain) for verdict in dmarc)
    return any(_is_aligned(verdict, domain) for verdict in first.get("dkim", []) + first.get("spf", []))


def _is_own(host: str, ours: Collection[str]) -> bool:
    """Whether a server is one of ours, or on the machine of one."""
    return host in ours or host in _INSIDE or any(host.endswith(f".{name}") for name in ours)


def _passes_dmarc(verdict: Verdict, domain: str) -> bool:
    return verdict.result == "pass" and verdict.properties.get("header.from", domain) == domain


def _is_aligned(verdict: Verdict, domain: str) -> bool:
    names = ("header.d", "header.i") if verdict.method == "dkim" else ("smtp.mailfrom", "smtp.from")
    signer = next((verdict.properties[name] for name in names if name in verdict.properties), "")
    signer = signer.strip("<>").rpartition("@")[2]
    is_above = "." in signer and domain.endswith("." + signer)
    return verdict.result == "pass" and bool(signer) and (signer == domain or is_above)


def _verdict(statement: str) -> Verdict | None:
    words = _BLANKS_AROUND_EQUALS.sub("=", statement).split()
    pairs = [(name, value.strip('"')) for name, equals, value in (word.partition("=") for word in words) if equals]
    if not pairs:
        return None
    (method, result), *properties = pairs
    return Verdict(method.partition("/")[0], result, dict(reversed(properties)))


def _statements(value: str) -> list[str]:
    """Split at semicolons, comments dropped; quoted ones split nothing, and blanks in quotes part no words."""
    statements: list[list[str]] = [[]]
    depth, quoted, escaped = 0, False, False
    for character in value:
        if escaped:
            escaped = False
            continue
        if character == "\\":
            escaped = True
        elif character == '"' and depth == 0:
            quoted = not quoted
        elif character in "()" and not quoted:
            depth = max(0, depth + (1 if character == "(" else -1))
        elif depth == 0 and character == ";" and not quoted:
            statements.append([])
        elif depth == 0 and not (quoted and character in " ="):
            statements[-1].append(character)
    return ["".join(statement) for statement in statements]
