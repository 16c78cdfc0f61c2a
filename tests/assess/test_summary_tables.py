"""What a letter's tables come to: they add up, or say why not; and what a letter gives away."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.letters.disclosure import price_given_away
from socialvalue.assess.letters.summaries import Summary
from socialvalue.assess.sentences import closed
from socialvalue.cli.views.ranking import ranking_blocks
from socialvalue.testing.strategies import Procurement, procurements
from socialvalue.words import avoided_in

REASON = "It names the people, the dates and a way to check each step."


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    return sv.load("national-toms", edition="2022")


def mark(score: object) -> sv.Moderated:
    return sv.Moderated(score, reason=REASON)


class Tables(HTMLParser):
    """The rows of a letter's tables, each cell as a reader sees it."""

    def __init__(self, told: Summary) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.heading, self.inside = "", ""
        self.feed(told.html)

    def handle_starttag(self, tag: str, _: Any) -> None:
        self.inside = tag
        if tag == "h4":
            self.heading = ""
        if tag == "tr":
            self.found.setdefault(self.heading, []).append([])
        if tag in {"td", "th"}:
            self.found[self.heading][-1].append("")

    def handle_endtag(self, _: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "h4":
            self.heading += data
        if self.inside in {"td", "th"}:
            self.found[self.heading][-1][-1] += data


def rows_of(told: Summary, heading: str) -> list[list[str]]:
    return Tables(told).found[heading][1:]


def letter(framework: sv.Framework, *offers: sv.Commitment, **details: Any) -> Summary:
    """The letter of a bidder with some commitments."""
    how = {"contract_value": 100_000, "years": 3, "published": "2022-07-01", **details}
    tender = sv.Tender("Parks", **how)
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bid = sv.Bid("Acme Ltd.", price=90_000, commitments=offers)
    return sv.evaluate(tender, bid, framework, scheme).summary("Acme Ltd.", strict=True)


def money(cell: str) -> Decimal:
    return Decimal(re.sub("[£,]", "", cell) if cell not in {"–", ""} else "0")


def assert_adds_up(told: Summary) -> None:
    """Every row is quantity × £ each × shares, and the columns come to the totals."""
    *rows, total = rows_of(told, "What you offered")
    assert total[1] == "total"
    for column in (3, 4):
        assert sum(money(row[column]) for row in rows) == money(total[column])
    for row in rows:
        words, each, offered = row[1], row[2], row[3]
        if each in {"–", ""}:
            continue
        amounts = [money(found) for found in re.findall(r"£?[\d,]+(?:\.\d+)?", quantity(words))]
        product = amounts[0] * money(each)
        for share in re.findall(r"; × ([\d.]+),", words):
            product *= Decimal(share)
        assert abs(product - money(offered)) <= Decimal("0.01"), row


def quantity(words: str) -> str:
    """The amount over the whole contract: behind the last "=", or all that there is."""
    return words.partition("; ×")[0].rpartition(": ")[2].rpartition("= ")[2]


# --- what you offered ---------------------------------------------------------------------


def test_quantities_per_year_are_shown_as_what_they_come_to(toms: sv.Framework) -> None:
    """64 staff hours do not stand beside £3,250.56, which is three years of them (part 3)."""
    offer = toms.commit("NT29", sv.hours(8, people=8), basis="per_year", activity="path days")
    told = letter(toms, offer)
    assert_adds_up(told)
    row, _ = rows_of(told, "What you offered")
    assert row[0] == "1"
    assert row[1].startswith("NT29 Volunteering")
    assert (
        "(path days): 8 × 8 people = 64 staff hours per year × 3 years = 192 staff hours" in row[1]
    )
    assert row[2:] == ["£16.93", "£3,250.56", "£3,250.56", "counts"]


def test_a_share_is_shown_with_its_reason(toms: sv.Framework) -> None:
    """£24,000 as £12,000 is half of it, and the letter says so (part 3)."""
    whole = letter(toms, toms.commit("NT27", sv.gbp(24_000), share_claimed="0.5"))
    assert_adds_up(whole)
    row, _ = rows_of(whole, "What you offered")
    assert "£24,000.00; × 0.5, the share that you claim" in row[1]
    assert row[3] == "£12,000.00"
    assert "£ offered is the quantity × £ each, × each share that is named" in whole
    many = toms.commit("NT27", sv.gbp(24_000), deadweight="0.1", displacement="0.2", leakage="0.3",
                       attribution_to_others="0.4")  # fmt: skip
    told = letter(toms, many)
    assert_adds_up(told)
    words = rows_of(told, "What you offered")[0][1]
    shares = {
        "0.9": "would have happened anyway",
        "0.8": "only moved from elsewhere",
        "0.7": "goes to people it was not meant for",
        "0.6": "is owed to others",
    }
    for kept, why in shares.items():
        assert re.search(rf"; × {kept}, as [\d.]+ of it {why}", words)


def test_a_commitment_that_counts_in_part_is_one(toms: sv.Framework) -> None:
    """Each half has its own quantity, below the commitment that they are parts of (S-11)."""
    told = letter(toms, toms.commit("NT4", sv.fte(2, years=3)), unit_values={"NT4": "15000"})
    assert_adds_up(told)
    rows = rows_of(told, "What you offered")
    assert rows[0][0] == "1"
    assert rows[0][1].endswith("2 FTE × 3 years = 6 FTE-years")
    assert rows[0][2:] == ["", "", "", ""]
    assert [[cell.strip() for cell in row] for row in rows[1:3]] == [
        ["", "of these 2 FTE-years", "£15,000.00", "£30,000.00", "£30,000.00", "counts"],
        ["", "of these 4 FTE-years", "£15,000.00", "£60,000.00", "£0.00", "does not count"],
    ]
    flat = " ".join(told.split())
    assert "No. 1, 4 FTE-years: does not count, because NT4 counts each person's first 12" in flat
    assert "first-year-only" not in told.html


def test_the_three_words_and_no_code_word(toms: sv.Framework) -> None:
    """Counts; does not count, because …; reported, no pounds: nothing is "recorded-only"."""
    told = letter(
        toms,
        toms.commit("NT18", sv.gbp(5000), activity="kitchen"),
        toms.commit("NT19", sv.gbp(3000), activity="kitchen"),
        toms.commit("NT44", sv.yes()),
        unit_values={"NT18": 1, "NT19": 1},
    )
    assert_adds_up(told)
    rows = rows_of(told, "What you offered")
    assert [row[-1] for row in rows] == ["does not count", "counts", "reported, no pounds", ""]
    flat = " ".join(told.split())
    assert "No. 1: does not count, because the same activity 'kitchen'" in flat
    assert "No. 3: reported, no pounds; it is recorded, and its measure carries no pounds" in flat
    for word in ("double-count", "recorded-only", "refused", "SV5"):
        assert word not in told


def test_a_set_without_pounds_prints_none() -> None:
    """£0.00 beside a written commitment would say that it is worth nothing (part 3, PPN 002)."""
    model = sv.load("uk-social-value-model", edition="ppn-026")
    offers = [model.commit(code, sv.quantity("Ten people from the estate are hired.", "text"))
              for code, each in model.measures.items() if each.unit == "text"][:3]  # fmt: skip
    assert offers
    tender = sv.Tender("Courts", contract_value=10_000_000, published="2025-11-01")
    scheme = sv.Scheme([sv.Criterion("price", 90, sv.LowestPrice()),
                        sv.Criterion("social value", 10, sv.PanelMark(out_of=5))])  # fmt: skip
    bids = [sv.Bid(name, price=price, marks={"social value": mark(4)}, commitments=offers)
            for name, price in (("Ash", 8_000_000), ("Birch", 9_000_000))]  # fmt: skip
    told = sv.evaluate(tender, bids, model, scheme).summary("Birch")
    part = told.partition("What you offered")[2]
    assert "£" not in part
    assert "OWN-" not in told
    rows = rows_of(told, "What you offered")
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert all(row[1].endswith(": Ten people from the estate are hired.") for row in rows)
    assert "The measures of this tender carry no pounds: what you offered is reported." in part
    assert {row[-1] for row in rows} == {"reported, no pounds"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["NT29", "NT27", "NT10", "NT4", "NT44"]),
            st.decimals("0.01", "90", places=2),
            st.sampled_from(["whole", "per_year", "per_million"]),
            st.sampled_from([None, "0.5", "0.333"]),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["1", "2.5", "3"]),
)
def test_every_offer_adds_up(
    offers: list[tuple[str, Decimal, str, str | None]], years: str
) -> None:
    """Whatever is offered, a reader with a pocket calculator comes to the figures shown."""
    toms = sv.load("national-toms", edition="2022")
    ways = {"NT29": sv.hours, "NT27": sv.gbp, "NT10": sv.weeks, "NT44": lambda _: sv.yes()}
    made = [
        toms.commit(
            code,
            sv.fte(n, years=years) if code == "NT4" else ways[code](n),
            basis=basis if code not in {"NT4", "NT44"} else "whole",
            share_claimed=share,
        )
        for code, n, basis, share in offers
    ]
    told = letter(toms, *made, years=years, unit_values={"NT4": "15000"})
    assert_adds_up(told)
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(
    ("edition", "published", "value", "weight", "asked"),
    [
        ("ppn-002", "2025-11-01", 10_000_000, "5", "10%"),
        ("ppn-002", "2025-11-01", 10_000_000, "9.999", "10%"),
        ("ppn-002", "2025-11-01", 10_000_000, "10", ""),
        ("ppn-002", None, 10_000_000, "5", ""),
        ("ppn-06-20", "2021-06-01", 10_000_000, "9", "10%"),
        ("ppn-026", "2027-06-01", 6_000_000, "19", "20%"),
        ("ppn-026", "2027-06-01", 2_000_000, "19", ""),
        ("ppn-026", "2027-06-01", 800_000, "1", ""),
    ],
)
def test_a_weight_below_the_national_least_is_said(
    edition: str, published: str | None, value: int, weight: str, asked: str
) -> None:
    """A central buyer whose scheme gives social value 5% learns of it before a challenger does."""
    model = sv.load("uk-social-value-model", edition=edition)
    tender = sv.Tender("Courts", contract_value=value, published=published)
    rest = Decimal(100) - Decimal(weight)
    scheme = sv.Scheme([sv.Criterion("price", rest, sv.LowestPrice()),
                        sv.Criterion("Social Value", weight, sv.PanelMark(out_of=5))])  # fmt: skip
    bid = sv.Bid("Ash", price=1, marks={"Social Value": mark(4)})
    result = sv.evaluate(tender, bid, model, scheme)
    found = [each.message for each in result.warnings if each.code == "SV813"]
    assert [f"at least {asked} of the points" in each for each in found] == (
        [True] if asked else []
    )
    assert all("gives 10%" not in each for each in found)
    other = sv.evaluate(tender, bid, sv.load("national-toms", edition="2022"), scheme)
    assert "SV813" not in {each.code for each in other.warnings}


@pytest.mark.parametrize(
    ("value", "weight", "codes"),
    [
        (833_333, "1", []),
        (833_334, "1", ["SV844"]),
        (833_334, "10", []),
        (999_999, "1", ["SV844"]),
        (1_000_000, "1", ["SV813"]),
        (4_166_666, "10", []),
        (4_166_667, "10", ["SV844"]),
        (4_500_000, "5", ["SV813", "SV844"]),
        (4_500_000, "20", []),
        (5_000_000, "10", ["SV813"]),
        (sv.ContractValue(900_000, vat="included"), "1", []),
        (sv.ContractValue(4_900_000, vat="included"), "10", []),
        (sv.ContractValue(5_400_000, vat="included"), "10", ["SV813"]),
        (sv.ContractValue(2_000_000, with_extensions=4_500_000), "10", ["SV844"]),
    ],
)
def test_where_the_rate_of_vat_decides_the_national_weight_is_asked_about(
    value: int | sv.ContractValue, weight: str, codes: list[str]
) -> None:
    """£4.5m without VAT may be £5.4m with it, of which a fifth is asked: silence would mislead."""
    model = sv.load("uk-social-value-model", edition="ppn-026")
    tender = sv.Tender("Courts", contract_value=value, published="2027-06-01")
    rest = Decimal(100) - Decimal(weight)
    scheme = sv.Scheme([sv.Criterion("price", rest, sv.LowestPrice()),
                        sv.Criterion("Social Value", weight, sv.PanelMark(out_of=5))])  # fmt: skip
    bid = sv.Bid("Ash", price=1, marks={"Social Value": mark(4)})
    found = sv.evaluate(tender, bid, model, scheme).warnings
    assert [each.code for each in found if each.code in {"SV813", "SV844"}] == codes
    asked = [each.message for each in found if each.code == "SV844"]
    assert all(f"gives {weight}%" in each and "with VAT" in each for each in asked)


def test_a_model_of_another_day_is_asked_about_where_vat_decides_whether_one_binds() -> None:
    """Of £900,000 without VAT nobody can say that PPN 026 binds, nor that it does not."""
    scheme = sv.Scheme([sv.Criterion("price", 80, sv.LowestPrice()),
                        sv.Criterion("Social Value", 20, sv.PanelMark(out_of=5))])  # fmt: skip
    bid = sv.Bid("Ash", price=1, marks={"Social Value": mark(4)})
    earlier = sv.load("uk-social-value-model", edition="ppn-002")
    found = {}
    for value in (800_000, 900_000, 1_000_000):
        tender = sv.Tender("Courts", contract_value=value, published="2027-06-01")
        warnings = sv.evaluate(tender, bid, earlier, scheme).warnings
        found[value] = [each.code for each in warnings if each.code in {"SV770", "SV844"}]
    assert found == {800_000: [], 900_000: ["SV844"], 1_000_000: ["SV770"]}


# --- scores -------------------------------------------------------------------------------

THIRDS = sv.Scheme(
    [sv.Criterion(name, 20, sv.PanelMark(out_of=3)) for name in ("a", "b", "c")]
    + [sv.Criterion("price", 40, sv.LowestPrice())]
)


def thirds(make: SimpleNamespace, **rules: Any) -> sv.Evaluation:
    held = make.framework(make.measure())
    bids = [
        make.bid(bidder=who, price=price, marks={"a": mark(2), "b": mark(2), "c": mark(c)})
        for who, price, c in (("Ash", 1, 2), ("Birch", 2, 1))
    ]
    return sv.evaluate(make.tender(), bids, held, attrs.evolve(THIRDS, **rules))


def test_parts_that_do_not_add_up_are_explained(make: SimpleNamespace) -> None:
    """13.33 × 3 + 40.00 is 79.99, and the bidder's letter says why 80.00 stands below (C24)."""
    told = " ".join(thirds(make).summary("Birch", strict=True, compare=True).split())
    sentence = (
        "Points are exact until the total, which is rounded once, half up, to 2 decimal places."
    )
    assert sentence in told
    assert "rounded by itself, so it need not add up to the last digit" in told
    assert "6.67 points fewer for c" in told
    assert "6.66" not in told
    by_part = " ".join(thirds(make, round_at="part").summary("Birch", compare=True).split())
    assert "need not add up" not in by_part
    assert "6.66 points fewer for c" in by_part


def test_columns_that_add_up_need_no_words(make: SimpleNamespace) -> None:
    """A sentence that explains nothing is noise in a letter."""
    held = make.framework(make.measure())
    bids = [make.bid(bidder=who, price=price, marks={n: mark(3) for n in "abc"})
            for who, price in (("Ash", 1), ("Birch", 2))]  # fmt: skip
    told = sv.evaluate(make.tender(), bids, held, THIRDS).summary("Birch", compare=True)
    assert "need not add up" not in told
    assert "20.00" in told


@given(
    points=st.lists(st.integers(1, 60), min_size=2, max_size=5),
    marks=st.lists(st.tuples(*[st.integers(0, 7)] * 5), min_size=2, max_size=2),
    places=st.integers(0, 3),
    stage=st.sampled_from(["total", "part"]),
)
def test_no_sum_of_a_letter_is_unexplained(
    make: SimpleNamespace,
    points: list[int],
    marks: list[tuple[int, ...]],
    places: int,
    stage: str,
) -> None:
    """Wherever a column does not add up the letter says so.

    And every "weight × share = points" is right as printed.
    """
    scheme = sv.Scheme(
        [sv.Criterion(f"c{n}", each, sv.PanelMark(out_of=7)) for n, each in enumerate(points)]
        + [sv.Criterion("price", 7, sv.LowestPrice())],
        out_of=sum(points) + 7,
        places=places,
        round_at=stage,
    )
    held = make.framework(make.measure())
    bids = [
        make.bid(bidder=who, price=price, marks={f"c{n}": mark(m) for n, m in
                 enumerate(given[: len(points)])})
        for who, price, given in zip(("Ash", "Birch"), (1, 3), marks, strict=True)
    ]  # fmt: skip
    result = sv.evaluate(make.tender(), bids, held, scheme)
    for name in result.ranking:
        told = result.summary(name, compare=True)
        rows = [[cell.strip() for cell in row] for row in rows_of(told, "Scores")]
        *parts, total = rows
        explained = "need not add up" in " ".join(told.split())
        for column in range(3, len(total)):
            if sum(Fraction(row[column]) for row in parts) != Fraction(total[column]):
                assert explained
        flat = " ".join(told.partition("Reasons")[2].split())
        for weight, share, score in re.findall(r"([\d.]+) × ([\d./]+) = ([\d.]+)\.(?: |$)", flat):
            product = Fraction(weight) * Fraction(share)
            assert abs(product - Fraction(score)) <= Fraction(1, 2 * 10**places)


def test_parts_stay_below_their_whole_in_every_form(make: SimpleNamespace) -> None:
    """Without the indent 60 + 20 + 20 + 10 + 10 would stand above 100 (part 3)."""
    held = make.framework(make.measure("M1", "1"))
    scheme = sv.Scheme([
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("social value", 40, [
            sv.Criterion("plan", 30, sv.PanelMark(out_of=5)),
            sv.Criterion("team", 10, sv.PanelMark(out_of=5)),
        ]),
    ])  # fmt: skip
    bid = make.bid(price=1, marks={"plan": mark(5), "team": mark(4)})
    told = sv.evaluate(make.tender(), bid, held, scheme).summary("Acme")
    assert "\n  plan " in told
    assert "<td>&nbsp;&nbsp;&nbsp;&nbsp;plan</td>" in told.html
    assert "| &nbsp;&nbsp;&nbsp;&nbsp;plan |" in told.markdown
    assert "<td>social value</td>" in told.html
    assert "is a part of the one above it" in told


def test_a_bid_that_missed_a_minimum_has_what_was_assessed(make: SimpleNamespace) -> None:
    """A panel's scores were given, and are in the letter; what was not scored is a dash (C15)."""
    held = make.framework(make.measure())
    scheme = sv.Scheme([sv.Criterion("price", 50, sv.LowestPrice()),
                        sv.Criterion("plan", 30, sv.PanelMark(out_of=5, minimum=2)),
                        sv.Criterion("team", 20, sv.PanelMark(out_of=5))])  # fmt: skip
    low = make.bid(bidder="Low", price=1, marks={"plan": mark(1), "team": mark(4)})
    high = make.bid(bidder="High", price=1, marks={"plan": mark(3), "team": mark(4)})
    told = sv.evaluate(make.tender(), [low, high], held, scheme).summary("Low", strict=True)
    assert [row[3] for row in rows_of(told, "Scores")] == ["–", "6.00", "16.00", "–"]


# --- what is given away -------------------------------------------------------------------


def two(make: SimpleNamespace, method: Any, first: int, second: int) -> sv.Evaluation:
    held = make.framework(make.measure("M1", "1"))
    scheme = sv.Scheme(
        [sv.Criterion("price", 40, method), sv.Criterion("value", 20, sv.RelativeToHighest()),
         sv.Criterion("plan", 40, sv.PanelMark(out_of=5))]
    )  # fmt: skip
    bids = [
        make.bid(make.offered(held, "M1", value), bidder=who, price=price, marks={"plan": mark(m)})
        for who, price, value, m in (("Ash", first, 70_007, 5), ("Birch", second, 50_005, 2))
    ]
    return sv.evaluate(make.tender(), bids, held, scheme)


def test_no_multiplier_of_the_successful_bid_is_in_a_letter(make: SimpleNamespace) -> None:
    """Its scores and its reasons are told, and nothing that its offer is worked out from."""
    result = two(make, sv.LowestPrice(), 130_013, 120_012)
    assert result.ranking[0] == "Ash"
    told = " ".join(result.summary("Birch", strict=True).split())
    theirs = told.partition("Reasons: price")[2].partition("The successful bid: ")[2]
    assert theirs.startswith("Points × lowest price ÷ price, over the compliant bids. 36.92 of 40")
    assert "0.923" not in told
    assert "fewer than" not in told
    assert REASON in told.partition("Reasons: plan")[2].partition("The successful bid")[2]


METHODS: dict[str, tuple[Any, int, int]] = {
    "lowest price": (sv.LowestPrice(), 130_013, 120_012),
    "highest income": (sv.HighestIncome(), 110_011, 120_012),
    "reference": (sv.FixedReference(reference=90_000), 130_013, 120_012),
    "mean": (sv.DeviationFromMean(), 130_013, 120_012),
    "above the lowest": (sv.PercentAboveLowest(per_percent="0.02"), 130_013, 120_012),
}


@pytest.mark.parametrize("name", METHODS)
def test_the_price_that_points_give_away_is_found(make: SimpleNamespace, name: str) -> None:
    """The officer learns to within a thousandth what a bidder works out (practice §1.6)."""
    result = two(make, *METHODS[name])
    winner, reader = result["Ash"], result["Birch"]
    guess = price_given_away(result, winner, [reader])
    assert guess is not None
    assert winner.bid.price is not None
    assert abs(guess / winner.bid.price - 1) < Decimal("0.001")
    assert price_given_away(result, winner, [winner]) is None


def test_points_that_give_no_price_away(make: SimpleNamespace) -> None:
    """Where two unknowns stand in one formula nothing is claimed."""
    result = two(make, sv.LinearSpread(), 130_013, 120_012)
    assert price_given_away(result, result["Ash"], list(result)) is None
    plain = two(make, sv.LowestPrice(), 130_013, 120_012)
    assert price_given_away(plain, plain["Ash"], list(plain)) is not None


def test_a_price_that_is_not_there_is_not_given_away(make: SimpleNamespace) -> None:
    """Nor is one of which all points, or none, are told: many prices have those."""
    plain = two(make, sv.LowestPrice(), 130_013, 120_012)
    unpriced = attrs.evolve(plain["Ash"], bid=attrs.evolve(plain["Ash"].bid, price=None))
    assert price_given_away(plain, plain["Ash"], [plain["Birch"]]) is not None
    assert price_given_away(plain, unpriced, [plain["Birch"]]) is None
    capped = two(make, sv.FixedReference(reference=140_000), 130_013, 120_012)
    assert price_given_away(capped, capped["Ash"], [capped["Birch"]]) is None


def test_equal_totals_of_unequal_parts_are_told_part_by_part(make: SimpleNamespace) -> None:
    """The loser by a tie-break sees where it was ahead and where behind."""
    held = make.framework(make.measure())
    parts = [sv.Criterion(name, 50, sv.PanelMark(out_of=5)) for name in ("plan", "team")]
    bids = [make.bid(bidder=who, marks={"plan": mark(plan), "team": mark(team)})
            for who, plan, team in (("Ash", 5, 3), ("Birch", 3, 5))]  # fmt: skip
    result = sv.evaluate(make.tender(), bids, held, sv.Scheme(parts, ties=["plan"]))
    told = " ".join(result.summary("Birch", compare=True).split())
    assert "The published tie-break decided, by the points for plan" in told
    each = "20.00 points fewer for plan; 20.00 points more for team"
    assert f"Beside the successful one your bid has {each}" in told


def test_a_short_reason_is_asked_about(make: SimpleNamespace) -> None:
    """Seven words hardly refer to anything in the tender; eight are left alone (reg. 31(2)(e))."""
    held = make.framework(make.measure())
    scheme = sv.Scheme([sv.Criterion("plan", 100, sv.PanelMark(out_of=5))])
    reasons = {"Ash": "one two three four five six seven eight",
               "Birch": "one two three four five six seven"}  # fmt: skip
    bids = [make.bid(bidder=who, marks={"plan": sv.Moderated(n, reason=reasons[who])})
            for n, who in ((5, "Ash"), (4, "Birch"))]  # fmt: skip
    result = sv.evaluate(make.tender(), bids, held, scheme)
    assert result.summary("Ash").questions == ()
    (asked,) = result.summary("Birch", strict=True).questions
    assert asked.code == "SV812"
    assert "'plan' of Birch has 7 words" in asked.message


# --- sentences ----------------------------------------------------------------------------


@given(
    st.text(max_size=30), st.sampled_from(["", ".", "..", "!", "?", "…", ".'", ' ".', "...", " ."])
)
def test_a_users_sentence_ends_once(words: str, end: str) -> None:
    """Whatever a ground ends in, the letter's sentence ends once, and nothing is taken away."""
    text = f"{words.rstrip()}{end}"
    told = closed(text)
    assert closed(told) == told
    assert not re.search(r"(?<!\.)\.\.$", told)
    assert told.rstrip(".").startswith(text.rstrip(" .").rstrip("."))
    if text.strip():
        assert told.rstrip("\"'”’)]»")[-1] in ".!?…"


@pytest.mark.parametrize("state", ["excluded", "withdrawn"])
@pytest.mark.parametrize(
    "ground",
    ["The price was abnormally low and not explained.", "Late", "Was it signed? No..", "'No.'"],
)
def test_a_ground_is_told_in_words_that_are_true(
    make: SimpleNamespace, state: str, ground: str
) -> None:
    """An abnormally low tender is disregarded, a supplier excluded: the letter says neither.

    (Part 3: "excluded: The price was abnormally low and not explained..")
    """
    held = make.framework(make.measure())
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [make.bid(bidder="Ash", price=2), make.bid(bidder="Birch", price=1, state=state,
                                                      reason=ground)]  # fmt: skip
    told = sv.evaluate(make.tender(), bids, held, scheme).summary("Birch", strict=True)
    outcome = told.partition("Outcome\n")[2].partition("\n\n")[0]
    assert ".." not in outcome
    assert f": {closed(ground)}\n" in outcome
    assert "excluded" not in outcome
    assert ("did not remain in the competition" in outcome) == (state == "excluded")


def test_a_name_that_ends_in_a_stop_has_one(toms: sv.Framework) -> None:
    """For Acme Ltd. is a sentence, and so is every other that a user's words end."""
    told = letter(toms, toms.commit("NT29", sv.hours(3)))
    assert "For Acme Ltd. Tender notice published 1 July 2022." in told
    assert ".." not in told


def test_no_word_of_a_letter_is_one_to_avoid(toms: sv.Framework) -> None:
    """Letters speak as the field does (practice §4)."""
    told = letter(toms, toms.commit("NT29", sv.hours(3)), toms.commit("NT44", sv.yes()))
    assert avoided_in(told) == ()
    assert "counts" in told


def test_a_ground_ends_once_on_every_screen(make: SimpleNamespace) -> None:
    """The officer's ranking and reasons, and the letter, close a ground in one way."""
    held = make.framework(make.measure())
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    ground = "The price was abnormally low and not explained."
    bids = [make.bid(bidder="Ash", price=2),
            make.bid(bidder="Birch", price=1, state="excluded", reason=ground)]  # fmt: skip
    result = sv.evaluate(make.tender(), bids, held, scheme)
    for told in (result.explain(), result.explain("Birch"), result.summary("Birch")):
        assert ground in " ".join(told.split())
        assert f"{ground}." not in " ".join(told.split())
    (shown,) = [each for block in ranking_blocks(result, (), {}) for each in block.sentences
                if "Birch" in each]  # fmt: skip
    assert shown == f"Birch is not ranked: excluded: {ground}"


# --- whatever is evaluated ----------------------------------------------------------------


@settings(max_examples=40)
@given(found=procurements(), compare=st.booleans())
def test_a_letter_of_any_tender_adds_up_in_every_form(found: Procurement, compare: bool) -> None:
    """Any scheme, any offers: a letter is written, keeps to 80 columns, and its sums are right."""
    try:
        result = sv.evaluate(found.tender, found.bids, found.framework, found.scheme)
    except sv.InputError:  # a tender that is refused has no letters
        reject()
    first = result.winners[0] if result.winners else None
    told = result.summaries(successful=first, because="ITT 4.7.", compare=compare)
    for each in told.values():
        tables = Tables(each).found
        assert ("To be completed before this is sent" in each) == bool(each.missing)
        assert "0" in each.markdown
        assert ".." not in each.replace("...", "").partition("Outcome")[2].partition("Scores")[0]
        if "What you offered" in tables:
            heads, *rows = tables["What you offered"]
            if "£ offered" in heads:
                *parts, total = rows
                for column in (3, 4):
                    assert sum(money(row[column]) for row in parts) == money(total[column])
            else:
                assert heads == ["no.", "you offered", "result"]
        *scores, total = tables["Scores"][1:]
        tops = [row for row in scores if not row[0].startswith("\xa0")]
        for column in range(3, len(total)):
            shown = [Fraction(row[column]) for row in tops if row[column] != "–"]
            if total[column] != "–" and sum(shown) != Fraction(total[column]):
                assert "need not add up" in " ".join(each.split())


def test_no_points_at_all_are_none_in_a_difference(make: SimpleNamespace) -> None:
    """Whoever got nothing for a part is told by how much, also where each part is rounded."""
    held = make.framework(make.measure())
    bids = [
        make.bid(bidder=who, price=1, marks={"a": mark(3), "b": mark(3), "c": mark(c)})
        for who, c in (("Ash", 3), ("Birch", 0))
    ]
    rules = attrs.evolve(THIRDS, round_at="part")
    told = sv.evaluate(make.tender(), bids, held, rules).summary("Birch", compare=True)
    assert "20.00 points fewer for c" in " ".join(told.split())
