"""Every code of the catalogue can be produced: by a file, or by a line of Python.

The bad files are in tests/broken.  Here stands a table of calls, each of which must end in its
code: raised (SV1, SV2, SV3, SV4, SV7), on a refused line (SV5) or among the warnings (SV6).
Codes of the edges (tables, records, plug-ins' tools) are produced in the tests of those edges.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.errors import CATALOGUE, Problem

HERE = Path(__file__).resolve()
TESTS = HERE.parent.parent


# --- what the calls are made of ------------------------------------------------------------


def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms@2022")


def tender(**details: Any) -> sv.Tender:
    """A tender of £100,000, published when that edition was in force."""
    usual = {"contract_value": 100_000, "published": "2022-07-01"}
    return sv.Tender("Parks", **{**usual, **details})


def bid(*commitments: sv.Commitment, name: str = "Acme", **details: Any) -> sv.Bid:
    """A bid with these commitments."""
    return sv.Bid(name, commitments=commitments, **details)


def line(code: str = "NT10", quantity: sv.Quantity | None = None, **details: Any) -> sv.Commitment:
    """One commitment."""
    return toms().commit(code, quantity or sv.weeks(1), **details)


def value(
    *commitments: sv.Commitment, framework: sv.Framework | None = None, **of_tender: Any
) -> Any:
    """A valuation of one bid."""
    return sv.value(tender(**of_tender), bid(*commitments), framework or toms())


def priced() -> sv.Criterion:
    """A price criterion for all the points."""
    return sv.Criterion("price", 100, sv.LowestPrice())


def panel(**details: Any) -> sv.Scheme:
    """A scheme of one panel criterion."""
    return sv.Scheme([sv.Criterion("quality", 100, sv.PanelMark(5, **details))])


def short_list(best: int) -> sv.Scheme:
    """A scheme by which only the best go on."""
    return sv.Scheme([sv.Criterion("quality", 100, sv.PanelMark(5), go_on=best)])


def against(**details: Any) -> sv.Scheme:
    """A scheme of one criterion against a target."""
    return sv.Scheme([sv.Criterion("value", 100, sv.AgainstTarget(**details))])


def evaluate(scheme: sv.Scheme | None, *bids: sv.Bid, **of_tender: Any) -> sv.Evaluation:
    """An evaluation of these bids, or of one with a price."""
    return sv.evaluate(tender(**of_tender), bids or [bid(price=1)], toms(), scheme)


def off() -> sv.Framework:
    """The same set with one measure switched off."""
    changed = attrs.evolve(toms()["NT10"], switched_off="not used here")
    measures = type(toms().measures)({**toms().measures, "NT10": changed})
    return attrs.evolve(toms(), measures=measures)


def later() -> sv.Framework:
    """The same set with one measure whose first figure is of 2030."""
    measure = toms()["NT10"]
    assert measure.proxy is not None
    figures = [attrs.evolve(each, start=day("2030-01-01")) for each in measure.proxy.values]
    changed = attrs.evolve(measure, proxy=attrs.evolve(measure.proxy, values=tuple(figures)))
    return attrs.evolve(
        toms(), measures=type(toms().measures)({**toms().measures, "NT10": changed})
    )


def day(text: str) -> Any:
    """A date."""
    from datetime import date

    return date.fromisoformat(text)


def folder(path: Path, **files: str) -> Path:
    """A folder with these files."""
    path.mkdir()
    for name, text in files.items():
        (path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


def essex(**details: Any) -> Any:
    """What the plug-in of Essex says of an empty bid."""
    return sv.value(tender(published="2022-07-01", **details), bid(), sv.load("essex"))


# --- the table -----------------------------------------------------------------------------

Call = Callable[[Path], object]


@attrs.frozen
class OwnMethod:
    """A council's own method, which gives whatever it is told."""

    give: Callable[[Any], Any] = attrs.field(default=lambda bids: [0 for _ in bids])
    READS = ("price",)

    def points(self, criterion: str, weight: Any, bids: Any) -> Any:
        """What it was told."""
        return self.give(bids)


def own(give: Callable[[Any], Any], *prices: int) -> sv.Evaluation:
    """Bids at these prices, by a method of one's own."""
    scheme = sv.Scheme([sv.Criterion("price", 100, OwnMethod(give))])
    return evaluate(scheme, *(bid(name=f"B{n}", price=each) for n, each in enumerate(prices)))


def method_called(name: str, **held: Any) -> Any:
    """A method of one's own of a class of this name."""
    return attrs.frozen(type(name, (OwnMethod,), held))()


def plain_method() -> Any:
    """A method whose class is no attrs class."""
    return type("Mine", (), {"READS": ("price",), "points": OwnMethod.points})()


MADE: dict[str, Call] = {
    "SV755": lambda _: sv.Criterion("x", 1, plain_method()),
    "SV756": lambda _: sv.Criterion("x", 1, method_called("Mine", READS="price")),
    "SV757": lambda _: sv.Scheme([sv.Criterion("x", 100, method_called("LowestPrice"))]),
    "SV758": lambda _: own(lambda _: 1 // 0, 1),
    "SV759": lambda _: own(lambda _: [0, 1], 5, 5),
    "SV101": lambda _: sv.read_tender("no-such-file.yaml"),
    "SV108": lambda path: sv.load(
        folder(path / "many", framework="", **{f"f{n}": "" for n in range(300)})
    ),
    "SV112": sv.read_tender,
    "SV115": lambda path: sv.load(
        folder(
            path / "spoilt",
            plugin="schema: socialvalue/plugin@1\n" + "".join(f"k{n}: 1\n" for n in range(999)),
        )
    ),
    "SV228": lambda _: tender(note="\ud800"),
    "SV204": lambda _: sv.quantity(1, "fte_yaer"),
    "SV206": lambda _: tender(published="01/07/2022"),
    "SV209": lambda _: toms()["NT9999"],
    "SV210": lambda _: toms().unit_value("NT10", place="Essex"),
    "SV301": lambda _: sv.fte("12,5"),
    "SV302": lambda _: sv.count(Decimal(-1)),
    "SV303": lambda _: sv.count(10**12),
    "SV304": lambda _: sv.count("0." + "3" * 31),
    "SV305": lambda _: sv.gbp(0.1),  # type: ignore[arg-type]
    "SV306": lambda _: sv.count(float("nan")),
    "SV307": lambda _: tender(contract_value=0),
    "SV308": lambda _: line("NT10", sv.hours(1)),
    "SV309": lambda _: toms().commit("NT10", 5),  # type: ignore[arg-type]
    "SV310": lambda _: line(deadweight="1.1"),
    "SV311": lambda _: line(share_claimed="0.5", attribution_to_others="0.5"),
    "SV312": lambda _: line(basis="yearly"),
    "SV313": lambda _: sv.Bid(" "),
    "SV314": lambda _: sv.value(tender(), [bid(), bid(name="ACME")], toms()),
    "SV315": lambda _: sv.value(tender(), [], toms()),
    "SV316": lambda _: sv.weeks(1, people="2.5"),
    "SV317": lambda _: value(unit_values={"NT61": 1}),
    "SV318": lambda _: sv.ContractValue(100, with_extensions=99),
    "SV319": lambda _: value(sv.load("national-toms@2020").commit("NT33", sv.miles(100))),
    "SV322": lambda _: sv.value(tender(lots=["north"]), bid(lot="south"), toms()),
    "SV323": lambda _: sv.load("uk-open", uprate_to="1066"),
    "SV324": lambda _: uprated_twice(),
    "SV329": lambda _: sv.Bid("Acme", state="excluded"),
    "SV401": lambda _: sv.load("no-such-set"),
    "SV402": lambda _: sv.load("national-toms"),
    "SV628": lambda _: value(place="E07000150"),
    "SV629": lambda _: value(place="E06000063"),
    "SV403": lambda _: sv.load("national-toms@1999"),
    "SV404": lambda _: sv.load("national-toms", on="1999-01-01"),
    "SV405": lambda _: sv.load("national-toms@2020", edition="2022"),
    "SV408": lambda _: sv.load_index("gdp-deflator")["no-such-series"],
    "SV409": lambda _: sv.load_index("no-such-index"),
    "SV501": lambda _: value(line("NT70", sv.tonnes(1))),
    "SV502": lambda _: value(line("NT1", sv.fte(1))),
    "SV503": lambda _: value(line("NT44", sv.yes())),
    "SV504": lambda _: value(
        line("NT28", sv.gbp(1), activity="a"), line("NT15", sv.expert_hours(1), activity="a")
    ),
    "SV505": lambda _: value(line("NT4", sv.quantity(1, "fte_year"))),
    "SV506": lambda _: value(line("NT4", sv.fte(1, years=2)), years=2),
    "SV507": lambda _: value(line("NT1", sv.fte(1, years=2)), unit_values={"NT1": 1}),
    "SV508": lambda _: value(line("NT4", sv.fte(1), place="E12000007"), place="E10000012"),
    "SV509": lambda _: value(line(), framework=off()),
    "SV510": lambda _: value(line(), framework=later()),
    "SV511": lambda _: value(line(basis="per_call_off")),
    "SV513": lambda _: value(line(), shortlist=["NT28"]),
    "SV601": lambda _: value(line("NT28", sv.gbp(1)), line("NT15", sv.expert_hours(1))),
    "SV602": lambda _: value(line(activity="a"), line(activity="a")),
    "SV603": lambda _: value(published="2019-01-01"),
    "SV604": lambda _: value(line()),
    "SV605": lambda _: value(sv.load("national-toms@2020").commit("NT10", sv.weeks(1))),
    "SV606": lambda _: value(published=None),
    "SV701": lambda _: sv.Scheme([sv.Criterion("price", 99, sv.LowestPrice())]),
    "SV702": lambda _: sv.Scheme(
        [sv.Criterion("a", 50, sv.LowestPrice()), sv.Criterion("a", 50, sv.LowestPrice())]
    ),
    "SV704": lambda _: sv.Criterion("price", 100, None),  # type: ignore[arg-type]
    "SV705": lambda _: evaluate(panel()),
    "SV706": lambda _: evaluate(panel(), bid(marks={"quality": 6})),
    "SV707": lambda _: evaluate(sv.Scheme([priced()]), bid(price=1, marks={"qualty": 3})),
    "SV708": lambda _: evaluate(sv.Scheme([priced()]), bid()),
    "SV709": lambda _: evaluate(against()),
    "SV710": lambda _: evaluate(None),
    "SV711": lambda _: evaluate(against(target="0.5", denominator="maximum")),
    "SV712": lambda _: sv.Scheme([priced()], ties=["quality"]),
    "SV713": lambda _: evaluate(panel(minimum=2), bid(marks={"quality": 1})),
    "SV714": lambda _: sv.AgainstTarget("0.5", cap="0.5", floor="0.6"),
    "SV715": lambda _: evaluate(
        sv.Scheme([sv.Criterion("value", 100, sv.RelativeToHighest())]), bid()
    ),
    "SV716": lambda _: evaluate(sv.Scheme([priced()]))["Nobody"],
    "SV717": lambda _: evaluate(sv.Scheme([priced()]))["Acme"].points_for("quality"),
    "SV744": lambda _: evaluate(sv.Scheme([attrs.evolve(priced(), price="day")]), bid()),
    "SV746": lambda _: sv.evaluate(
        tender(),
        [bid(name=each, marks={"quality": n}) for n, each in enumerate("AB")],
        toms(),
        short_list(1),
    ),
    "SV747": lambda _: attrs.evolve(priced(), go_on=2),
    "SV748": lambda _: sv.Scheme(
        [sv.Criterion(each, 50, sv.PanelMark(5), go_on=2) for each in ("team", "plan")]
    ),
    "SV749": lambda _: evaluate(short_list(1), bid(marks={"quality": 3})).sensitivity(),
    "SV718": lambda _: sv.AgainstTarget("1", weight_value={"jobs": 1}, weight_score={"jobs": 1}),
    "SV719": lambda _: sv.AgainstTarget("1", weight_score={"jobs": "0.5"}),
    "SV720": lambda _: sv.Banded([sv.Band(0, 1, 1), sv.Band(2, 3, 2)]),
}
"""A code to a call that must end in it; the path is a folder of its own."""


def uprated_twice() -> object:
    """A set moved to other prices, and moved again."""
    from socialvalue.registry.indices import uprated

    return uprated(sv.load("uk-open", uprate_to="2024"), "2023")


def problems(made: object) -> Iterable[Problem]:
    """Everything that is said of what was made: lines refused, warnings, failures."""
    if isinstance(made, sv.Evaluation):
        yield from made.warnings
        for result in made.results:
            yield from result.failures
            yield from problems(result.valuation)
    elif isinstance(made, sv.Valuation):
        yield from made.warnings
        for each in made.lines:
            yield from each.refusals


@pytest.mark.parametrize("code", MADE)
def test_a_call_ends_in_its_code(code: str, tmp_path: Path) -> None:
    """A code that nothing can produce is a promise nobody keeps.

    SV5 and SV6 stand in a result and are never raised: a line that does not count must not stop
    the others from counting.
    """
    raised: tuple[Problem, ...] = ()
    said: list[Problem] = []
    try:
        said = list(problems(MADE[code](tmp_path)))
    except sv.SocialValueError as error:
        raised = error.problems
    found = {each.code for each in said if code[2] in "567"} | {
        each.code for each in raised if code[2] not in "56"
    }
    assert code in found


def literal_codes(paths: Iterable[Path]) -> set[str]:
    """The codes that are named in some files."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in paths)
    return {code for text in texts for code in re.findall(r"\bSV\d{3,4}\b", text)}


def test_every_code_is_held_by_a_test() -> None:
    """Each code is produced by the table above, by a bad file, or by a test of its own."""
    broken = literal_codes((TESTS / "broken").rglob("*.expected"))
    others = literal_codes(path for path in TESTS.rglob("*.py") if path != HERE)
    assert set(CATALOGUE) <= set(MADE) | broken | others


def test_every_code_is_used_and_every_used_code_is_known() -> None:
    """The reference promises each code of the catalogue; the source uses no other."""
    package = Path(sv.__file__).parent
    used = set()
    for path in package.rglob("*.py"):
        if path.parent.name != "wording":
            used |= set(re.findall(r'"(SV\d{3,4})"', path.read_text(encoding="utf-8")))
    assert used - {"SV999"} == set(CATALOGUE)
