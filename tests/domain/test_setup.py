"""Set-up files: read whole or refused whole, with line, value and what was expected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delay import Delay
from bot.domain.people import Role
from bot.domain.policy import SHIPPED, STANDARD, Policy, Rung, Tone
from bot.domain.request import TouchChannel
from bot.domain.retention import Retention
from bot.domain.setup import (
    ClientSetup,
    ContactSetup,
    DigestSetup,
    PersonSetup,
    ProjectSetup,
    Setup,
    SetupRefused,
    WorkspaceSetup,
)
from bot.domain.setup_reading import read_setup
from bot.domain.setup_writing import written
from tests.domain.setup_texts import WHOLE

SMALLEST = '[workspace]\nfallback_owner = "lea@agency.example"\n'


def test_a_whole_file_is_read() -> None:
    setup = read_setup(WHOLE)
    assert setup.workspace == WorkspaceSetup(
        timezone="Europe/Berlin",
        fallback_owner="lea@agency.example",
        digest=DigestSetup("delivery-leads", 0, "09:30"),
        admins=("dana@agency.example",),
    )
    assert setup.clients == (ClientSetup("Acme GmbH", ("acme.example", "shop.acme.example"), "key", "DE"),)
    assert setup.projects == (
        ProjectSetup(
            client="Acme GmbH",
            name="Portal",
            owner="bob@agency.example",
            backup="pia@agency.example",
            lead="lea@agency.example",
            channel="client-acme",
            intake="acme-inbox@agency.example",
            policy="patient",
        ),
    )
    assert setup.people == (PersonSetup("pia@agency.example", "Mon-Thu 08:00-14:00", "AT"),)
    assert setup.contacts == (
        ContactSetup("jane@acme.example", "Acme GmbH", "Jane Doe", "+49 30 1234567", TouchChannel.CALL, "fr"),
    )
    assert setup.channels() == {"client-acme", "delivery-leads"}


def test_the_card_is_the_first_rung_of_every_policy() -> None:
    [patient] = read_setup(WHOLE).policies
    assert patient.rungs[0] == STANDARD.rungs[0]
    assert patient.rungs[1:] == (
        Rung(Delay.parse("1d"), (Role.OWNER,), Tone.GENTLE),
        Rung(Delay.parse("3d"), (Role.OWNER, Role.LEAD), Tone.FACTS),
    )
    assert str(patient.every) == "3d"


def test_a_fallback_owner_is_enough() -> None:
    assert read_setup(SMALLEST) == Setup(WorkspaceSetup(fallback_owner="lea@agency.example"))


def test_one_alone_needs_no_brackets_and_is_written_out_with_them() -> None:
    bare = WHOLE.replace('["owner"]', '"owner"', 1).replace('["dana@agency.example"]', '"dana@agency.example"')
    assert 'to = "owner"' in bare
    assert read_setup(bare) == read_setup(WHOLE)
    assert 'to = ["owner"]' in written(read_setup(bare))


def test_a_mailbox_reads_back_as_written_and_trusts_nobody_unless_told() -> None:
    start = f'{SMALLEST}[mailbox]\nhost = "imap.agency.example"\nuser = "nudge@agency.example"\n'
    plain, trusting = read_setup(start), read_setup(f"{start}trust_unauthenticated = true\n")
    for setup, trusts in ((plain, False), (trusting, True)):
        assert setup.mailbox is not None
        assert setup.mailbox.trust_unauthenticated is trusts
        assert read_setup(written(setup)) == setup
    with pytest.raises(SetupRefused, match="true or false"):
        read_setup(f"{start}trust_unauthenticated = 1\n")


@pytest.mark.parametrize("policy", SHIPPED.values(), ids=str)
def test_every_shipped_policy_could_stand_in_a_file(policy: Policy) -> None:
    setup = Setup(WorkspaceSetup(fallback_owner="lea@agency.example"), policies=(policy,))
    assert read_setup(written(setup)) == setup


@pytest.mark.parametrize(
    ("given", "instead", "said"),
    [
        ("\nowner =", "\nownr =", ['line 34, ownr = "Bob@agency.example": expected the key owner', "line 31, owner: "]),
        ("[[client]]", "[[clients]]", ["line 22, clients = ", "expected the key client"]),
        ('fallback_owner = "lea@agency.example"', "", ["line 2, fallback_owner: expected a value"]),
        ("Bob@agency.example", "Bob", ['line 34, owner = "Bob": expected an e-mail address such as bob@']),
        ('"Europe/Berlin"', '"Europe/Berln"', ['line 3, timezone = "Europe/Berln": expected a time zone']),
        ('"Europe/Berlin"', '"../../etc/passwd"', ['line 3, timezone = "../../etc/passwd": expected a time zone']),
        ("Mon-Fri 09:00", "Mon-Fri 09:99", ['line 5, working_hours = "09:99-17:30": expected minutes between']),
        ("Mon-Thu 08", "Mon-Thx 08", ['line 43, working_hours = "Mon-Thx": expected a day']),
        ('after = "3d"', 'after = "3x"', ['line 18, after = "3x": expected a delay such as 4h']),
        ('after = "3d"', 'after = "1d"', ['line 18, after = "1d": expected a time after 1d', "never be reached"]),
        ('after = "1d"', 'after = "0"', ['line 14, after = "0": expected a delay above zero']),
        ('every = "3d"', 'every = "0"', ['line 12, every = "0": expected a delay above zero']),
        (
            'to = ["owner", "lead"]',
            'to = ["boss"]',
            ['line 19, to = "boss": expected owner, backup, lead, reporter, fallback, channel, or the address'],
        ),
        ('to = ["owner", "lead"]', "to = []", ["line 19, to = []: expected at least 1"]),
        ('to = ["owner", "lead"]', 'to = "boss"', ['line 19, to = "boss": expected owner, backup, lead, reporter']),
        ('to = ["owner", "lead"]', 'to = "owner, lead"', ['line 19, to = "owner, lead": expected a list in square']),
        ('to = ["owner", "lead"]', "to = 1", ["line 19, to = 1: expected a list in square brackets"]),
        ('tone = "facts"', 'tone = "rude"', ['line 20, tone = "rude": expected gentle or firm']),
        ('tier = "key"', 'tier = "keey"', ['line 28, tier = "keey": expected key or standard']),
        ('policy = "patient"', 'policy = "patience"', ['line 39, policy = "patience": expected one of key-client']),
        ('client = "Acme GmbH"', 'client = "Acme"', ['line 32, client = "Acme": expected the name of a [[client]]']),
        ('day = "Mon"', 'day = "Moonday"', ['line 8, day = "Moonday": expected a day such as Mon']),
        ('at = "09:30"', 'at = "9:30"', ['line 8, at = "9:30": expected a time of day']),
        ('country = "AT"', 'country = "Austria"', ['line 44, country = "Austria": expected a country such as DE']),
        ('"shop.acme.example"', '"shop@acme.example"', ['line 24, domains = "shop@acme.example": expected a mail do']),
        ('name = "Portal"', "name = 5", ["line 33, name = 5: expected text in quotation marks"]),
        ('name = "Portal"', f'name = "{"x" * 61}"', ["line 33, name = ", "expected at most 60 characters"]),
        ('"#client-acme"', '"#client acme"', ['line 37, channel = "#client acme": expected the name of a channel']),
        ('name = "Portal"', 'name = "Portal', ["line 33", "expected TOML that can be read"]),
        ("+49 30 1234567", "ring me", ['line 50, phone = "ring me": expected a telephone number']),
        ('"call"', '"pigeon"', ['line 51, preferred = "pigeon": expected mail or call or chat or meeting']),
        ('client = "Acme GmbH"\nname = "Jane', 'client = "Zeta"\nname = "Jane', ['line 48, client = "Zeta"']),
        ('country = "DE"', 'country = "DE"\nvia = "desk"', ['line 30, via = "desk": expected an e-mail address']),
        ("[workspace]", "[[workspace]]", ["line 2, workspace = ", "expected a table"]),
    ],
)
def test_what_is_wrong_is_told_with_line_value_and_what_was_expected(given: str, instead: str, said: list[str]) -> None:
    assert given in WHOLE
    with pytest.raises(SetupRefused) as refused:
        read_setup(WHOLE.replace(given, instead, 1))
    told = "\n".join(str(problem) for problem in refused.value.problems)
    for words in said:
        assert words in told


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(SetupRefused) as refused:
        read_setup(WHOLE.replace('"key"', '"keey"').replace("Europe/Berlin", "Berlin").replace("Mon-Thu", "Mn-Thu"))
    assert [problem.line for problem in refused.value.problems] == [3, 28, 43]


@pytest.mark.parametrize("table", ["client", "project", "person", "policy", "contact"])
def test_nothing_may_be_named_twice(table: str) -> None:
    start = WHOLE.index(f"[[{table}]]")
    end = WHOLE.find("\n\n", start)
    again = WHOLE[start : end if end > 0 else None].replace("Portal", "PORTAL")
    with pytest.raises(SetupRefused, match=f"each {table} once"):
        read_setup(f"{WHOLE}\n{again}\n")


@pytest.mark.parametrize("text", ["", "= 1", "\0", "[workspace", "workspace = 1", "[[person]]\n" * 3])
def test_a_file_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(SetupRefused):
        read_setup(text)


def test_what_is_written_reads_back_to_the_same() -> None:
    setup = read_setup(WHOLE.replace('country = "DE"', 'country = "DE"\nvia = "desk@between.example"'))
    assert setup.clients[0].via == "desk@between.example"
    assert read_setup(written(setup)) == setup
    assert written(read_setup(written(setup))) == written(setup)


_names = (
    st.text(min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: bool(text) and text.isprintable())
)


@given(_names, _names)
def test_any_name_survives_the_file(client: str, project: str) -> None:
    setup = Setup(
        WorkspaceSetup(fallback_owner="lea@agency.example"),
        clients=(ClientSetup(client),),
        projects=(ProjectSetup(client, project, "bob@agency.example"),),
    )
    assert read_setup(written(setup)) == setup


def test_how_long_texts_are_kept_reads_back_as_written() -> None:
    text = '[workspace]\nfallback_owner = "lea@agency.example"\nretention = { texts = "18 months" }\n'
    setup = read_setup(text)
    assert setup.workspace.retention == Retention(months=18)
    assert read_setup(written(setup)) == setup
    with pytest.raises(SetupRefused, match=r"line 3, texts = .*such as 18 months"):
        read_setup(text.replace("18 months", "a while"))
