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


DELIVERED = ["Return-Path: <x@evil.example>", "Delivered-To: nudge@agency.example"]
HERE = "Received: from evil.example (by mx.evil.example [192.0.2.7])\n by mx.agency.example (Postfix) with ESMTPS id 1"
STORED = "Received: from mx.agency.example by imap.agency.example with LMTP id 2; Fri, 13 Nov 2026 09:00:00 +0100"
FILTERED = "Received: from mx.agency.example by localhost (filter, port 10024) with ESMTP id 3"
THERE = "Received: from [10.0.0.7] by out.evil.example with ESMTPSA id 4"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([*DELIVERED, HERE, PASS, "DKIM-Signature: v=1"], True),
        ([*DELIVERED, STORED, HERE, PASS, THERE], True),
        ([*DELIVERED, STORED, FILTERED, HERE, "X-Spam: no", PASS, THERE], True),
        ([*DELIVERED, STORED, PASS, HERE, THERE], True),
        ([*DELIVERED, "Received: from by by filter.agency.example", FILTERED, PASS], True),
        ([*DELIVERED, HERE, THERE, PASS], False),
        ([*DELIVERED, STORED, HERE, THERE, PASS], False),
        ([*DELIVERED, HERE, "Received: from by.mx.agency.example", PASS], False),
        ([*DELIVERED, HERE, "Received: from mx.agency.example (by mx.agency.example) by x.example", PASS], False),
        ([*DELIVERED, HERE, "Received: from x by evil-mx.agency.example", PASS], False),
        ([*DELIVERED, HERE, "Subject: x", PASS], False),
        ([*DELIVERED, HERE, "To: nudge@agency.example", PASS], False),
        ([*DELIVERED, HERE, "MIME-Version: 1.0", PASS], False),
        (["Date: Fri, 13 Nov 2026 09:00:00 +0100", PASS], False),
    ],
)
def test_what_stands_below_the_lines_of_our_servers_is_the_senders_invention(fields: list[str], expected: bool) -> None:
    assert mail(*fields).authenticated_by(SERVERS) is expected


def test_results_below_the_author_are_not_read() -> None:
    raw = f"{HERE}\nFrom: jane@acme.example\n{PASS}\n\nHello".encode()
    assert not read_raw(raw).authenticated_by(SERVERS)


@pytest.mark.parametrize("author", ["jane@acme.example, eve@evil.example", "", "Jane"])
def test_a_mail_of_several_authors_or_none_is_from_nobody_in_particular(author: str) -> None:
    assert not mail(PASS, author=author).authenticated_by(SERVERS)
    assert not mail(PASS, "From: eve@evil.example").authenticated_by(SERVERS)


def test_without_servers_of_our_own_nothing_is_authenticated() -> None:
    assert not mail(PASS).authenticated_by(())
    assert not mail("Authentication-Results: ; dmarc=pass").authenticated_by(())
