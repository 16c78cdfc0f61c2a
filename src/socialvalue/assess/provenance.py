"""What a result rests on: versions, editions, hashes, rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import attrs

from socialvalue.engine.offers import value_date
from socialvalue.model.bids.bid import Bid
from socialvalue.model.canonical import fingerprint
from socialvalue.model.framework import Framework, Layer
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place, chain
from socialvalue.model.scheme import Scheme, by_name
from socialvalue.model.tender import Tender
from socialvalue.spans import portable

__all__ = [
    "Provenance",
    "library_version",
    "named_places",
    "places_used",
    "portable_tender",
    "provenance_of",
]


@attrs.frozen
class Provenance:
    """What a result rests on.

    Attributes:
        library: Version of this library.
        layers: Every set that took part, the base first, with the hash of its meaning.
        scheme: Fingerprint of the scheme, or "".
        contract_value_basis: Which contract value ratios divide by.
        date_rule: Whose day decided the values, where a commitment has none of its own.
        on: That day.
        inputs: Hash of the tender and the bids.
        places: Hash of the places that the tender and the bids name, with all that they lie in;
            "" where they name none.
    """

    library: str
    layers: tuple[Layer, ...]
    scheme: str
    contract_value_basis: str
    date_rule: str
    on: str
    inputs: str
    places: str = ""


@cache
def library_version() -> str:
    """The version of this library, or "unknown" where it is not installed."""
    try:
        return version("socialvalue-engine")
    except PackageNotFoundError:
        return "unknown"


def provenance_of(
    tender: Tender, bids: tuple[Bid, ...], framework: Framework, scheme: Scheme | None = None
) -> Provenance:
    """What a result of these inputs rests on."""
    on, rule = value_date(tender, None, framework)
    named = _by_name(portable_tender(tender))
    return Provenance(
        library=library_version(),
        layers=framework.layers,
        scheme=scheme.sha256 if scheme else "",
        contract_value_basis=_basis(tender, scheme),
        date_rule=rule,
        on=on.isoformat(),
        inputs=fingerprint({"tender": named, "bids": sorted(map(fingerprint, bids))}),
        places=_hash_of_places(places_used(tender, bids, framework)),
    )


def portable_tender(tender: Tender) -> Tender:
    """The tender with its set named as on any machine: a path without this machine's folders.

    Example:
        >>> tender = Tender("Parks", contract_value=1, framework="/home/someone/sets/mine")
        >>> portable_tender(tender).framework
        'mine'
    """
    named = tender.framework
    if not (named.startswith(("/", "~")) or "\\" in named or named[1:2] == ":"):
        return tender
    return attrs.evolve(tender, framework=portable(named))


def places_used(tender: Tender, bids: Iterable[Bid], framework: Framework) -> FrozenMap[str, Place]:
    """The places that a result rests on: those named in it, and all that they lie in."""
    known = framework.places
    around = (chain(known, code) for code in named_places(tender, bids, framework))
    codes = sorted({code for each in around for code in each})
    return FrozenMap({code: known[code] for code in codes})


def named_places(tender: Tender, bids: Iterable[Bid], framework: Framework) -> frozenset[str]:
    """The codes of places that a tender, its bids or its set name."""
    commitments = (each for bid in bids for each in bid.commitments)
    named = {tender.place, framework.place, *(each.place for each in commitments)}
    return frozenset(each for each in named if each is not None and each in framework.places)


def _hash_of_places(used: Mapping[str, Place]) -> str:
    return fingerprint(used) if used else ""


def _by_name(tender: Tender) -> Tender:
    """The tender with the criteria of its schemes by name: their listed order changes nothing."""
    return attrs.evolve(
        tender,
        scheme=tender.scheme and by_name(tender.scheme),
        lots=[attrs.evolve(each, scheme=each.scheme and by_name(each.scheme))
              for each in tender.lots],
    )  # fmt: skip


def _basis(tender: Tender, scheme: Scheme | None) -> str:
    names = " and ".join(sorted(scheme.denominators if scheme else ())) or "initial"
    return f"{names}, VAT {tender.contract_value.vat}"
