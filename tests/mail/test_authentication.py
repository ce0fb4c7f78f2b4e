"""Who a mail server says that a mail is from."""

import pytest

from bot.mail import RawMail, read_raw

SERVERS = {"mx.agency.example", "Filter.Agency.example"}


def mail(*fields: str, author: str = "Jane <jane@acme.example>") -> RawMail:
    return read_raw("\n".join([*fields, f"From: {author}", "Subject: x", "", "Hello"]).encode())


def says(results: str, server: str = "mx.agency.example") -> str:
    return f"Authentication-Results: {server}; {results}"


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=acme.example",
        "dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=ACME.example",
        "dmarc=pass",
        "spf=fail smtp.mailfrom=x@list.example;\n dkim=pass header.d=x.example;\n\tdmarc=pass header.from=acme.example",
        "dkim=pass header.i=@acme.example header.s=s1",
        "dkim=fail header.d=acme.example; dkim=pass header.d=acme.example",
        "dkim = pass header.d = acme.example",
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=jane@acme.example",
        "spf=pass smtp.mailfrom=acme.example; dmarc=none header.from=acme.example",
        "dkim/1=pass header.d=acme.example",
    ],
)
def test_a_pass_of_our_server_for_the_authors_domain_counts(results: str) -> None:
    assert mail(says(results)).authenticated_by(SERVERS)


@pytest.mark.parametrize(
    "results",
    [
        "",
        "none",
        "dmarc=fail header.from=acme.example",
        "dmarc=pass header.from=other.example",
        "dmarc=fail; dkim=pass header.d=acme.example",
        "dmarc=temperror; spf=pass smtp.mailfrom=acme.example",
        "dkim=pass header.d=other.example",
        "dkim=pass header.d=mail.acme.example",
        "dkim=pass header.d=example",
        "dkim=pass header.d=me.example",
        "dkim=pass",
        "spf=pass smtp.mailfrom=x@acme.example.evil.example",
        "spf=softfail smtp.mailfrom=acme.example",
        "spf=none (dmarc=pass header.from=acme.example)",
        'spf=none smtp.mailfrom="; dmarc=pass header.from=acme.example"',
        "spf=none smtp.helo=(a\\); dmarc=pass",
    ],
)
def test_anything_less_does_not(results: str) -> None:
    assert not mail(says(results)).authenticated_by(SERVERS)


def test_a_signature_of_the_domain_above_counts() -> None:
    signed = mail(says("dkim=pass header.d=acme.example"), author="jane@mail.acme.example")
    assert signed.authenticated_by(SERVERS)


PASS, FAIL = says("dmarc=pass header.from=acme.example"), says("dmarc=fail header.from=acme.example")
SPF = says("spf=pass smtp.mailfrom=other.example", server="filter.agency.example")
OTHERS = says("dmarc=pass header.from=acme.example", server="mx.evil.example")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([PASS], True),
        (["Return-Path: <x>", "Received: by mx", PASS, "Received: from acme"], True),
        ([SPF, PASS], True),
        ([SPF, "Received-SPF: pass", "X-Spam: no", PASS], True),
        ([OTHERS], False),
        ([OTHERS, PASS], False),
        ([FAIL, PASS], False),
        ([SPF, "Received: from evil", PASS], False),
        ([SPF, "Subject: x", PASS], False),
        ([], False),
    ],
)
def test_only_the_topmost_run_that_names_our_servers_counts(fields: list[str], expected: bool) -> None:
    assert mail(*fields).authenticated_by(SERVERS) is expected


@pytest.mark.parametrize("author", ["jane@acme.example, eve@evil.example", "", "Jane"])
def test_a_mail_of_several_authors_or_none_is_from_nobody_in_particular(author: str) -> None:
    assert not mail(PASS, author=author).authenticated_by(SERVERS)
    assert not mail(PASS, "From: eve@evil.example").authenticated_by(SERVERS)


def test_without_servers_of_our_own_nothing_is_authenticated() -> None:
    assert not mail(PASS).authenticated_by(())
    assert not mail("Authentication-Results: ; dmarc=pass").authenticated_by(())
