"""No path from a present value to points; and what is shown of one."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from tests.appraisal.conftest import Worth

EVIL = "<script>alert(1)</script>\x1b[31m"


def test_points_and_record_are_what_they_were(
    worth: Worth, toms: sv.Framework, tender: sv.Tender, acme: sv.Bid
) -> None:
    """Awards are scored by the published method: to look at a present value changes nothing."""
    scheme = sv.Scheme([
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("quality", 40, sv.PanelMark(out_of=5)),
    ])  # fmt: skip
    result = sv.evaluate(tender, [acme], toms, scheme)
    before = result.record()
    found = worth(inputs=1000, deadweight={"NT10": "0.9"})
    assert found.valuation.total == result["Acme"].valuation.total
    assert sv.evaluate(tender, [acme], toms, scheme).record() == before
    with pytest.raises(sv.InputError):
        sv.evaluate(tender, [found], toms, scheme)  # type: ignore[list-item]


def test_a_machine_holds_the_wall(root: Path) -> None:
    """The contract that keeps points out of this room stands where the machine reads it."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (wall,) = [
        each for each in settings["tool"]["importlinter"]["contracts"]
        if each["name"] == "No path from a present value to points"
    ]  # fmt: skip
    assert wall["source_modules"] == ["socialvalue.appraisal"]
    assert {"socialvalue.assess.evaluation", "socialvalue.assess.points"} <= {
        *wall["forbidden_modules"]
    }


def test_the_room_is_loaded_when_it_is_named() -> None:
    """Who scores a tender reads no discount rates."""
    code = (
        "import sys, socialvalue as sv\n"
        "assert 'socialvalue.appraisal' not in sys.modules\n"
        "assert sv.appraisal.discount_factor(0) == 1\n"
        "assert 'socialvalue.appraisal' in sys.modules\n"
        "print('done')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout == "done\n", ran.stderr


# --- what is shown -------------------------------------------------------------------------


def test_what_is_shown(worth: Worth) -> None:
    """One line in a shell, a page in print, one in a notebook, and nothing of a user's runs."""
    found = worth(inputs="50_000")
    assert repr(found) == "<PresentValue: 'Acme', £57,330.98 at present value>"
    text = str(found)
    assert "£50,000.00 is put in, at present value: £1.147 comes back for each £1" in text
    assert "If all benefits were 12.7% lower, no more would come back than is put in." in text
    assert "it changes no bid's points" in " ".join(text.split())
    assert "Left out: £700.00 of local economic value" in text
    assert found._repr_html_().startswith("<div>")


def test_a_users_words_are_escaped(toms: sv.Framework, tender: sv.Tender) -> None:
    """A bidder's name is text, in a page and in a terminal."""
    bid = sv.Bid(EVIL, commitments=[toms.commit("NT28", sv.gbp(1))])
    found = sv.present_value(tender, bid, toms, rate=sv.appraisal.GREEN_BOOK)
    assert "&lt;script&gt;" in found._repr_html_()
    assert "<script>" not in found._repr_html_()
    assert "\x1b" not in f"{found!r}{found}"


def test_its_json_and_its_table(worth: Worth) -> None:
    """Pounds to the penny; a row a commitment and year, whose £ sum to the total."""
    found = worth(inputs={0: 1000}, drop_off={"NT10": "1/3"}, duration={"NT10": 2})
    data = json.loads(found.to_json())
    assert data["schema"] == "socialvalue/present-value@1"
    chart = found.chart()
    assert [each[0] for each in chart.rows] == [f"year {each}" for each in found.by_year]
    assert abs(sum(int(str(each[1])) for each in chart.rows) - found.total * 100) < 2
    assert str(found.pounds)[-3:] in chart.title
    assert (data["total"], data["inputs"]) == (str(found.pounds), "1000.00")
    assert data["terms"]["drop_off"] == {"NT10": "1/3"}
    assert [each["what"] for each in data["switching"]] == [*found.switching]
    frame = found.to_frame("polars")
    assert frame.columns == ["bidder", "commitment", "measure", "value_kind", "year", "value",
                             "factor", "present_value"]  # fmt: skip
    assert round(float(frame["present_value"].sum()), 4) == round(float(found.total), 4)
    with pytest.raises(sv.InputError, match="give its valuation"):
        sv.to_json(found)
