"""`socialvalue new tender`: a tender file from a few answers, read as what was answered."""

from __future__ import annotations

import io
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.cli.views.new_tender import Plan, tender_text
from socialvalue.errors import SocialValueError
from socialvalue.model.fields import day, name

if TYPE_CHECKING:
    from tests.cli.conftest import Run

GIVEN = {
    "title": "School meals", "published": "2022-06-01", "framework": "essex", "value": "2400000",
    "years": "3", "social-value": "10", "quality": "30",
}  # fmt: skip


def options(**changes: str | None) -> list[str]:
    """The options of a tender, some of them otherwise or left out."""
    held = {**GIVEN, **{key.replace("_", "-"): value for key, value in changes.items()}}
    return [
        word for key, value in held.items() if value is not None for word in (f"--{key}", value)
    ]


def plan(title: str, about: str = "", framework: str = "essex", on: str = "2022-06-01") -> Plan:
    """What was answered, with a title and words of one's own."""
    held = sv.load(framework, on=on)
    return Plan(title, held, held.label, day(on), Decimal(2_400_000), Decimal(3), None,
                Decimal(10), Decimal(30), None, about)  # fmt: skip


# --- the file -----------------------------------------------------------------------------


def test_a_file_is_written_that_lacks_only_bids(run: Run, here: Path) -> None:
    """An officer's first file must not be one that the program itself sends back."""
    ran = run("new", "tender", *options())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Written to tender.yaml\n")
    checked = run("check", "tender.yaml")
    assert checked.codes == ["SV315"], "the bids, and nothing else"
    assert run("scheme", "tender.yaml").code == 0
    text = (here / "tender.yaml").read_text(encoding="utf-8")
    bid = 'bids:\n  - {bidder: Acme, price: "1", marks: {quality: "3"}, commitments: []}\n'
    (here / "tender.yaml").write_text(text.replace("bids: []\n", bid), encoding="utf-8")
    assert run("score", "tender.yaml").code == 0


def test_it_says_what_was_answered(run: Run, here: Path) -> None:
    """A figure that was typed and is another in the file would be published as the council's."""
    run("new", "tender", *options(place="E07000070"), "-o", "meals.yaml")
    text = (here / "meals.yaml").read_text(encoding="utf-8")
    (tender, _), framework = sv.read_tender(bid_in(text)), sv.load("essex", on="2022-06-01")
    assert (tender.title, tender.years, tender.place) == ("School meals", 3, "E07000070")
    assert tender.contract_value.initial == 2_400_000
    assert str(tender.published) == "2022-06-01"
    assert tender.target == framework.policy.target(on="2022-06-01") == Decimal("0.50")
    assert tender.scheme is not None
    assert [(each.name, each.points) for each in tender.scheme.criteria] == [
        ("price", 60), ("quality", 30), ("social value", 10),
    ]  # fmt: skip


def bid_in(text: str) -> bytes:
    """The file with one bid in it, as bytes."""
    bid = 'bids: [{bidder: Acme, price: "1", marks: {quality: "3"}, commitments: []}]'
    return text.replace("bids: []", bid).encode()


@pytest.mark.parametrize(("on", "target", "threshold"), [
    ("2022-06-01", "0.50", "contracts over £100,000.00"),
    ("2024-02-01", "0.25", "contracts from £100,000.00"),
])  # fmt: skip
def test_the_policy_is_that_of_the_day(
    run: Run, here: Path, on: str, target: str, threshold: str
) -> None:
    """A target of two years ago, or of next year, is not what the council asks for."""
    assert run("new", "tender", *options(published=on)).code == 0
    text = (here / "tender.yaml").read_text(encoding="utf-8")
    assert f'target: "{target}"' in text
    assert threshold in text
    assert "This contract is £2,400,000.00: the rules hold." in " ".join(text.split())


@pytest.mark.parametrize(
    ("council", "value", "said"),
    [
        ("northern-ireland", "138760", "below it, so they do not bind."),
        ("northern-ireland", "138761", "whether the rules bind depends on its kind, so add"),
        ("northern-ireland", "5336938", "the rules hold."),
        ("gla", "150000", "below it, so they do not bind, but for 'consider'."),
        ("gla", "150001", "the rules hold."),
    ],
)
def test_the_side_of_the_threshold_is_said_as_far_as_it_is_known(
    run: Run, here: Path, council: str, value: str, said: str
) -> None:
    """The answers say no kind of contract: a builder must not read the cleaners' threshold."""
    given = options(framework=council, published="2026-12-01", value=value)
    assert run("new", "tender", *given).code == 0
    text = " ".join((here / "tender.yaml").read_text(encoding="utf-8").replace("#", "").split())
    assert f": {said}" in text


def test_a_departure_from_the_policy_is_shown_at_once(run: Run, here: Path) -> None:
    """Below the threshold no social value is asked for: better known before the notice."""
    ran = run("new", "tender", *options(value="100000"))
    assert "over £100,000.00; this contract is £100,000.00. (SV610)" in " ".join(ran.out.split())
    assert "SV610" not in run("new", "tender", *options(value="100000.01"), "-o", "b.yaml").out
    fixed = options(framework="rotherham", published="2021-05-01", social_value=None)
    assert run("new", "tender", *fixed, "-o", "c.yaml").code == 0, "the policy says 20 points"
    assert 'points: "20"' in (here / "c.yaml").read_text(encoding="utf-8")


# --- what was typed -----------------------------------------------------------------------

TITLES = (
    "NO", "010", "null", "1e3", "a: b", "a #1", 'say "yes"', "it's", "- dash", "{x}", "[x]", "&a",
    "*a", "!t", "%d", "@@TITLE@@", "back\\slash", "Ynys Môn – £5", "数学", "🏗 roads", "~", "12:30",
)  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_text_whatever_it_looks_like(run: Run, here: Path, title: str) -> None:
    """A title that YAML takes for a no, a number or a comment is another title."""
    ran = run("new", "tender", *options(title=title))
    assert (ran.code, ran.err) == (0, "")
    tender, _ = sv.read_tender(bid_in((here / "tender.yaml").read_text(encoding="utf-8")))
    assert tender.title == title


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=st.text(max_size=40), about=st.text(max_size=40))
def test_nothing_typed_is_a_line_of_the_file(title: str, about: str) -> None:
    """No title and no word can add a key, a bid or a comment: it is read back, or refused."""
    try:
        wanted = name(title)
    except SocialValueError:
        return
    text = tender_text(plan(wanted, about))
    plain = tender_text(plan("Roads"))
    assert set(re.findall(r"^\w+:", text, re.M)) == set(re.findall(r"^\w+:", plain, re.M))
    tender, _ = sv.read_tender(bid_in(text))
    assert tender.title == wanted


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "bell\x07", "\x85", "\u2028"])
def test_a_title_that_is_none_is_refused_or_kept(run: Run, here: Path, title: str) -> None:
    """A line end in a title is never a line of the file."""
    ran = run("new", "tender", *options(title=title))
    if ran.code:
        assert (ran.code, bool(ran.codes), (here / "tender.yaml").exists()) == (1, True, False)
    else:
        tender, _ = sv.read_tender(bid_in((here / "tender.yaml").read_text(encoding="utf-8")))
        assert tender.title == name(title)


# --- options and questions ----------------------------------------------------------------


def test_all_that_is_missing_is_named_at_once(run: Run, here: Path) -> None:
    """Seven runs to learn of seven options is six too many."""
    ran = run("new", "tender", "--title", "X")
    assert ran.code == 2
    for each in ("--published", "--framework", "--value", "--years", "--social-value", "--quality"):
        assert each in ran.err
    assert "--title" not in ran.err.splitlines()[0].partition("give")[2]
    assert not (here / "tender.yaml").exists()


def test_all_that_is_wrong_is_named_at_once(run: Run, here: Path) -> None:
    """Each with its option, and with what is meant."""
    wrong = options(value="9,000", years="x", quality="96", place="Corby", published="2022-06-01")
    ran = run("new", "tender", *wrong)
    assert (ran.code, ran.out, (here / "tender.yaml").exists()) == (1, "", False)
    for each in ("--value", "--years", "--quality", "--place", "North Northamptonshire"):
        assert each in ran.err


def test_nothing_that_is_there_is_replaced(run: Run, here: Path) -> None:
    """A tender of last year may be the only copy; nothing is asked before that is said."""
    (here / "tender.yaml").write_text("mine", encoding="utf-8")
    ran = run("new", "tender", *options())
    assert (ran.code, ran.out) == (4, "")
    assert "nothing is replaced" in ran.err
    assert (here / "tender.yaml").read_text(encoding="utf-8") == "mine"
    assert run("new", "tender", *options(), "-o", "no/such/folder.yaml").code == 4
    assert run("new", "tender", *options(), "-o", "tender.xlsx").code == 4
    assert run("new", "tender", *options(), "-o", "-").out.startswith("# A tender file")


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def test_questions_are_asked_on_a_terminal(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no option says is asked, and asked again until it can be read."""
    typed = ["School meals", "1 June", "2022-06-01", "esex", "essex", "", "2.4m", "2400000", "3",
             "10", "95", "30", "", "apprentices"]  # fmt: skip
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(typed) + "\n"))
    ran = run("new", "tender")
    assert ran.code == 0, ran.err
    told = ran.out + ran.err
    for said in ("SV206", "SV401", "SV301", "SV316", "Essex (E10000012)", "the policy's, £0.50"):
        assert said in told
    asked = (here / "tender.yaml").read_text(encoding="utf-8")
    assert asked == tender_text(plan("School meals", "apprentices"))
    run("new", "tender", *options(about="apprentices"), "-o", "b.yaml")
    assert asked == (here / "b.yaml").read_text(encoding="utf-8")


def test_leaving_in_the_middle_writes_nothing(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the answers are no tender."""
    monkeypatch.setattr(sys, "stdin", Terminal("School meals\n"))
    ran = run("new", "tender")
    assert (ran.code, list(here.iterdir())) == (130, [])
    assert "stopped" in ran.err


def test_a_national_weight_names_the_value_it_goes_by() -> None:
    """A value without VAT is not held against £5m with it as if they were one figure."""
    stepped = plan("Courts", "", "uk-social-value-model", "2027-06-01")
    text = " ".join(tender_text(stepped).replace("#", " ").split())
    assert "at least 10% from £1,000,000.00 and 20% from £5,000,000.00 of the points; " in text
    assert "points; the value is with VAT and all extensions." in text
    flat = plan("Courts", "", "uk-social-value-model", "2026-03-02")
    plain = " ".join(tender_text(flat).replace("#", " ").split())
    assert "for at least 10% of the points." in plain


# --- measures -----------------------------------------------------------------------------

SETS = [("essex", "2022-06-01"), ("bradford", "2026-05-01"), ("uk-open", "2026-05-01"),
        ("rotherham", "2021-05-01"), ("uk-social-value-model", "2026-03-02")]  # fmt: skip


@pytest.mark.parametrize(("framework", "on"), SETS)
@pytest.mark.parametrize("about", ["", "apprentices carbon schools volunteering waste local"])
def test_six_at_most_each_by_the_rule_it_names(framework: str, on: str, about: str) -> None:
    """A measure without pounds that day, switched off, or counted twice is no proposal."""
    made = plan("Roads", about, framework, on)
    found = made.proposals
    assert 0 < len(found) <= 6
    with_pounds = any(each.kind == "monetised" for each in made.framework)
    for each in found:
        measure = each.measure
        assert not measure.switched_off
        assert measure.place != "supplier"
        worth = made.view.worth(measure)
        assert worth.startswith("£") == with_pounds
        if "its text has" in each.because:
            words = re.findall(r"'(\w+)'", each.because)
            said = f"{measure.title} {measure.definition} {measure.tags}".lower()
            outcome = made.framework.themes[measure.theme].outcomes[measure.outcome].title.lower()
            assert all(word.rstrip("s") in said + outcome for word in words)
    codes = [each.measure.code for each in found]
    pairs = {
        frozenset(pair) for each in found for rule in each.measure.rules for pair in rule.pairs
    }
    assert not [pair for pair in pairs if pair <= set(codes)]
    assert made.proposals == found


def test_words_decide_before_order(run: Run, here: Path) -> None:
    """Who asks for apprentices is shown apprentices; and words of a place are no subject."""
    codes = [each.measure.code for each in plan("Roads in Essex", "apprentices").proposals]
    assert codes[0] == "NT10"
    assert [each.measure.code for each in plan("Roads").proposals] == [
        each.measure.code for each in plan("Works in Essex, North").proposals
    ]


def test_a_policy_asks_first() -> None:
    """Bradford asks for a measure on jobs above £100,000; the proposal has one, and first."""
    made = plan("Waste and carbon", "", "bradford", "2026-05-01")
    assert made.proposals[0].measure.theme == "jobs"
    assert "the policy asks for at least 1" in made.proposals[0].because
    small = Plan(*[100_000 if at == 4 else each for at, each in enumerate(
        (made.title, made.framework, made.named, made.published, None, made.years, None,
         made.social, made.quality, None, ""))])  # fmt: skip
    assert "the policy asks" not in small.proposals[0].because
