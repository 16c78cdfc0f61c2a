"""Double counting on engines of queries, where activities are compared as far as that is certain.

A reader compares activities whatever their capitals, their spacing and the way a letter is typed
(`activity_key`).  Engines of queries do the same for the letters of English, Welsh and most of
Europe; where an activity is written with other signs (a ligature, an accent set apart, ½), and so
may be the same as another or not, the row that would fall is marked SV512.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from socialvalue.interop.frames.facts import Facts
from socialvalue.interop.frames.lookups import beside
from socialvalue.interop.frames.rules import NONE, place_of

__all__ = ["PLAIN", "SPACES", "doubled", "doubled_problem"]

SPACES = "\\t-\\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What counts as space, as a class of a regular expression."""

PLAIN = (
    "!-~\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf-\xde\xe0-\u012f\u0131\u0134-\u013e\u0141-\u0148"
    "\u014a-\u017e\u1e00-\u1e95\u1ea0-\u1ef9\u2010\u2012-\u2015\u2018-\u2022\u20ac"
)
"""Signs that stand for themselves, but for capitals; every engine has the same small letters."""

_NO_BID = "\u2205 no bid"


def doubled(frame: nw.LazyFrame[Any], facts: Facts, *, has_bid: bool) -> nw.LazyFrame[Any]:
    """Mark the rows that count what a stronger measure of the same bid and activity counts.

    Columns more: sv_falls is 1 for a row that does; sv_unclear is null where the bid offers no
    stronger measure for any activity, 1 where it does for one that cannot be compared, else 0.
    """
    who = nw.col("sv_bid").fill_null(_NO_BID) if has_bid else nw.lit(_NO_BID)
    frame = frame.with_columns(sv_strange=_strange(), sv_who=who)
    frame = frame.with_columns(sv_doing=_compared())
    stronger = _stronger(frame, facts)
    fallen = stronger.select("sv_w", "sv_d", "sv_f").unique().with_columns(sv_falls=nw.lit(1))
    unclear = stronger.group_by("sv_w", "sv_f").agg(sv_unclear=nw.col("sv_s").max())
    unclear = unclear.rename({"sv_w": "sv_w2", "sv_f": "sv_f2"})
    keys = ["sv_who", "sv_doing", "sv_measure"]
    frame = frame.join(fallen, left_on=keys, right_on=["sv_w", "sv_d", "sv_f"], how="left")
    keys = ["sv_who", "sv_measure"]
    return frame.join(unclear, left_on=keys, right_on=["sv_w2", "sv_f2"], how="left")


def doubled_problem() -> nw.Expr:
    """What a row counts twice, or may count twice."""
    doing = nw.col("sv_doing")
    either = (nw.col("sv_unclear") == 1) | (nw.col("sv_strange") == 1)
    may = ~doing.is_null() & (doing != "") & ~nw.col("sv_unclear").is_null() & either
    other = nw.when(may).then(nw.lit(place_of("SV512"))).otherwise(nw.lit(NONE))
    falls = nw.col("sv_falls") == 1
    return nw.when(falls).then(nw.lit(place_of("SV504"))).otherwise(other)


def _strange() -> nw.Expr:
    """1 for an activity that is written with signs that cannot be compared here, else 0."""
    found = nw.col("sv_activity").str.contains(f"[^{SPACES}{PLAIN}]")
    return nw.when(found).then(nw.lit(1)).otherwise(nw.lit(0))


def _compared() -> nw.Expr:
    """An activity as it is compared: a strange one only with itself."""
    activity = nw.col("sv_activity")
    words = activity.str.replace_all(f"[{SPACES}]+", " ").str.strip_chars().str.to_lowercase()
    return nw.when(nw.col("sv_strange") == 1).then(activity).otherwise(words)


def _stronger(frame: nw.LazyFrame[Any], facts: Facts) -> nw.LazyFrame[Any]:
    """For each bid and activity the measures that fall: sv_w, sv_d, sv_f; sv_s: is it strange?"""
    pairs = {
        "sv_stands": [stands for stands, _ in facts.stronger],
        "sv_falling": [falls for _, falls in facts.stronger],
    }
    named = frame.filter(nw.col("sv_doing") != "")
    offered = named.select("sv_who", "sv_doing", "sv_measure", "sv_strange").unique()
    found = offered.join(beside(frame, pairs), left_on="sv_measure", right_on="sv_stands")
    return found.select(sv_w="sv_who", sv_d="sv_doing", sv_f="sv_falling", sv_s="sv_strange")
