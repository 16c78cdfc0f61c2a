"""The commands of key performance indicators, as an officer types them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import instead

from socialvalue.words import avoided_in

if TYPE_CHECKING:
    from tests.cli.conftest import Ran, Run, Write

QUARTER = ("--from", "2022-09-01", "--to", "2022-11-30")
SET = ("kpi", "set", "C1", "--kpi", "4=Placements", "--lines", "4=1", "--every", "4=3",
       "--kpi", "1=Defects", "--target", "1=98% within 24 hours", "--by", "procurement",
       "--on", "2022-09-01", "--bands", "0.95,0.91,0.86", "--basis", "units")  # fmt: skip
RATE = ("kpi", "rate", "C1", "4", *QUARTER, "--by", "contract manager", "--on", "2022-12-31")


@pytest.fixture
def contract(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Ran]:
    """Enters a contract, and what was delivered in its first quarter."""
    monkeypatch.setenv("SOCIALVALUE_REGISTER", str(tmp_path / "delivery.db"))
    monkeypatch.setenv("COLUMNS", "100")

    def enter() -> Ran:
        usual = ("--reference", "C1", "--starts", "2022-09-01", "--ends", "2023-08-31", "--new",
                 "--by", "procurement", "--on", "2022-08-20")  # fmt: skip
        run("contract", "award", write(), "--bidder", "Acme", *usual)
        return run("deliver", "C1", "--line", "1", "--quantity", "50", "--statement", "Placements.",
                   "--by", "supplier", *QUARTER, "--on", "2022-12-10")  # fmt: skip

    return enter


def test_from_setting_them_to_a_rating(run: Run, contract: Callable[[], Ran]) -> None:
    """The whole way, each step by a command, and nothing rated while the return waits."""
    contract()
    assert run(*SET).code == 0
    page = run("kpi", "show", "C1", "--on", "2022-12-31")
    assert "1 return waits for us" in " ".join(page.out.split())
    assert "Target: 200 person-weeks by 31 August 2023" in " ".join(page.out.split())
    early = run(*RATE, "--confirmed-by", "A. Head")
    assert (early.code, early.codes) == (1, ["SV1047"])
    run("verify", "2", "--by", "contract manager", "--on", "2022-12-20")
    nobody = run(*RATE, "--confirmed-by", " ")
    assert (nobody.code, nobody.codes) == (1, ["SV1042"])
    assert "--confirmed-by" in nobody.err
    done = run(*RATE, "--confirmed-by", "A. Head", "--shown-on", "2022-12-22")
    assert done.code == 0
    assert "rated: indicator 4, Good" in " ".join(done.out.split())
    assert avoided_in(page.out + done.out) == ()
    through = ("--on", "2022-12-31", "--through", "2022-11-30")
    content = json.loads(run("kpi", "show", "C1", *through, "--format", "json").out)
    assert content["kpis"][0]["share"] == "1"
    assert (content["kpis"][0]["rating"], content["kpis"][1]["rating"]) == ("good", None)
    rows = list(
        csv.DictReader(io.StringIO(run("kpi", "show", "C1", *through, "--format", "csv").out))
    )
    assert [each["proposed"] for each in rows] == ["good", ""]


@pytest.mark.parametrize(
    ("more", "code", "word"),
    [
        (("--bands", "0.95,0.91"), 2, "give three"),
        (("--lines", "9=1"), 2, "no --kpi '9=TITLE' is given"),
        (("--every", "4=often"), 2, "'often' is no whole number of months"),
        (("--every", "4=0"), 1, "SV316"),
        (("--lines", "4=77"), 1, "SV951"),
        (("--measured-by", "4=hearsay"), 1, "SV312"),
        (("--bands", "0.95,0.96,0.86"), 1, "SV1041"),
        (("--bands", "good,0.96,0.86"), 1, "SV301"),
    ],
)
def test_a_slip_is_said_and_sets_nothing(
    run: Run, contract: Callable[[], Ran], more: tuple[str, str], code: int, word: str
) -> None:
    """A traceback helps nobody; nor do indicators that are half set."""
    contract()
    ran = run(*instead(SET, *more))
    assert ran.code == code
    assert word in ran.err
    assert "Traceback" not in ran.err
    assert "SV1045" in run(*RATE, "--confirmed-by", "A. Head").err
    assert run(*SET).code == 0
