"""The fixed words of the catalogue: how each unit is counted, and what its short answers mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guidance:
    """How one unit is counted.

    Attributes:
        each: One of it, as in "£16.93 for each hour of staff time".
        right: An example of counting it right.
        mistake: The commonest mistake.
    """

    each: str
    right: str
    mistake: str


# fmt: off
# ruff: noqa: E501 — a table: what is right in one line, the mistake in the next
UNIT_GUIDANCE = {
    "fte_year": Guidance("full-time year",
        "Ten full-time people and five at half time, all kept for two years: 12.5 full-time posts × 2 years = 25.",
        "Counting heads. A person at half time is 0.5, and a person kept for six months is half a year."),
    "person_week": Guidance("week of one person",
        "Five people for 40 weeks each: 200.",
        "Giving the weeks and leaving out the people, or giving the people and leaving out the weeks."),
    "week": Guidance("week",
        "A programme that runs for six weeks: 6, however many people take part.",
        "Multiplying the weeks by the people who take part."),
    "staff_hour": Guidance("hour of staff time",
        "Ten of your staff for three hours each, preparation included: 30.",
        "Counting the hours of the people who attend. Only the hours that your own staff give count here."),
    "expert_hour": Guidance("hour of an expert",
        "Two accountants who advise for eight hours each: 16.",
        "Counting everyone's time at the rate of an expert. It must be advice in the person's own field."),
    "attendee_hour": Guidance("hour of a person who attends",
        "One session of an hour and a half with 20 people: 30.",
        "Counting the hours of the staff who run it, or the length of the session without the people."),
    "gbp": Guidance("pound",
        "Four invoices of £3,000 over the whole contract: 12000.",
        "Giving the amount for one year where the whole contract is asked for, or the same pounds under two measures."),
    "tco2e": Guidance("tonne of CO2e",
        "What would have given off 150 tonnes now gives off 30: 120 are saved.",
        "Giving the whole footprint and not what is saved, or kilograms in place of tonnes."),
    "tonne": Guidance("tonne",
        "4,200 kilograms: 4.2.",
        "Giving kilograms in place of tonnes, or what would have happened without the contract."),
    "kilogram": Guidance("kilogram",
        "0.85 of a tonne: 850.",
        "Giving tonnes in place of kilograms, or what would have happened without the contract."),
    "mile": Guidance("mile",
        "A round of 60 miles, 200 times: 12000.",
        "Giving the miles of one trip in place of all of them, or kilometres."),
    "hundred_miles": Guidance("hundred miles",
        "A round of 60 miles, 200 times: 12,000 miles, which is 120.",
        "Giving the miles themselves, which is a hundred times too much."),
    "kilowatt_hour": Guidance("kWh",
        "Meters that show 9,000 kWh less than before: 9000.",
        "Giving the pounds saved on the bill in place of the kWh."),
    "person": Guidance("person",
        "Twelve different people: 12.",
        "Counting the same person each time that they come."),
    "employee": Guidance("member of staff",
        "Twelve of your staff who can use the programme: 12.",
        "Counting all staff where only some of them are reached."),
    "count": Guidance("one",
        "Three of what the measure names: 3.",
        "Counting the people who take part where the thing itself is counted."),
    "percent": Guidance("per cent",
        "30 of 75 staff: 40.",
        "Writing 0.4 for 40 per cent."),
    "yes_no": Guidance("yes",
        "Yes, if it is in place now and you can show it.",
        "Saying yes to what is only planned."),
    "text": Guidance("statement",
        "Say who will do what, for whom, by when, and how the buyer can check it.",
        "Describing your firm in general, and not what this contract will bring."),
}
"""Every unit's guidance, for the measures that have no example or mistake of their own."""
# fmt: on

COUNTED_IN = {
    "gbp": "pounds",
    "count": "number",
    "yes_no": "yes or no",
    "text": "words",
    "tco2e": "tonnes of CO2e",
}
"""Units whose name in a sentence is not the one in a table."""

FIRST_YEAR = Guidance(
    "full-time year",
    "Two people taken on and kept for three years: 2, since only the first 12 months of each count.",
    "Claiming every year of the contract for the same person.",
)
"""For people who count in their first twelve months only."""

WHERE = {
    "benefit": "The benefit must be in the buyer's area.",
    "supplier": "The firm that is paid must be based in the buyer's area.",
    "none": "Anywhere: no place is asked for.",
}
DURATION = {
    "every_year": "Say for how many years; each year of the contract counts.",
    "first_year": "Only the first 12 months of each person count.",
    "any": "",
}
REPORTED = {
    "local_economic": "Reported as local economic value, which is money that stays near.",
    "social": "Reported as social value.",
}
RECORDED = "No pounds: it is recorded and reported, and adds nothing to the total."
NOT_USED = "No pounds: the buyer does not use this measure."
BY_TENDER = (
    "No pounds of its own here: the value depends on the place, and the buyer gives it in the "
    "tender. Look for it in the tender papers. Without it, the line does not count."
)
NO_VALUE = (
    "No pounds: this set has no value for it. Unless the buyer gives one in the tender, the line "
    "does not count."
)
LOCAL_FIRST = "Where the buyer's place has a value of its own, that one counts: see below."
NO_RULE = (
    "No rule of this set names it. The same person, hour, pound or tonne still counts only once."
)
KNOWN = {
    "two-sources": "Known from two sources.",
    "one-source": "Known from one source.",
    "inferred": "Inferred from its source, which does not print it so.",
}
CONFIDENCE = {
    "two-sources": "two sources",
    "one-source": "one source",
    "inferred": "inferred",
    "unknown": "not known",
    "conflict": "sources disagree",
    "": "stated",
}
"""How well a figure is known, in words; a word of its own that a set uses stays as it is."""
