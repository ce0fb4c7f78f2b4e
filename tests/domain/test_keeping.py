"""Keeping in touch: which projects a mail of ours may have been contact about, and when nobody needs to say so."""

import pytest

from bot.domain.keeping import counts_unasked, perhaps_about
from bot.domain.request import Evidence
from bot.domain.routing import Project

ACME, BOLT = 1, 2
PORTAL = Project(1, ACME, "Portal", owner_id=1, touch_every="10d")
SHOP = Project(2, ACME, "Shop", owner_id=1, touch_every="5d")
QUIET = Project(3, ACME, "Archive", owner_id=1)
OTHERS = Project(4, BOLT, "Site", owner_id=1, touch_every="10d")
ALL = (PORTAL, SHOP, QUIET, OTHERS)


@pytest.mark.parametrize(
    ("sent_to", "about"),
    [
        (None, (PORTAL, SHOP, QUIET)),
        (PORTAL, (PORTAL,)),
        (QUIET, (QUIET,)),
        (OTHERS, (PORTAL, SHOP, QUIET)),
    ],
)
def test_a_mail_is_about_where_it_went_to_else_about_any_project_of_its_client(
    sent_to: Project | None, about: tuple[Project, ...]
) -> None:
    assert perhaps_about(ALL, {ACME}, sent_to) == about


@pytest.mark.parametrize("evidence", Evidence)
@pytest.mark.parametrize("about", [(), (PORTAL,), (QUIET,), (PORTAL, SHOP), (PORTAL, QUIET)])
def test_only_a_verified_mail_that_can_mean_one_project_alone_which_wants_contact_counts_unasked(
    evidence: Evidence, about: tuple[Project, ...]
) -> None:
    assert counts_unasked(evidence, about) == (evidence is Evidence.AUTHENTICATED and about == (PORTAL,))
