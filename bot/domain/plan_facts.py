"""What is shown of the policies of a workspace: which there are, and what each of them is used for."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.policy import ChosenBy, Policy


@dataclass(frozen=True, slots=True)
class PlanUse:
    """A project that a policy holds for, and what chose it there."""

    client_name: str
    project_name: str
    by: ChosenBy


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The newest version of a policy, and all that it is used for.

    `versions` are all that were ever set up; `still_used` counts the unclosed requests of each. `tiers` are those of
    clients that it belongs to; `is_usual`: it holds where nothing else was chosen. `people` are those it names.
    """

    policy: Policy
    versions: tuple[int, ...]
    still_used: Mapping[int, int]
    uses: tuple[PlanUse, ...]
    tiers: tuple[str, ...]
    is_usual: bool
    people: Mapping[int, Person]
