"""Places and what lies in what: the chain from district to country.

Codes are numbers, and a new one is given when a council or its boundary changes.  A former code is
understood as what it was: where it lay, what followed it, and which other codes are the same place.
"""

from socialvalue.model.places.chains import chain, rings, within
from socialvalue.model.places.hints import place_hint
from socialvalue.model.places.noun import Place, Places, followed_by, place_name, place_story

__all__ = [
    "Place",
    "Places",
    "chain",
    "followed_by",
    "place_hint",
    "place_name",
    "place_story",
    "rings",
    "within",
]
