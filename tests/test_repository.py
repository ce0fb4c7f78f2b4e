"""Nothing in the repository depends on, or tells of, the machine that it was written on."""

import re
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]

# Written so that this file doesn't find itself.
_OF_A_MACHINE = (
    r"/(?:work|root|Users)/[\w.]",
    r"/home/(?!nudge\b)\w+/",
    r"/tmp/[\w.-]{3,}",
    r"/opt/(?!nudge\b)\w+/",
    r"[.]pyenv/",
)
_OF_A_REGISTRY = (
    r"pypi[.](?:org|python[.]org)",
    r"pythonhosted[.]org",
    r"registry[.]npmjs",
    r"(?:deb|security|archive)[.](?:debian|ubuntu)[.]",
    r"--(?:extra-)?index-url\s+\S",
    r"--find-links\s+\S",
)


def _texts() -> dict[str, str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=_ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so nothing says which files belong to it")
    names = [name for name in listed.stdout.decode().split("\0") if name and (_ROOT / name).is_file()]
    return {name: (_ROOT / name).read_bytes().decode(errors="replace") for name in names}


@pytest.mark.parametrize("pattern", [*_OF_A_MACHINE, *_OF_A_REGISTRY])
def test_no_tracked_file_names_a_path_of_a_machine_or_a_registry(pattern: str) -> None:
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in _texts().items()
        for match in re.finditer(pattern, text)
    ]
    assert not found
