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

if TYPE_CHECKING:
    __version__: str
    from socialvalue import appraisal as appraisal
    from socialvalue import calculators as calculators
    from socialvalue import contracts as contracts
    from socialvalue import notices as notices
    from socialvalue import planning as planning
    from socialvalue import reports as reports
    from socialvalue import uncertainty as uncertainty
    from socialvalue.appraisal.appraising import present_value
    from socialvalue.assess.arrays.points import evaluate_arrays
    from socialvalue.assess.arrays.result import ArrayEvaluation
    from socialvalue.assess.checking.paths import Findings, check
    from socialvalue.assess.codes import explain_code
    from socialvalue.assess.evaluation import Evaluation, evaluate
    from socialvalue.assess.firmness.report import Sensitivity
    from socialvalue.assess.letters.summaries import Summary
    from socialvalue.assess.lots.evaluation import LotsEvaluation, evaluate_lots
    from socialvalue.assess.points.data import BidResult
    from socialvalue.assess.pounds.valuation import Valuation, value
    from socialvalue.assess.recomputing import Recomputed, recompute
    from socialvalue.assess.replaying import LotsReplay, Replay, replay, replay_lots
    from socialvalue.contracts.totals import portfolio
    from socialvalue.documents import from_json, json_schema, to_json
    from socialvalue.engine.lines import Line
    from socialvalue.errors import (
        DefinitionError,
        InputError,
        NotFoundError,
        Problem,
        RecordError,
        SocialValueError,
    )
    from socialvalue.frames.api import total_frame, value_frame
    from socialvalue.frames.bids import bids_from_frame
    from socialvalue.frames.encoded import encode_frame
    from socialvalue.frames.problems import problems
    from socialvalue.frames.register_points import evaluate_frame
    from socialvalue.model.bids.bid import Bid
    from socialvalue.model.bids.marks import EvaluatorMark, MarkChange, Moderated, Moderation
    from socialvalue.model.commitment import Commitment
    from socialvalue.model.criteria import Criterion, ValueForMoney
    from socialvalue.model.framework import Framework
    from socialvalue.model.index import Index
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
        PercentAboveLowest,
        PointsMenu,
        RatioThenRelative,
        RelativeToHighest,
        ScoringMethod,
    )
    from socialvalue.model.papers.award import Papers, Withheld
    from socialvalue.model.papers.contacts import Contact, Supplier
    from socialvalue.model.scheme import Scheme
    from socialvalue.model.tender import ContractValue, Lot, Tender
    from socialvalue.model.waivers import SwitchOff, Waiver
    from socialvalue.planning.compare import SchemeComparison, compare_schemes
    from socialvalue.planning.invented import Draw, invented_bids
    from socialvalue.registry.changes import FrameworkDiff, diff
    from socialvalue.registry.differences import Difference
    from socialvalue.registry.indices import indices, load_index
    from socialvalue.registry.loading import FrameworkInfo, frameworks, load
    from socialvalue.registry.national import NationalRules, national_rules
    from socialvalue.registry.tenders import read_tender
    from socialvalue.uncertainty.simulating import simulate
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
else:  # what stands above, by where it is found
    _FROM = {
        "appraisal.appraising": "present_value",
        "assess.arrays.points": "evaluate_arrays",
        "assess.arrays.result": "ArrayEvaluation",
        "assess.checking.paths": "Findings check",
        "assess.codes": "explain_code",
        "assess.evaluation": "Evaluation evaluate",
        "assess.firmness.report": "Sensitivity",
        "assess.letters.summaries": "Summary",
        "assess.lots.evaluation": "LotsEvaluation evaluate_lots",
        "assess.points.data": "BidResult",
        "assess.pounds.valuation": "Valuation value",
        "assess.recomputing": "Recomputed recompute",
        "assess.replaying": "LotsReplay Replay replay replay_lots",
        "contracts.totals": "portfolio",
        "documents": "from_json json_schema to_json",
        "engine.lines": "Line",
        "errors": "DefinitionError InputError NotFoundError Problem RecordError SocialValueError",
        "frames.api": "total_frame value_frame",
        "frames.bids": "bids_from_frame",
        "frames.encoded": "encode_frame",
        "frames.problems": "problems",
        "frames.register_points": "evaluate_frame",
        "model.bids.bid": "Bid",
        "model.bids.marks": "EvaluatorMark MarkChange Moderated Moderation",
        "model.commitment": "Commitment",
        "model.criteria": "Criterion ValueForMoney",
        "model.framework": "Framework",
        "model.index": "Index",
        "model.measure": "Measure",
        "model.methods": (
            "AgainstTarget Band Banded DeviationFromMean Entry FixedReference "
            "HighestIncome LinearSpread LowestPrice PanelMark PassFail "
            "PercentAboveLowest PointsMenu RatioThenRelative RelativeToHighest "
            "ScoringMethod"
        ),
        "model.papers.award": "Papers Withheld",
        "model.papers.contacts": "Contact Supplier",
        "model.scheme": "Scheme",
        "model.tender": "ContractValue Lot Tender",
        "model.waivers": "SwitchOff Waiver",
        "planning.compare": "SchemeComparison compare_schemes",
        "planning.invented": "Draw invented_bids",
        "registry.changes": "FrameworkDiff diff",
        "registry.differences": "Difference",
        "registry.indices": "indices load_index",
        "registry.loading": "FrameworkInfo frameworks load",
        "registry.national": "NationalRules national_rules",
        "registry.tenders": "read_tender",
        "uncertainty.simulating": "simulate",
        "units": (
            "Quantity attendee_hours count expert_hours fte gbp hours kilograms miles "
            "percent quantity tonnes tonnes_co2e weeks yes"
        ),
    }
    _LATE = {name: module for module, names in _FROM.items() for name in names.split()}

    _ROOMS = (
        "appraisal", "calculators", "contracts", "guides", "notices", "planning", "reports",
        "testing", "uncertainty",
    )  # fmt: skip

    def __getattr__(name: str) -> object:
        """What is asked for is loaded then, and kept: nobody waits for what is not used."""
        from importlib import import_module
        from importlib.util import find_spec

        if name == "__version__":
            found = import_module("socialvalue.assess.provenance").library_version()
        elif name in _LATE:
            found = getattr(import_module(f"socialvalue.{_LATE[name]}"), name)
        elif name.isidentifier() and name[0] != "_" and find_spec(f"socialvalue.{name}"):
            found = import_module(f"socialvalue.{name}")
        else:
            raise AttributeError(f"module 'socialvalue' has no attribute '{name}'")
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted((*__all__, *_ROOMS))


__all__ = [
    "AgainstTarget",
    "ArrayEvaluation",
    "Band",
    "Banded",
    "Bid",
    "BidResult",
    "Commitment",
    "Contact",
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
    "MarkChange",
    "Measure",
    "Moderated",
    "Moderation",
    "NationalRules",
    "NotFoundError",
    "PanelMark",
    "Papers",
    "PassFail",
    "PercentAboveLowest",
    "PointsMenu",
    "Problem",
    "Quantity",
    "RatioThenRelative",
    "Recomputed",
    "RecordError",
    "RelativeToHighest",
    "Replay",
    "Scheme",
    "SchemeComparison",
    "ScoringMethod",
    "Sensitivity",
    "SocialValueError",
    "Summary",
    "Supplier",
    "SwitchOff",
    "Tender",
    "Valuation",
    "ValueForMoney",
    "Waiver",
    "Withheld",
    "attendee_hours",
    "bids_from_frame",
    "check",
    "compare_schemes",
    "count",
    "diff",
    "encode_frame",
    "evaluate",
    "evaluate_arrays",
    "evaluate_frame",
    "evaluate_lots",
    "expert_hours",
    "explain_code",
    "frameworks",
    "from_json",
    "fte",
    "gbp",
    "hours",
    "indices",
    "invented_bids",
    "json_schema",
    "kilograms",
    "load",
    "load_index",
    "miles",
    "national_rules",
    "percent",
    "portfolio",
    "present_value",
    "problems",
    "quantity",
    "read_tender",
    "recompute",
    "replay",
    "replay_lots",
    "simulate",
    "to_json",
    "tonnes",
    "tonnes_co2e",
    "total_frame",
    "value",
    "value_frame",
    "weeks",
    "yes",
]
