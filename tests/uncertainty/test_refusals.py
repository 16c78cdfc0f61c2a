"""What can't be asked of trials is refused, all of it at once, and nothing is assumed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from tests.uncertainty.conftest import scheme_of

import socialvalue as sv

if TYPE_CHECKING:
    from tests.uncertainty.conftest import Tried

Spread = sv.uncertainty.Spread
Doubt = sv.uncertainty.Doubt


def codes(call: Callable[[], Any]) -> list[str]:
    """The problems of a call."""
    with pytest.raises(sv.SocialValueError) as caught:
        call()
    return [each.code for each in caught.value.problems]


@pytest.mark.parametrize(
    ("low", "high", "likely", "code"),
    [
        ("0", "1.5", None, "SV1300"),
        ("1.1", "1.5", None, "SV1301"),
        ("0.5", "0.9", None, "SV1301"),
        ("1.2", "0.8", None, "SV1301"),
        ("0.8", "1.3", "1.4", "SV1302"),
        ("0.99995", "1.3", None, "SV1318"),
        ("0.8", "1.00001", None, "SV1318"),
        ("0.8", "1.3", "1.00005", "SV1318"),
        (0.8, "1.3", None, "SV305"),
        ("80%", "1.3", None, "SV301"),
        ("-0.2", "1.3", None, "SV301"),
    ],
)
def test_a_spread_that_means_nothing(low: Any, high: Any, likely: Any, code: str) -> None:
    """A value of nothing, one that leaves out what was published, or a slip of the keyboard."""
    assert codes(lambda: Spread(low, high, likely=likely)) == [code]
    assert Spread("0.8", "1.3", likely="1").likely == 1


def test_all_that_is_wrong_with_a_doubt(toms: sv.Framework) -> None:
    """Unjust otherwise: an officer mends one slip, and is shown the next."""
    found = codes(lambda: Doubt(
        toms, values={"NT999": ("0.8", "1.2"), "NT1": ("1.2", "1.4"), "NT10": "0.25"},
        by_confidence={"one source": "0.2", "one-source": "1"},
        together=[["NT18", "NT19"], ["NT19", "NT998"]],
    ))  # fmt: skip
    assert found == ["SV209", "SV1301", "SV316", "SV1311", "SV1300", "SV209", "SV1310"]


def test_a_share_that_is_too_fine_is_named_as_it_was_given(toms: sv.Framework) -> None:
    """Who wrote 0.33333 finds neither 0.66667 nor 1.33333 in what they wrote."""
    with pytest.raises(sv.InputError) as caught:
        Doubt(toms, by_confidence={"one-source": "0.33333"})
    assert [str(each).partition(" is finer")[0] for each in caught.value.problems] == [
        "by_confidence['one-source']: SV1318 0.33333"
    ]
    assert Doubt(toms, by_confidence={"one-source": "0.3333"}).by_confidence["one-source"].high == (
        Decimal("1.3333")
    )


def test_no_spread_is_ever_assumed(tried: Tried, toms: sv.Framework) -> None:
    """Unjust otherwise: a spread that nobody stated decides how sure an award looks."""
    assert codes(lambda: tried(together=[["NT10", "NT28"]])) == ["SV1303"]
    assert codes(lambda: tried(values={"NT31": ("0.8", "1.2")})) == ["SV1303"]
    assert tried(values={"NT10": ("0.8", "1.2")}).figures[1].spread is None


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"draws": 0}, "SV1306"), ({"draws": 19}, "SV1306"), ({"draws": 10**8}, "SV1306"),
        ({"draws": 1e3}, "SV1306"), ({"draws": True}, "SV1306"), ({"seed": -1}, "SV1307"),
        ({"seed": "7"}, "SV1307"), ({"seed": 7.0}, "SV1307"), ({"seed": 2**64}, "SV1307"),
    ],
)  # fmt: skip
def test_numbers_of_trials_and_seeds(tried: Tried, asked: dict[str, Any], code: str) -> None:
    """Of no trials nothing is counted, and a seed that is none makes them others each time."""
    assert codes(lambda: tried(**asked)) == [code]


def test_the_fewest_trials_and_the_last_seed(tried: Tried) -> None:
    """Unjust otherwise: a bound that is printed is refused itself."""
    sim = tried(draws=20, seed=2**64 - 1)
    assert sum(sim.ranks["Acme"]) == 1
    assert sim.chart().svg()
    with pytest.raises(sv.InputError, match="from 20 to 10,000,000"):
        tried(draws=19)
    with pytest.raises(sv.InputError, match="from 0 to 18,446,744,073,709,551,615"):
        tried(seed=2**64)


def test_both_are_told_at_once(tried: Tried) -> None:
    """Whoever mends one is not sent back for the other."""
    assert codes(lambda: tried(draws=0, seed=-1)) == ["SV1306", "SV1307"]


def test_a_doubt_of_other_measures(
    tender: sv.Tender, bids: tuple[sv.Bid, ...], toms: sv.Framework
) -> None:
    """A spread is of a value, and another edition has another."""
    other = Doubt(sv.load("national-toms", edition="2020"), values={"NT10": ("0.8", "1.2")})
    scheme = scheme_of(sv.AgainstTarget())
    call: Any = lambda doubt: sv.simulate(tender, bids, toms, scheme, doubt=doubt, seed=1)  # noqa: E731
    assert codes(lambda: call(other)) == ["SV1309"]
    assert codes(lambda: call({"NT10": "0.2"})) == ["SV316"]


@attrs.frozen
class Steps:
    """A council's own method."""

    READS = ("value",)

    def points(self, criterion: str, weight: Fraction, bids: Any) -> list[Fraction]:
        """Half of the points, for everybody."""
        return [weight / 2 for _ in bids]


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (Steps(), "a method of your own"),
        (sv.RelativeToHighest(weight_value={"jobs": 2}, minimum="0.1"), "those of each theme"),
    ],
)
def test_a_scheme_that_cannot_be_tried_says_so(tried: Tried, method: Any, said: str) -> None:
    """Unjust otherwise: what the engine can't score again is scored by something else."""
    with pytest.raises(sv.InputError, match=said) as caught:
        tried(scheme=scheme_of(method))
    assert [each.code for each in caught.value.problems] == ["SV1304"]
    assert "how close it was" in caught.value.problems[0].hint


def test_what_pounds_do_not_move_may_be_of_any_kind(
    tried: Tried, bids: tuple[sv.Bid, ...], toms: sv.Framework
) -> None:
    """A menu counts units, which no trial changes: it is taken from the award as it is."""
    scheme = sv.Scheme([
        sv.Criterion("price", 50, sv.LowestPrice()),
        sv.Criterion("quality", 10, sv.PanelMark(out_of=5)),
        sv.Criterion("menu", 20, sv.PointsMenu({"NT10": 1}, required=200)),
        sv.Criterion("social value", 20, sv.AgainstTarget("0.4")),
    ])  # fmt: skip
    sim = tried(scheme=scheme)
    assert sum(sim.ranks["Brook"]) == 1


def test_pounds_beyond_a_published_table(tried: Tried) -> None:
    """No points are made up for what lies beyond the last band."""
    scheme = scheme_of(sv.Banded([("0", "0.3", 1), ("0.3", "0.36", 3)]))
    narrow = tried(scheme=scheme, values={"NT10": ("0.99", "1.01")})
    assert narrow.chance("Acme") == 1
    assert codes(lambda: tried(scheme=scheme, values={"NT10": ("0.5", "2")})) == ["SV1305"]


def test_open_marks_wait(tried: Tried, tender: sv.Tender, bids: tuple[sv.Bid, ...],
                         toms: sv.Framework) -> None:  # fmt: skip
    """Whoever knows how near a change would be gives a mark another weight."""
    opened = attrs.evolve(tender, moderation=sv.Moderation())
    doubt = Doubt(toms, values={"NT10": ("0.8", "1.2")})
    scheme = scheme_of(sv.AgainstTarget())
    found = codes(lambda: sv.simulate(opened, bids, toms, scheme, doubt=doubt, seed=1))
    assert found == ["SV760"]


def test_bids_that_do_not_stand(tried: Tried, bids: tuple[sv.Bid, ...]) -> None:
    """An excluded bid is in no trial; with none that stands nobody can be first."""
    out = [attrs.evolve(each, state="excluded", reason="No insurance.") for each in bids]
    assert codes(lambda: tried(offered=out)) == ["SV1313"]
    sim = tried(offered=[out[0], *bids[1:]])
    assert [*sim.ranks] == ["Brook", "Cedar"]
    assert codes(lambda: sim.chance("Acme")) == ["SV716"]
    alone = tried(offered=[bids[0], *out[1:]])
    assert alone.chance("Acme") == 1
    assert "Acme" in str(alone)


def test_what_changes_nothing_is_asked_about(tried: Tried) -> None:
    """A spread for a measure that nobody offers is a slip, or a bid that was forgotten."""
    sim = tried(values={"NT10": ("0.8", "1.2"), "NT31": ("0.5", "2")})
    assert [each.code for each in sim.warnings] == ["SV1312"]
    assert "NT31" in str(sim)
    assert not tried().warnings


def test_together_without_a_spread_is_asked_about(tried: Tried) -> None:
    """Unjust otherwise: who asks for values to move together believes that they do."""
    spreads = {"NT10": ("0.8", "1.2"), "NT28": ("0.8", "1.2")}
    sim = tried(values=spreads, together=[["NT10", "NT18"]])
    (asked,) = sim.warnings
    assert (asked.code, "NT10 and NT18, this does not move: NT18" in asked.message) == (
        "SV1319", True,
    )  # fmt: skip
    assert not tried(values=spreads, together=[["NT10", "NT28"]]).warnings


def test_pounds_too_large_to_add_up(tried: Tried, bids: tuple[sv.Bid, ...],
                                    toms: sv.Framework) -> None:  # fmt: skip
    """Trials are exact to the penny, or they are refused."""
    large = [attrs.evolve(each, commitments=[toms.commit("NT28", sv.gbp(Decimal(10) ** 12 - 1))])
             for each in bids]  # fmt: skip
    assert codes(lambda: tried(offered=large)) == ["SV1308"]


def test_quantiles_are_of_a_whole_number(tried: Tried) -> None:
    """A chart of no dots shows nothing."""
    amounts = tried().value("Acme")
    assert len(amounts.quantiles(1)) == 1
    for count in (0, 1001, 2.5, True):
        assert codes(lambda count=count: amounts.quantiles(count)) == ["SV316"]  # type: ignore[misc]
