"""Double counting on engines of queries, where activities are compared as far as that is certain.

A reader compares activities and bidders whatever their capitals, their spacing, the way a letter is
typed and signs that nobody sees (`as_read`).  Engines of queries do the same for the letters of
English, Welsh and most of Europe; where one is written with other signs (a ligature, an accent set
apart, ½), and so may be the same as another or not, the row that would fall is marked SV512.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from socialvalue.engine.facts import MeasureFacts
from socialvalue.engine.order import NONE, place_of
from socialvalue.frames.engines.lookups import beside
from socialvalue.model.fields import INVISIBLE

__all__ = ["PLAIN", "SPACES", "doubled", "doubled_problem", "words"]

SPACES = "\\t-\\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What counts as space, as a class of a regular expression."""

PLAIN = (
    "!-~\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf-\xde\xe0-\u012f\u0131\u0134-\u013e\u0141-\u0148"
    "\u014a-\u017e\u1e00-\u1e95\u1ea0-\u1ef9\u2010\u2012-\u2015\u2018-\u2022\u20ac"
)
"""Signs that stand for themselves, but for capitals; every engine has the same small letters."""

_UNSEEN = "".join(each if each == "-" else f"\\x{{{ord(each):x}}}" for each in INVISIBLE)
"""Signs that nobody sees, written so that no engine reads them as anything else."""

_NO_BID = "\u2205 no bid"


def doubled(frame: nw.LazyFrame[Any], facts: MeasureFacts, *, has_bid: bool) -> nw.LazyFrame[Any]:
    """Mark the rows that count what a stronger measure of the same bid and activity counts.

    Columns more: sv_falls is 1 for a row that does; sv_unclear is null where the bid offers no
    stronger measure for any activity, 1 where it does for one that cannot be compared, else 0;
    sv_may is 1 where another bid, which cannot be told from this one, offers one.
    """
    who = nw.lit(_NO_BID)
    frame = frame.with_columns(sv_strange=_strange("sv_activity"), sv_other=nw.lit(0))
    if has_bid:
        frame = frame.with_columns(sv_other=_strange("sv_bid"))
        who = _compared("sv_bid", "sv_other").fill_null(_NO_BID)
    frame = frame.with_columns(sv_doing=_compared("sv_activity", "sv_strange"), sv_who=who)
    stronger = _stronger(frame, facts)
    fallen = stronger.select("sv_w", "sv_d", "sv_f").unique().with_columns(sv_falls=nw.lit(1))
    unclear = stronger.group_by("sv_w", "sv_f").agg(sv_unclear=nw.col("sv_s").max())
    unclear = unclear.rename({"sv_w": "sv_w2", "sv_f": "sv_f2"})
    keys = ["sv_who", "sv_doing", "sv_measure"]
    frame = frame.join(fallen, left_on=keys, right_on=["sv_w", "sv_d", "sv_f"], how="left")
    keys = ["sv_who", "sv_measure"]
    frame = frame.join(unclear, left_on=keys, right_on=["sv_w2", "sv_f2"], how="left")
    return _with_others(frame, stronger) if has_bid else frame.with_columns(sv_may=nw.lit(0))


def _with_others(frame: nw.LazyFrame[Any], stronger: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Whether a bid that may be the same offers a stronger measure for what may be the same.

    Of activities that can be compared only equal ones are; a strange one may be any.
    """
    said = {
        "any": nw.col("sv_o").max(),
        "low": nw.col("sv_w").min(),
        "high": nw.col("sv_w").max(),
    }
    alike = stronger.group_by("sv_d", "sv_f").agg(**{f"sv_{k}3": each for k, each in said.items()})
    alike = alike.rename({"sv_d": "sv_d3", "sv_f": "sv_f3"})
    strange = {"sv_odd": nw.col("sv_s").max(), "sv_odder": (nw.col("sv_s") * nw.col("sv_o")).max()}
    every = stronger.group_by("sv_f").agg(
        **{f"sv_{k}4": each for k, each in said.items()}, **strange
    )
    every = every.rename({"sv_f": "sv_f4"})
    keys = ["sv_doing", "sv_measure"]
    frame = frame.join(alike, left_on=keys, right_on=["sv_d3", "sv_f3"], how="left")
    frame = frame.join(every, left_on="sv_measure", right_on="sv_f4", how="left")
    odd = nw.col("sv_strange") == 1
    whole = odd & _another("4") | (nw.col("sv_odder") == 1)
    whole = whole | ((nw.col("sv_odd") == 1) & _another("4", unlike=True))
    may = nw.when(_another("3") | whole).then(nw.lit(1)).otherwise(nw.lit(0))
    return frame.with_columns(sv_may=may)


def _another(which: str, *, unlike: bool = False) -> nw.Expr:
    """Whether a bid among some may be the same as the row's, and is not written so."""
    who, low, high = nw.col("sv_who"), nw.col(f"sv_low{which}"), nw.col(f"sv_high{which}")
    others = (nw.col("sv_other") == 1) & ((low != who) | (high != who))
    return others if unlike else others | (nw.col(f"sv_any{which}") == 1)


def doubled_problem() -> nw.Expr:
    """What a row counts twice, or may count twice."""
    doing = nw.col("sv_doing")
    either = (nw.col("sv_unclear") == 1) | (nw.col("sv_strange") == 1)
    here = ~nw.col("sv_unclear").is_null() & either
    may = ~doing.is_null() & (doing != "") & (here | (nw.col("sv_may") == 1))
    other = nw.when(may).then(nw.lit(place_of("SV512"))).otherwise(nw.lit(NONE))
    falls = nw.col("sv_falls") == 1
    return nw.when(falls).then(nw.lit(place_of("SV504"))).otherwise(other)


def _strange(name: str) -> nw.Expr:
    """1 for a text that is written with signs that cannot be compared here, else 0."""
    found = _seen(nw.col(name)).str.contains(f"[^{SPACES}{PLAIN}]")
    return nw.when(found).then(nw.lit(1)).otherwise(nw.lit(0))


def _compared(name: str, strange: str) -> nw.Expr:
    """A text as it is compared: a strange one only with itself."""
    return nw.when(nw.col(strange) == 1).then(nw.col(name)).otherwise(words(nw.col(name)))


def words(text: nw.Expr) -> nw.Expr:
    """A text without spacing around it, capitals and signs that nobody sees."""
    return _seen(text).str.replace_all(f"[{SPACES}]+", " ").str.strip_chars().str.to_lowercase()


def _seen(text: nw.Expr) -> nw.Expr:
    """A text without the signs that nobody sees."""
    return text.str.replace_all(f"[{_UNSEEN}]", "")


def _stronger(frame: nw.LazyFrame[Any], facts: MeasureFacts) -> nw.LazyFrame[Any]:
    """For each bid and activity the measures that fall: sv_w, sv_d, sv_f.

    sv_s says whether the activity is strange, and sv_o whether the bid is.
    """
    pairs = {
        "sv_stands": [stands for stands, _ in facts.stronger],
        "sv_falling": [falls for _, falls in facts.stronger],
    }
    named = frame.filter(nw.col("sv_doing") != "")
    offered = named.select("sv_who", "sv_doing", "sv_measure", "sv_strange", "sv_other").unique()
    found = offered.join(beside(frame, pairs), left_on="sv_measure", right_on="sv_stands")
    return found.select(
        sv_w="sv_who", sv_d="sv_doing", sv_f="sv_falling", sv_s="sv_strange", sv_o="sv_other"
    )
