"""Every rule that a notice is checked by, in the order in which findings are listed."""

from __future__ import annotations

from typing import Final

from socialvalue.notices.checks import (
    changes,
    copies,
    days,
    indicators,
    matching,
    parties,
    ratings,
)
from socialvalue.notices.checks.case import Rule
from socialvalue.notices.findings import ERROR, QUESTION, WARNING

__all__ = ["RULES"]

_DETAILS = frozenset({"UK7"})
_PERFORMANCE = frozenset({"UK9"})
_CHANGE = frozenset({"UK10"})
_END = frozenset({"UK11"})
_KPIS = _DETAILS | _PERFORMANCE
_ALL = _KPIS | _CHANGE | _END

_CONTENT: Final = {"UK9": "regulation 39", "UK10": "regulation 40", "UK11": "regulation 41"}
"""Where a notice of another kind than UK7, regulation 32, has what it must say."""

RULES: Final = (
    Rule("SV1228", QUESTION, "section 52(1)", _DETAILS, indicators.value_has_vat),
    Rule("SV1229", ERROR, "", _ALL, indicators.value_is_positive),
    Rule("SV1210", ERROR, "section 52(1)", _DETAILS, indicators.there_are_three),
    Rule("SV1211", ERROR, "section 52", _DETAILS, indicators.there_is_a_reason),
    Rule("SV1212", ERROR, "section 52(1)", _DETAILS, indicators.reason_fits_value),
    Rule("SV1213", QUESTION, "section 52", _KPIS, indicators.is_asked_for),
    Rule("SV1214", ERROR, "", _KPIS, indicators.has_title),
    Rule("SV1215", ERROR, "", _KPIS, indicators.is_numbered_once),
    Rule("SV1216", WARNING, "section 52", _DETAILS, indicators.is_measurable),
    Rule("SV1230", WARNING, "section 71(2)", _PERFORMANCE, matching.three_are_rated),
    Rule("SV1217", WARNING, "section 71(2)", _PERFORMANCE, matching.is_published_before),
    Rule("SV1231", WARNING, "section 71(2)", _PERFORMANCE, matching.is_as_published),
    Rule("SV1232", QUESTION, "section 71(2)", _PERFORMANCE, matching.none_is_dropped),
    Rule("SV1218", ERROR, "regulation 39", _PERFORMANCE, ratings.rating_is_of_the_five),
    Rule("SV1219", ERROR, "regulation 39", _PERFORMANCE, ratings.period_is_over),
    Rule("SV1220", WARNING, "section 71(2)", _PERFORMANCE, ratings.every_year_is_assessed),
    Rule("SV1225", ERROR, "section 80", _PERFORMANCE, ratings.is_no_termination),
    Rule("SV1221", ERROR, "regulation 32", _ALL, parties.suppliers_are_known, _CONTENT),
    Rule("SV1222", WARNING, "section 53(1)", _DETAILS, days.details_in_time),
    Rule("SV1233", WARNING, "section 53(3)", _DETAILS, copies.copy_in_time),
    Rule("SV1234", QUESTION, "section 53(3)", _ALL, copies.there_is_a_copy),
    Rule("SV1235", WARNING, "section 71(5)", _PERFORMANCE, copies.breach_in_time),
    Rule("SV1236", QUESTION, "section 75(2)", _DETAILS | _CHANGE, changes.changes_are_small),
    Rule("SV1226", ERROR, "section 75(1)", _CHANGE, days.change_is_ahead),
    Rule("SV1223", WARNING, "section 80(1)", _END, days.termination_in_time),
    Rule("SV1224", QUESTION, "section 71(2)", _END, ratings.ends_with_an_assessment),
    Rule("SV1227", WARNING, "", _ALL, days.days_are_in_order),
)
"""Each with the section that it rests on."""
