"""What every test may ask for: the samples, the shared real logs where they are, and a world without surprises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# Shared machines stall: a deadline per example would test the machine. `HYPOTHESIS_PROFILE=long` for a night's run.
settings.register_profile("usual", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
# CI judges a change, so it draws the same examples each time; people's runs go on looking for new ones.
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "usual"))


@pytest.fixture(autouse=True)
def own_world(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the keys, state or colours of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CHLOGAUDIT_KEY_DIR", str(home / "keys"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def sample_logs() -> Path:
    """The folder of logs that we invented; read only."""
    return ROOT / "sample_logs"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real logs and other projects' cases, beside the project on some machines and never in it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared here")
    return folder
