"""socialvalue: the calculation engine for social value in UK public procurement.

Measures and regional plug-ins are YAML, commitments are typed objects, and every figure has a
source.  `load` gives a framework, `value` pounds, `evaluate` points, `explain` the reasons.

Example:
    >>> import socialvalue as sv
    >>> toms = sv.load("national-toms", edition="2022")
    >>> tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
    >>> bid = sv.Bid("Acme", commitments=[toms.commit("NT10", sv.weeks(40, people=5))])
    >>> sv.value(tender, bid, toms).total
    Decimal('50358.11')
"""

from typing import TYPE_CHECKING

from socialvalue.assess.codes import explain_code
from socialvalue.assess.diff import FrameworkDiff, diff
from socialvalue.assess.differences import Difference
from socialvalue.assess.evaluation import BidResult, Evaluation, evaluate
from socialvalue.assess.lots import LotsEvaluation, evaluate_lots
from socialvalue.assess.provenance import library_version
from socialvalue.assess.valuation import Valuation, value
from socialvalue.engine.lines import Line
from socialvalue.errors import (
    DefinitionError,
    InputError,
    NotFoundError,
    Problem,
    RecordError,
    SocialValueError,
)
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.index import Index
from socialvalue.model.marks import EvaluatorMark, Moderated
from socialvalue.model.measure import Measure
from socialvalue.model.methods import (
    AgainstTarget,
    Band,
    Banded,
    DeviationFromMean,
    Entry,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    PanelMark,
    PassFail,
    PointsMenu,
    RatioThenRelative,
    RelativeToHighest,
    ScoringMethod,
)
from socialvalue.model.policy import SwitchOff, Waiver
from socialvalue.model.scheme import Criterion, Scheme, ValueForMoney
from socialvalue.model.tender import Bid, ContractValue, Lot, Tender
from socialvalue.registry.indices import indices, load_index
from socialvalue.registry.loading import FrameworkInfo, frameworks, load
from socialvalue.registry.rules import NationalRules, national_rules
from socialvalue.registry.tenders import read_tender
from socialvalue.units import (
    Quantity,
    attendee_hours,
    count,
    expert_hours,
    fte,
    gbp,
    hours,
    kilograms,
    miles,
    percent,
    quantity,
    tonnes,
    tonnes_co2e,
    weeks,
    yes,
)

if TYPE_CHECKING:
    from socialvalue.assess.array_result import ArrayEvaluation
    from socialvalue.assess.arrays import evaluate_arrays
    from socialvalue.assess.checking import Findings, check
    from socialvalue.assess.invented import Draw, invented_bids
    from socialvalue.assess.methods_compared import SchemeComparison, compare_schemes
    from socialvalue.assess.replay import LotsReplay, Replay, replay, replay_lots
    from socialvalue.assess.sensitivity import Sensitivity
    from socialvalue.assess.summaries import Summary
    from socialvalue.interop.frames.api import problems, total_frame, value_frame
    from socialvalue.interop.frames.bids import bids_from_frame
    from socialvalue.interop.frames.evaluate import evaluate_frame
else:
    _LATE = {
        "ArrayEvaluation": "assess.array_result",
        "Draw": "assess.invented",
        "Findings": "assess.checking",
        "LotsReplay": "assess.replay",
        "Replay": "assess.replay",
        "SchemeComparison": "assess.methods_compared",
        "Sensitivity": "assess.sensitivity",
        "Summary": "assess.summaries",
        "bids_from_frame": "interop.frames.bids",
        "check": "assess.checking",
        "compare_schemes": "assess.methods_compared",
        "evaluate_arrays": "assess.arrays",
        "evaluate_frame": "interop.frames.evaluate",
        "invented_bids": "assess.invented",
        "problems": "interop.frames.api",
        "replay": "assess.replay",
        "replay_lots": "assess.replay",
        "total_frame": "interop.frames.api",
        "value_frame": "interop.frames.api",
    }

    def __getattr__(name: str) -> object:
        """What is asked for later, or needs a dataframe library, is loaded when it is asked for."""
        if name not in _LATE:
            raise AttributeError(f"module 'socialvalue' has no attribute '{name}'")
        from importlib import import_module

        return getattr(import_module(f"socialvalue.{_LATE[name]}"), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *_LATE})


__version__ = library_version()

__all__ = [
    "AgainstTarget",
    "ArrayEvaluation",
    "Band",
    "Banded",
    "Bid",
    "BidResult",
    "Commitment",
    "ContractValue",
    "Criterion",
    "DefinitionError",
    "DeviationFromMean",
    "Difference",
    "Draw",
    "Entry",
    "Evaluation",
    "EvaluatorMark",
    "Findings",
    "FixedReference",
    "Framework",
    "FrameworkDiff",
    "FrameworkInfo",
    "HighestIncome",
    "Index",
    "InputError",
    "Line",
    "LinearSpread",
    "Lot",
    "LotsEvaluation",
    "LotsReplay",
    "LowestPrice",
    "Measure",
    "Moderated",
    "NationalRules",
    "NotFoundError",
    "PanelMark",
    "PassFail",
    "PointsMenu",
    "Problem",
    "Quantity",
    "RatioThenRelative",
    "RecordError",
    "RelativeToHighest",
    "Replay",
    "Scheme",
    "SchemeComparison",
    "ScoringMethod",
    "Sensitivity",
    "SocialValueError",
    "Summary",
    "SwitchOff",
    "Tender",
    "Valuation",
    "ValueForMoney",
    "Waiver",
    "attendee_hours",
    "bids_from_frame",
    "check",
    "compare_schemes",
    "count",
    "diff",
    "evaluate",
    "evaluate_arrays",
    "evaluate_frame",
    "evaluate_lots",
    "expert_hours",
    "explain_code",
    "frameworks",
    "fte",
    "gbp",
    "hours",
    "indices",
    "invented_bids",
    "kilograms",
    "load",
    "load_index",
    "miles",
    "national_rules",
    "percent",
    "problems",
    "quantity",
    "read_tender",
    "replay",
    "replay_lots",
    "tonnes",
    "tonnes_co2e",
    "total_frame",
    "value",
    "value_frame",
    "weeks",
    "yes",
]
