"""What past contracts did per £1, group by group, and how little is known of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

import attrs

from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.charts import Chart, bars
from socialvalue.engine.points import publish
from socialvalue.errors import NotFoundError, did_you_mean, problem
from socialvalue.model.named import ByName
from socialvalue.numbers import plain, simplest
from socialvalue.planning.past.hiding import Rule
from socialvalue.planning.past.intervals import Quantile
from socialvalue.tables import rows_to_frame
from socialvalue.words import listed, number_of

__all__ = ["ALL", "WORDS", "Attainable", "Benchmark", "Group", "Reached", "pence"]

ALL: Final = "all"
_FEW = 8
"""How many withheld groups a sentence names."""
_HALF, _UPPER = Fraction(1, 2), Fraction(3, 4)
WORDS: Final = {"promised": "committed", "delivered": "delivered"}


def pence(ratio: Fraction | None) -> str:
    """£ per £1 in whole pence, half-up; a dash for none.

    Example:
        >>> pence(Fraction(176, 1000)), pence(None)
        ('18p', '–')
    """
    return "–" if ratio is None else f"{publish(ratio * 100, 0)}p"


@attrs.frozen
class Reached:
    """Which share of contracts reached a target.

    Attributes:
        target: £ per £1.
        low: The least share that it may be.
        high: The most; the same, unless only one contract or none reached it, or all or all but
            one, which are not told apart.
    """

    target: Decimal
    low: Fraction
    high: Fraction

    def __str__(self) -> str:
        """In whole percent; a bound is never rounded to what would not be true.

        Example:
            >>> str(Reached(Decimal("0.2"), Fraction(0), Fraction(1, 60)))
            'at most 2%'
        """
        if self.low == self.high:
            return f"{publish(self.low * 100, 0)}%"
        if not self.low:
            return f"at most {ceil(self.high * 100)}%"
        return f"at least {floor(self.low * 100)}%"


@attrs.frozen
class Group:
    """One group of contracts, or why nothing of it is shown.

    Attributes:
        axis: By what it is a group: "size", "sector" or "place"; "" for all together.
        name: Which group.
        of: ``promised`` (what was committed) or ``delivered`` (of finished contracts).
        contracts: How many there are; None where it is withheld.
        suppliers: How many suppliers they have; None alike.
        quantiles: Those that were asked for, with their intervals.
        per_pound: £ of all ÷ £ of contract value of all; None where it is withheld.
        reached: Of each £ per £1 that was asked for, the share of contracts that reached it.
    """

    axis: str
    name: str
    of: str
    contracts: int | None = None
    suppliers: int | None = None
    quantiles: tuple[Quantile, ...] = ()
    per_pound: Fraction | None = None
    reached: tuple[Reached, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether nothing of it is shown."""
        return self.contracts is None

    def quantile(self, share: Fraction) -> Quantile | None:
        """One of its quantiles; None where it is withheld, or was not asked for."""
        return next((each for each in self.quantiles if each.share == share), None)


@attrs.frozen
class Attainable:
    """The range in which a target is ambitious and was attained.

    Attributes:
        above: The median: half of the contracts came to more.
        most: The upper quartile: a quarter of them came to more.
        lowest: The lower end of the interval of the median; None where so few have none.
        highest: The upper end of the interval of the upper quartile; None alike.
        of: ``delivered``, or ``promised`` where delivery is not known.
        contracts: On how many it rests.
    """

    above: Fraction
    most: Fraction
    lowest: Fraction | None
    highest: Fraction | None
    of: str
    contracts: int


@attrs.frozen(repr=False)
class Benchmark(Shown, ByName[Group]):
    """What past contracts did per £1 of contract value.

    Attributes:
        groups: All together first, then each group; first what was committed, then what was
            delivered.
        rule: What a group must have to be shown.
        basis: On what losing offers are used, or "".
        notes: What was taken to be so.
    """

    groups: tuple[Group, ...]
    rule: Rule
    basis: str = ""
    notes: tuple[str, ...] = ()

    def _named(self) -> Iterable[tuple[str, Group]]:
        return ((each.name, each) for each in self.groups if each.of == "promised")

    def _unknown(self, name: str) -> NotFoundError:
        hint = did_you_mean(name, [each for each, _ in self._named()], label="groups")
        return NotFoundError(problem("SV312", what="the group", found=name, hint=hint))

    @property
    def attainable(self) -> Attainable | None:
        """What is ambitious and was attained; None where contracts do not say it.

        They are too few, or the median and the upper quartile are the same.  Above the median and
        at most the upper quartile of what was delivered on finished contracts; where that is not
        known, of what was committed, and so it is said.
        """
        for of in ("delivered", "promised"):
            found = self._all(of)
            if found is None or found.contracts is None:
                continue
            middle, upper = found.quantile(_HALF), found.quantile(_UPPER)
            if middle is not None and upper is not None:
                if middle.at == upper.at:
                    return None
                return Attainable(middle.at, upper.at, middle.low, upper.high, of, found.contracts)
        return None

    def _all(self, of: str) -> Group | None:
        """All contracts together, where anything of them is shown."""
        every = (each for each in self.groups if not each.axis and each.of == of)
        return next((each for each in every if not each.withheld), None)

    def chart(self) -> Chart:
        """The upper quartile of each group that is shown."""
        held = [(each, each.quantile(_UPPER)) for each in self.groups if each.of == "promised"]
        rows = [
            (each.name, float(found.at * 100), f"{pence(found.at)} ({each.contracts} contracts)")
            for each, found in held
            if found is not None
        ]
        title = "A quarter of contracts committed this much per £1, or more"
        said = "; ".join(f"{name}: {figure}" for name, _, figure in rows) or "nothing can be shown"
        return bars(title, f"{title}. {said}.", ("group", "pence", "figure"), rows,
                    amount="datum.pence", word="pence per £1 of contract value")  # fmt: skip

    def explain(self) -> Explanation:
        """What may be set as a target, each group with its intervals, and what is withheld."""
        return join(self._blocks())

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data; ratios to 6 places."""
        return {
            "schema": "socialvalue/benchmark@1",
            "library": library_version(),
            "rule": {"least": self.rule.least, "suppliers": self.rule.suppliers,
                     "largest_share": plain(simplest(self.rule.share))},
            "basis": self.basis,
            "notes": list(self.notes),
            "groups": [_group_data(each) for each in self.groups],
        }  # fmt: skip

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def columns(self) -> dict[str, list[Any]]:
        """What `to_frame` makes a table of: a row a group and quantile."""
        rows = [(each, found) for each in self.groups for found in each.quantiles or (None,)]
        return {
            "axis": [each.axis or ALL for each, _ in rows],
            "group": [each.name for each, _ in rows],
            "of": [each.of for each, _ in rows],
            "contracts": [each.contracts for each, _ in rows],
            "suppliers": [each.suppliers for each, _ in rows],
            "per_pound": [_six(each.per_pound) for each, _ in rows],
            "share": [None if found is None else _six(found.share) for _, found in rows],
            **{name: [None if found is None else _six(getattr(found, name)) for _, found in rows]
               for name in ("at", "low", "high")},
        }  # fmt: skip

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a group and quantile; nothing but its name of a group that is withheld.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether ratios are texts instead of Decimals.
        """
        exact = ("per_pound", "share", "at", "low", "high")
        return rows_to_frame(self.columns(), backend, decimals=exact, texts=texts)

    def _line(self) -> str:
        held = sum(each.withheld for each in self.groups)
        return f"{number_of(len(self.groups), 'group')}, {held} withheld"

    def _blocks(self) -> Iterable[Block]:
        yield Block("What past contracts did", tuple(self._head()))
        for of in WORDS:
            rows = [each for each in self.groups if each.of == of]
            if rows:
                yield from _tables(of, rows)
        gone = [each.name for each in self.groups if each.withheld and each.of == "promised"]
        if gone:
            why = (
                f"A group is shown with at least {self.rule.least} contracts and "
                f"{self.rule.suppliers} suppliers, of which none has above half of its pounds; and "
                "none from which a withheld one could be worked out."
            )
            more = [f"{len(gone) - _FEW} more"] if len(gone) > _FEW else []
            said = f"Withheld: {listed([*gone[:_FEW], *more])}."
            yield Block("What is not shown", (said, why))

    def _head(self) -> Iterator[str]:
        found = self.attainable
        if found is None:
            yield _no_range(self._all("delivered") or self._all("promised"))
        else:
            of = f"what was {WORDS[found.of]}"
            yield (
                f"Ambitious and attained: above {pence(found.above)} and at most "
                f"{pence(found.most)} per £1, the median and the upper quartile of {of} on "
                f"{number_of(found.contracts, 'contract')}."
            )
            yield _little(found)
            if found.of == "promised":
                yield "What was delivered is not known: commitments are no proof that it can be."
        yield from self.notes
        yield "£ per £1 of other editions of a set, and of other places, are not like for like."


def _no_range(every: Group | None) -> str:
    """Why contracts say no range in which a target is ambitious and was attained."""
    if every is None:
        return "Too few contracts to say what a target could be."
    middle, upper = every.quantile(_HALF), every.quantile(_UPPER)
    if middle is None or upper is None:
        return "What a target could be is said by the median and the upper quartile together."
    return (
        f"The median and the upper quartile of what was {WORDS[every.of]} are the same, "
        f"{pence(middle.at)} per £1: between them there is no range for a target."
    )


def _little(found: Attainable) -> str:
    """How little that many contracts say."""
    if found.lowest is None or found.highest is None:
        return "With so few contracts, nothing can be said of how far off these may be."
    return (
        f"With other contracts like these, the median could be as low as "
        f"{pence(found.lowest)} and the upper quartile as high as {pence(found.highest)}."
    )


def _tables(of: str, groups: Sequence[Group]) -> Iterator[Block]:
    """Quantiles with their intervals; and who reached what, where it was asked."""
    said = [each for each in groups if not (each.axis and each.withheld)]
    shares = sorted({each.share for one in said for each in one.quantiles})
    targets = [each.target for each in next((one.reached for one in said if one.reached), ())]
    heads = ("group", "contracts", "suppliers", "all ÷ all", *map(_quantile_words, shares))
    finished = ", finished contracts" if of == "delivered" else ""
    yield Block(
        f"Per £1 of contract value, {WORDS[of]}{finished}", (), heads,
        tuple(_row(each, shares) for each in said), tuple(range(1, len(heads))),
    )  # fmt: skip
    if targets:
        names = ("group", *(pence(Fraction(each)) for each in targets))
        rows = tuple((each.name, *map(str, each.reached)) for each in said if each.reached)
        yield Block(f"Of them {WORDS[of]} so much or more", (), names, rows,
                    tuple(range(1, len(names))))  # fmt: skip


def _quantile_words(share: Fraction) -> str:
    known = {Fraction(1, 4): "lower quartile", _HALF: "median", _UPPER: "upper quartile"}
    return known.get(share, f"{plain(simplest(share * 100))}% below")


def _row(each: Group, shares: Sequence[Fraction]) -> tuple[str, ...]:
    if each.contracts is None:
        return (each.name, "withheld", *("–" for _ in (*shares, "suppliers", "all ÷ all")))
    counts = (str(each.contracts), str(each.suppliers))
    return (each.name, *counts, pence(each.per_pound), *(_cell(each, one) for one in shares))


def _cell(group: Group, share: Fraction) -> str:
    found = group.quantile(share)
    return "–" if found is None else f"{pence(found.at)} ({_between(found)})"


def _between(found: Quantile) -> str:
    """Between what a quantile lies; one end, where so few contracts have no other."""
    if found.low is None or found.high is None:
        ends = (("from", found.low), ("to", found.high))
        known = [f"{word} {pence(each)}" for word, each in ends if each is not None]
        return known[0] if known else "not known"
    return f"{publish(found.low * 100, 0)}–{pence(found.high)}"


def _six(number: Fraction | None) -> Decimal | None:
    return None if number is None else publish(number, 6)


def _digits(number: Fraction | None) -> str | None:
    found = _six(number)
    return None if found is None else plain(found)


def _group_data(each: Group) -> dict[str, Any]:
    if each.withheld:
        return {"axis": each.axis, "name": each.name, "of": each.of, "withheld": True}
    return {
        "axis": each.axis,
        "name": each.name,
        "of": each.of,
        "withheld": False,
        "contracts": each.contracts,
        "suppliers": each.suppliers,
        "per_pound": _digits(each.per_pound),
        "quantiles": [
            {"share": _digits(one.share), "at": _digits(one.at), "low": _digits(one.low),
             "high": _digits(one.high), "coverage": _digits(one.coverage)}
            for one in each.quantiles
        ],
        "reached": {plain(one.target): {"at_least": _digits(one.low), "at_most": _digits(one.high)}
                    for one in each.reached},
    }  # fmt: skip
