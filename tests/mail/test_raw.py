"""Raw mails: what is read of them, however they were written."""

import base64
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail import Attachment, Mailbox, Noise, RawMail, Reason, Unreadable, noise_of, read_raw
from bot.mail.raw import MOST_BYTES

HEAD = "From: Jane Roth <jane@acme.example>\nTo: bob@agency.example\nSubject: Portal\nMessage-ID: <1@acme.example>\n"


def mail(head: str = "", body: str = "Hello") -> RawMail:
    return read_raw((HEAD + head + "\n" + body).encode())


def parts(kind: str, *each: str, head: str = "") -> RawMail:
    body = "".join(f"--x\n{part}\n" for part in each) + "--x--\n"
    return mail(f"MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=x\n{head}", body)


def test_a_mail_is_read_whole() -> None:
    found = read_raw(
        b"Return-Path: <jane@acme.example>\r\n"
        b"From: =?utf-8?q?Jane_R=C3=B6th?= <jane@acme.example>\r\n"
        b'To: Bob <bob@agency.example>, "Roth, Eva" <eva@acme.example>\r\n'
        b"Cc: Team: pia@agency.example, lea@agency.example;\r\n"
        b"Bcc: acme-inbox@agency.example\r\n"
        b"Subject: =?utf-8?B?QW5nZWJvdCBm?= =?utf-8?B?w7xyIGRhcyBQb3J0YWw=?=\r\n"
        b"Date: Wed, 14 May 2025 09:31:00 +0200\r\n"
        b"Message-ID: <2@acme.example>\r\n"
        b"In-Reply-To: <1@agency.example>\r\n"
        b"References: <0@acme.example>\r\n <1@agency.example>\r\n"
        b"\r\nHello Bob\r\n"
    )
    assert (found.from_address, found.from_name) == ("jane@acme.example", "Jane Röth")
    assert found.to == (Mailbox("bob@agency.example", "Bob"), Mailbox("eva@acme.example", "Roth, Eva"))
    assert [person.address for person in found.cc] == ["pia@agency.example", "lea@agency.example"]
    assert found.bcc == (Mailbox("acme-inbox@agency.example", None),)
    assert found.subject == "Angebot für das Portal"
    assert found.date == datetime(2025, 5, 14, 7, 31, tzinfo=UTC)
    assert (found.message_id, found.in_reply_to) == ("<2@acme.example>", "<1@agency.example>")
    assert found.references == ("<0@acme.example>", "<1@agency.example>")
    assert found.text.strip() == "Hello Bob"
    assert found.headers["Return-Path"] == "<jane@acme.example>"
    assert (found.attachments, found.enclosed) == ((), ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?iso-8859-1?Q?M=FCller?=", "Müller"),
        ("=?utf-8?Q?M=C3?= =?utf-8?Q?=BCller?=", "Müller"),
        ("=?utf-8*de?Q?M=C3=BCller?= und =?koi8-r?B?8MXU0g==?=", "Müller und Петр"),
        ("Müller", "Müller"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?iso-2022-jp?B?GyRCJTUlcyVXJWsbKEI=?=", "サンプル"),
        ("=?utf-8?B?SGVsbG8?=", "Hello"),
        ("=?no-such?Q?abc?=", "abc"),
        ("=?punycode?Q?abc-?=", "abc-"),
        ("=?utf-8?Q?open", "=?utf-8?Q?open"),
        ("folded\n  on two", "folded on two"),
        ("", ""),
    ],
)
def test_subjects_are_decoded_as_far_as_they_can_be(written: str, read: str) -> None:
    assert read_raw(f"From: a@b.example\nSubject: {written}\n\n".encode()).subject == read


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ('"Roth, Jane" <jane@acme.example>', "jane@acme.example", "Roth, Jane"),
        ("jane@acme.example (Jane)", "jane@acme.example", "Jane"),
        ("=?utf-8?Q?Jane_=3Cjane=40acme.example=3E?=", "jane@acme.example", "Jane"),
        ("=?utf-8?Q?boss=40agency.example?= <jane@acme.example>", "jane@acme.example", "boss@agency.example"),
        ("undisclosed", None, None),
        ("", None, None),
    ],
)
def test_the_author_is_the_last_address(written: str, address: str | None, name: str | None) -> None:
    found = read_raw(f"Subject: x\nFrom: {written}\n\n".encode())
    assert (found.from_address, found.from_name) == (address, name)


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 +0000",
        "",
        "yesterday",
        "Wed, 99 May 2025 09:31:00",
        "Fri, 31 Dec 9999 23:59:59 -2300",
        "9" * 5000,
        "1 Jan 1066 00:00:00 +0000",
    ],
)
def test_what_is_no_date_is_none(date: str) -> None:
    assert mail(f"Date: {date}\n").date is None


def test_a_date_without_a_zone_is_utc() -> None:
    assert mail("Date: Wed, 14 May 2025 09:31:00 -0000\n").date == datetime(2025, 5, 14, 9, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "„Grüße“".encode("cp1252"), "„Grüße“"),
        ("utf-8", "Grüße".encode("cp1252"), "Grüße"),
        ("windows-1251", "Привет".encode("cp1251"), "Привет"),
        ("gb2312", "镕基".encode("gb18030"), "镕基"),
        ("no-such", "Grüße".encode(), "Grüße"),
        ("idna", "Grüße".encode(), "Grüße"),
        ("rot13", b"Hello", "Hello"),
        ("hex", b"Hello", "Hello"),
        ("utf-8", b"a\x00b", "ab"),
    ],
)
def test_a_wrong_charset_spoils_nothing(charset: str, body: bytes, text: str) -> None:
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert read_raw(head.encode() + body).text == text


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("base64", "SGVsbG8=", "Hello"),
        ("BASE64", "SGVs\nbG8", "Hello"),
        ("base64", "SGVsbG8!!", "Hello"),
        ("quoted-printable", "H=C3=A9llo=\n there =", "Héllo there "),
        ("8bit", "Hello", "Hello"),
        ("no-such", "Hello", "Hello"),
    ],
)
def test_transfer_encodings_are_undone_as_far_as_they_can_be(encoding: str, body: str, text: str) -> None:
    assert mail(f"Content-Transfer-Encoding: {encoding}\n", body).text == text


def test_the_plain_text_is_taken_and_html_where_it_has_no_words() -> None:
    plain, html = "Content-Type: text/plain\n\nplain", "Content-Type: text/html\n\n<p>from <b>HTML</b></p>"
    assert parts("alternative", html, plain).text == "plain"
    assert parts("alternative", "Content-Type: text/plain\n\n  \n", html).text == "from HTML"
    assert parts("mixed", plain, "Content-Type: image/png\n\nx", plain).text == "plain\n\nplain"
    assert mail("Content-Type: text/html\n", "<p hidden>x</p><p>seen</p>").text == "seen"
    assert mail("Content-Type: multipart/mixed\n", "no boundary").text == "no boundary"


def test_flowed_text_is_unwrapped() -> None:
    body = "Could you \ncall us \non Friday?\n\n> It is \n> about money.\n>> yes\n-- \nJane "
    flowed = "Could you call us on Friday?\n\n> It is about money.\n>> yes\n-- \nJane "
    assert mail("Content-Type: text/plain; format=flowed\n", body).text == flowed
    cut = mail("Content-Type: text/plain; format=Flowed; delsp=yes\n", "日本 \n語\n from")
    assert cut.text == "日本語\nfrom"


def test_attachments_are_named_and_measured() -> None:
    data = base64.b64encode(b"x" * 1000).decode()
    found = parts(
        "mixed",
        "\nHello",
        f'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\n{data}',
        "Content-Disposition: attachment; filename*=utf-8''%C3%9Cbersicht.txt\n\nabc",
        'Content-Type: text/plain; name="=?utf-8?Q?B=C3=BCcher/../x?="\n\nabc',
        "Content-Type: image/png\nContent-ID: <logo>\n\nx",
        "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx",
        "Content-Type: text/calendar\n\nBEGIN",
        "Content-Type: application/zip; name*=no-such'x'%FF\n\nabc",
    )
    assert found.text == "Hello"
    assert found.attachments[:3] == (
        Attachment("a.pdf", 1000, "application/pdf"),
        Attachment("Übersicht.txt", 3, "text/plain"),
        Attachment("Bücher_.._x", 3, "text/plain"),
    )
    assert [each.content_type for each in found.attachments[3:]] == ["text/calendar", "application/zip"]


INNER = "From: Eva <eva@acme.example>\nSubject: Offer\nMessage-ID: <7@acme.example>\n\nPlease quote."

ENCODED = base64.b64encode(INNER.encode()).decode()


@pytest.mark.parametrize(
    "part",
    [
        f"Content-Type: message/rfc822\n\n{INNER}",
        f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{ENCODED}",
        f"Content-Type: application/octet-stream; name=Offer.EML\n\n{INNER}",
        "Content-Type: text/plain; name=offer.eml\nContent-Transfer-Encoding: base64\n\n" + ENCODED,
    ],
    ids=["rfc822", "encoded rfc822", "file", "encoded file"],
)
def test_mails_inside_are_read_as_mails(part: str) -> None:
    found = parts("mixed", "\nBob, yours.", part)
    assert found.text == "Bob, yours."
    [inner] = found.enclosed
    assert (inner.from_address, inner.subject, inner.message_id) == ("eva@acme.example", "Offer", "<7@acme.example>")
    assert inner.text.strip() == "Please quote."
    assert len(found.attachments) == 1


def test_mails_inside_mails_are_read_three_deep_and_no_deeper() -> None:
    raw = HEAD + "\nbottom"
    for _ in range(6):
        raw = HEAD + "Content-Type: message/rfc822\n\n" + raw
    found, depth = read_raw(raw.encode()), 0
    while found.enclosed:
        [found] = found.enclosed
        depth += 1
    assert depth == 3


def test_a_file_that_only_calls_itself_a_mail_stays_a_file() -> None:
    found = parts("mixed", "Content-Type: application/octet-stream; name=x.eml\n\nno mail at all")
    assert (found.enclosed, len(found.attachments)) == ((), 1)


def test_headers_say_noise() -> None:
    report = parts(
        "report; report-type=delivery-status", "\nNo such user", "Content-Type: message/delivery-status\n\nA: b"
    )
    reply = mail("Auto-Submitted: auto-replied\n", "I am on leave.")
    for found, expected in ((report, Noise.DELIVERY_REPORT), (reply, Noise.OUT_OF_OFFICE), (mail(), None)):
        assert noise_of(subject=found.subject, text=found.text, headers=found.headers) is expected


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.NO_MAIL),
        (b"\x89PNG\r\n\x1a\n", Reason.NO_MAIL),
        (b"Just a text\n\nof two paragraphs", Reason.NO_MAIL),
        (b"x" * (MOST_BYTES + 1), Reason.TOO_LARGE),
        (b"From: a@b.example\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 300, Reason.TOO_MANY_PARTS),
        (b"From: a@b.example\n\n" + b"\n--x" * 100_001, Reason.TOO_MANY_PARTS),
        (b"From: a@b.example\n" + b"X: y\n" * 30_000, Reason.TOO_MANY_PARTS),
        (
            b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 6_000,
            Reason.TOO_MANY_PARTS,
        ),
    ],
    ids=["empty", "picture", "text", "large", "deep", "dashes", "fields", "parts"],
)
def test_what_cannot_be_read_says_why(raw: bytes, reason: Reason) -> None:
    with pytest.raises(Unreadable) as raised:
        read_raw(raw)
    assert raised.value.reason is reason


PIECES = [
    *(b"From: ", b"To: ", b"Cc: ", b"Subject: ", b"Date: ", b"Message-ID: ", b"References: ", b"In-Reply-To: "),
    *(b"Content-Type: multipart/mixed; boundary=x", b'Content-Type: multipart/alternative; boundary="x"', b"\n--x\n"),
    *(
        b"Content-Type: message/rfc822\n\n",
        b"Content-Type: text/html; charset=",
        b"Content-Type: text/plain; charset*=",
    ),
    *(
        b"Content-Type: message/delivery-status\n\n",
        b"Content-Disposition: attachment; filename*0*=",
        b"boundary*=idna'x'y",
    ),
    *(b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n", b"format=flowed", b"name*"),
    *(
        b"Authentication-Results: mx; dmarc=pass",
        b"=?utf-8?q?",
        b"=?idna?b?",
        b"?=",
        b"utf-7''",
        b"undefined'x'",
        b"%ff",
    ),
    *(
        b"\n",
        b"\n\n",
        b"\r\n",
        b"\r",
        b"\n ",
        b";",
        b",",
        b":",
        b"<",
        b">",
        b"(",
        b")",
        b'"',
        b"\\",
        b"=",
        b"\x00",
        b"\xff",
    ),
    *(
        b"a@b.example",
        b"[",
        b"]",
        b"Wed, 14 May 2025 09:31:00 +9999",
        b"9" * 20,
        b"--x--",
        b"*",
        b".eml",
        b"+AAA-",
        b" ",
    ),
]
RAW = st.one_of(
    st.binary(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)), max_size=50).map(b"".join),
).map(lambda raw: b"From: a@b.example\n" + raw)


@given(raw=st.one_of(RAW, st.binary(max_size=200)))
@settings(max_examples=500, deadline=None)
def test_nothing_but_unreadable_is_raised(raw: bytes) -> None:
    try:
        found = read_raw(raw)
    except Unreadable:
        return
    found.authenticated_by({"mx"})
    for text in (found.subject, found.text, found.from_name or "", *(each.name or "" for each in found.attachments)):
        assert "\0" not in text
        text.encode()
    assert found.date is None or found.date.tzinfo is UTC


HOSTILE = {
    "From of brackets": b"From: " + b"<" * 100_000,
    "From of comments": b"From: " + b"(" * 100_000 + b" a@b.example",
    "From of quotes": b"From: " + b'"\\' * 100_000,
    "To of thousands": b"To: " + b", ".join(b"P <p%d@x.example>" % n for n in range(10_000)),
    "encoded words": b"Subject: " + b"=?utf-8?q?=C3?= " * 20_000,
    "unclosed words": b"Subject: " + b"=?a?q?" * 50_000,
    "parameters": b'Content-Type: multipart/mixed; "' + b";" * 300_000,
    "continuations": b"Content-Type: multipart/mixed;" + b"".join(b" boundary*%d=x;" % n for n in range(20_000)),
    "a huge number": b"Content-Disposition: attachment; filename*" + b"9" * 10_000 + b"=x",
    "folds": b"Subject: x" + b"\n y" * 100_000,
    "references": b"References: " + b"<a@b" * 100_000,
    "From of thousands": b"From: " + b"a@b.example, " * 80_000,
    "To of groups": b"To: " + b"a:b;" * 250_000,
    "many To": b"To: a@b.example\n" * 15_000 + b"X: y",
    "many Delivered-To": b"Delivered-To: a@b.example\n" * 15_000 + b"X: y",
    "Received of brackets": b"Received: from x " + b"(;by " * 200_000,
    "many Received": b"Received: from x (((( by mx\n" * 15_000 + b"X: y",
    "results": b"Authentication-Results: " + b"(;=" * 100_000,
    "a long word": b"Subject: =?utf-8?b?" + b"A" * 1_000_000 + b"?=",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_header_costs_little(name: str) -> None:
    began = time.process_time()
    found = read_raw(b"Message-ID: <1@b.example>\n" + HOSTILE[name] + b"\n\nHello")
    assert found.message_id == "<1@b.example>"
    assert time.process_time() - began < 5  # quadratic time would take minutes


def enclosing(inner: bytes, times: int) -> bytes:
    """A mail with these bytes enclosed so many times."""
    file = b"Content-Type: application/octet-stream; name=a.eml\nContent-Transfer-Encoding: base64\n\n"
    part = b"--x\n" + file + base64.encodebytes(inner)
    return HEAD.encode() + b"Content-Type: multipart/mixed; boundary=x\n\n" + part * times + b"--x--\n"


BODIES = {
    "garbage in Base64": b"Content-Transfer-Encoding: base64\n\n" + bytes(range(256)) * 8_000,
    "garbage in quoted-printable": b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\n=Z" * 300_000,
    "a charset without end": b"Content-Type: text/plain; charset=" + b"a" * 1_000_000 + b"\n\nHello",
    "a charset that is a path": b"Content-Type: text/plain; charset=../../etc/passwd\n\nHello",
    "thousands of parts": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nHello\n" * 4_900 + b"--x--",
    "a digest of thousands": b"Content-Type: multipart/digest; boundary=x\n\n" + b"--x\n\nFrom: a@b\n\nHi\n" * 2_400,
    "ten thousand fields": b"X-A: y\n" * 10_000 + b"\nHello",
    "a field of a megabyte": b"X-A: " + b"y" * 1_000_000 + b"\n\nHello",
    "mails in mails in mails": enclosing(enclosing(enclosing(b"From: a@b.example\n\nHi", 20), 20), 20),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_costs_little(name: str) -> None:
    began = time.process_time()
    found = read_raw(b"From: a@b.example\n" + BODIES[name])
    assert "\0" not in found.text
    assert time.process_time() - began < 5  # quadratic time would take minutes


@pytest.mark.parametrize("blank", [b" ", b"", b"\n ", b"\x0b", b"\x0c", b"\x1f", b"\x85", b"\xa0", b"\0"])
def test_no_spelling_of_a_nest_goes_uncounted(blank: bytes) -> None:
    nests = b"".join(b"Content-Type:%smultipart/mixed; boundary=b%d\n\n--b%d\n" % (blank, n, n) for n in range(300))
    with pytest.raises(Unreadable) as raised:
        read_raw(b"From: a@b.example\n" + nests)
    assert raised.value.reason is Reason.TOO_MANY_PARTS


def test_a_list_of_people_that_is_cut_cuts_nobody_in_two() -> None:
    people = ", ".join(f"somebody-of-a-long-name-{number}@department-{number}.x.example" for number in range(5_000))
    found = read_raw(f"From: a@b.example\nTo: {people}\n\n".encode())
    assert len(found.to) == 1_000
    assert all(f"{person.address}, " in people for person in found.to)


def test_an_author_of_no_name_of_this_world_is_nobody() -> None:
    found = read_raw(b"From: " + b"a" * 20_000 + b" <a@b.example>\nTo: b@b.example\n\n")
    assert found.from_address is None
