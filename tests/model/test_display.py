"""What a notebook shows of a set and of a measure: the figures with their vouchers, escaped."""

from __future__ import annotations

import pickle
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

import socialvalue as sv
from socialvalue.model.frozen import FrozenMap

ATTACK = "<script>alert('a')</script>"


class Tags(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text(page: str) -> str:
    return " ".join(Tags(page).words)


@pytest.fixture(scope="module")
def held(make: SimpleNamespace) -> sv.Framework:
    """A set in which every text is an attack."""
    evil = make.measure(
        "EVIL",
        figures=[make.figure(note=ATTACK, at=ATTACK, sources=(attrs.evolve(
            make.source, title=ATTACK),))],
        title=ATTACK, definition=ATTACK, example=ATTACK, mistake=ATTACK, note=ATTACK,
        evidence=(ATTACK,), alias=ATTACK, switched_off=ATTACK,
        rules=(make.exclusion("alternative", ("EVIL", ATTACK), why=ATTACK),),
    )  # fmt: skip
    return attrs.evolve(
        make.framework(evil), title=ATTACK, publisher=ATTACK, licence=ATTACK, rights=ATTACK
    )


def test_nothing_that_is_written_is_markup(held: sv.Framework) -> None:
    """A set from a stranger shows its text in your notebook, and runs nothing there."""
    for page in (held._repr_html_(), held["EVIL"]._repr_html_()):
        assert "script" not in Tags(page).names
        assert page.count(ATTACK) == 0
        assert "alert" in text(page)


def test_a_framework_says_what_it_is_and_what_it_is_worth() -> None:
    """How much of the publication is here and on what terms stands before any figure."""
    essex = sv.load("essex", on="2022-06-01")
    page = text(essex._repr_html_())
    for words in (
        "Essex County Council",
        "Partial: ",
        "Lies over national-toms@2022",
        "LicenseRef-National-TOMs-facts",
        "check the",
        "Values of 1 June 2022, for Essex (E10000012)",
        "ECC10 (NT10)",
        "£251.7905723",
        "given by the tender",
        "reported, no pounds",
    ):
        assert words in page, words


def test_a_measure_of_a_framework_stands_under_its_theme(make: SimpleNamespace) -> None:
    """A reader finds a measure where the publication has it; an empty theme takes no room."""
    held = make.framework(make.measure("A", theme="jobs"), make.measure("B", theme="green"))
    page = held._repr_html_()
    assert page.index(">Jobs<") < page.index(">A<") < page.index(">Green<") < page.index(">B<")
    without = attrs.evolve(held, measures=FrozenMap({"A": held["A"]}))
    assert ">Green<" not in without._repr_html_()


def test_a_measure_shows_its_history_with_sources_and_confidence() -> None:
    """Each figure with its day, place, publication and how well it is known."""
    page = text(sv.load("national-toms", edition="2020")["NT1"]._repr_html_())
    for words in ("FTE-years", "1 January 2020", "E12000006", "£28,460.00", "inferred",
                  "two sources", "national-toms@2020",
                  "Export of construction projects"):  # fmt: skip
        assert words in page, words


def test_a_measure_says_what_it_may_not_be_counted_with_and_why() -> None:
    """A bidder who looks at one measure learns of its rivals there, not from a refusal."""
    nt19 = sv.load("national-toms", edition="2022")["NT19"]
    page = text(nt19._repr_html_())
    relations = {code for rule in nt19.rules for pair in rule.pairs if "NT19" in pair
                 for code in pair} - {"NT19"}  # fmt: skip
    assert relations
    for code in relations:
        assert re.search(rf"(takes priority over|counts under) {code}\b", page), code
    assert nt19.rules[0].why in page


def test_a_missing_value_is_never_shown_as_nothing(make: SimpleNamespace) -> None:
    """A figure that is withdrawn shows as none, with its reason; £0 would be a lie."""
    gone = make.rich()["GONE"]
    page = text(gone._repr_html_())
    assert "withdrawn by its publisher" in page
    assert "£0" not in page


def test_a_recorded_measure_says_so(make: SimpleNamespace) -> None:
    """Who offers it learns that it carries no pounds."""
    assert "Reported, no pounds." in make.rich()["RECORDED"]._repr_html_()


def test_search_puts_the_measure_called_so_first() -> None:
    """Whoever types a code means that code."""
    toms = sv.load("national-toms", edition="2022")
    assert toms.search("nt18")[0].code == "NT18"
    assert toms.search("NT1")[0].code == "NT1"
    assert sv.load("essex").search("ECC1")[0].alias == "ECC1"


def test_a_listing_is_a_tuple_that_shows_itself() -> None:
    """A notebook showed a page of constructors for a search; what was found is a table.

    It stays a tuple: whoever compared, sliced, hashed or pickled one still does.
    """
    uk = sv.load("uk-open")
    found = uk.search("waste")
    assert found == (uk["UK708"], uk["UK709"])
    assert hash(found) == hash((uk["UK708"], uk["UK709"]))
    assert repr(found) == "<2 measures with 'waste': UK708, UK709>"
    for words in ("UK708", "Waste kept out of landfill", "tonnes", "£130.75"):
        assert words in str(found)
        assert words in text(found._repr_html_())
    again = pickle.loads(pickle.dumps(found))
    assert (again, repr(again), str(again)) == (found, repr(found), str(found))
    assert "national-toms, uk-open" in repr(sv.frameworks())
    assert "2019, 2020, 2022, 2026-light" in str(sv.frameworks())
    assert "table" in Tags(sv.frameworks()._repr_html_()).names
    assert len(repr(uk.search(""))) < 200


def test_a_slip_in_a_search_is_answered_with_the_word() -> None:
    """Nothing at all was taken for: this set has no apprentices."""
    uk = sv.load("uk-open")
    assert uk.search("aprentice").suggestions[0].startswith("apprentice")
    assert "did you mean 'apprentice" in repr(uk.search("aprentice"))
    assert "Did you mean 'apprentice" in str(uk.search("aprentice"))
    assert uk.search("qqqq zzzz").suggestions == ()
    assert repr(uk.search("qqqq")) == "<no measure with 'qqqq'>"
    assert uk.search("waste").suggestions == ()


def test_what_is_searched_for_is_no_markup(held: sv.Framework) -> None:
    """A word from a form is shown, and runs nothing."""
    for words in (ATTACK, "evil"):
        page = held.search(words)._repr_html_()
        assert "alert" in text(page)
        assert "script" not in Tags(page).names
        assert page.count(ATTACK) == 0


# --- nouns and results in a shell ------------------------------------------------------------


@pytest.fixture(scope="module")
def decided(example_tender: Path) -> dict[str, object]:
    """The example tender, what was offered, and what came out, by name."""
    tender, bids = sv.read_tender(example_tender)
    framework = sv.load(tender.framework, on=tender.published)
    result = sv.evaluate(tender, bids, framework)
    first = result.results[0]
    return {
        "tender": tender, "bid": bids[0], "commitment": bids[0].commitments[0],
        "framework": framework, "measure": framework["NT10"], "scheme": result.scheme,
        "evaluation": result, "result": first, "valuation": first.valuation,
        "line": first.valuation.lines[0], "set": sv.frameworks()[0],
        "sensitivity": result.sensitivity(), "flags": result.flags(),
        "diff": sv.diff("national-toms@2020", "national-toms@2022"),
        "index": sv.load_index("gdp-deflator"),
    }  # fmt: skip


def test_a_noun_is_one_line_in_a_shell_and_words_for_print(decided: dict[str, object]) -> None:
    """`print(result)` gave 16,000 characters of constructors, 1.8 million at 1,000 bids."""
    for name, noun in decided.items():
        assert len(repr(noun)) < 200, name
        assert "\n" not in repr(noun), name
        assert repr(noun).startswith(f"<{type(noun).__name__}: "), name
        for words in (str(noun), text(noun._repr_html_())):  # type: ignore[attr-defined]
            assert "Decimal(" not in words, name
            assert "FrozenMap" not in words, name


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("tender", "£2,400,000.00, published 1 June 2022", "over 3 years in E10000012"),
        ("bid", "'Acme Highways', £2,260,000.00, 7 commitments", "9 FTE × 3 years = 27 FTE-years"),
        ("commitment", "NT1, 9 FTE × 3 years = 27 FTE-years, 'road gangs'", "27 FTE-years"),
        ("framework", "essex@2024 over national-toms@2022", "Lies over national-toms@2022."),
        ("measure", "ECC10 (NT10)", "Its values"),
        ("scheme", "price 60, quality 20, social value 20, illustrative", "Points × mark ÷ 5."),
        ("evaluation", "1 Brook & Daughters 91.60", "count in full"),
        ("result", "rank 1, 91.60 points, £1,172,397.48", "quantitative"),
        ("valuation", "£1,172,397.48 of social value, 9 commitments", "Commitment 1:"),
        ("line", "1, ECC1 (NT1), £683,040.00, counts", "counts"),
        ("sensitivity", "first: Brook & Daughters", "How close was it"),
        ("flags", "question", "A question changes no points"),
        ("diff", "national-toms@2020, national-toms@2022, ", "NT20"),
        ("index", "gdp-deflator, 'GDP deflator at market prices', ", "calendar-year"),
        ("set", "national-toms, framework, 2019, 2020, 2022, 2026-light, partial", "2022"),
    ],
)
def test_the_line_and_the_words_say_what_it_is(
    decided: dict[str, object], name: str, line: str, words: str
) -> None:
    """Who looks at a thing sees which it is, and its figures as they are written for people."""
    assert line in repr(decided[name])
    assert words in str(decided[name])


def test_a_bidder_s_words_are_no_markup_and_no_signals() -> None:
    """A name from a portal shows as text: no tag in a notebook, no escape sequence in a shell."""
    bid = sv.Bid(ATTACK + "x" * 500, price=1)
    assert "script" not in Tags(bid._repr_html_()).names
    assert len(repr(bid)) < 200
    for name in ("Acme\x1b[31m Ltd", "Acme\u202e Ltd", "Acme\nLtd"):
        tender = sv.Tender("Parks", contract_value=100, published="2022-07-01")
        scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
        bids = [sv.Bid(name, price=1)]
        result = sv.evaluate(tender, bids, sv.load("national-toms@2022"), scheme)
        for shown in (repr(bids[0]), repr(result)):
            assert all(each.isprintable() for each in shown)


def test_a_bid_that_left_says_so_as_a_sentence() -> None:
    """An officer reads "Withdrawn: None." as a fault, and two full stops as a slip."""
    gone = sv.Bid("Acme", state="withdrawn")
    assert "Withdrawn." in gone._repr_html_()
    assert "None" not in gone._repr_html_()
    out = sv.Bid("Acme", state="excluded", reason="A mandatory ground of exclusion.")
    assert "Excluded: A mandatory ground of exclusion.<" in out._repr_html_()
