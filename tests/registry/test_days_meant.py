"""Which day, and which edition, is meant where nobody says: one rule, in Python and in commands.

What would be unjust: a council's set that is worth £0 in Python and its full value on the command
line (S-4, S-5), and a tender valued by a small set that nobody named (S-15).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.model.figures import candidates
from socialvalue.model.places import rings
from socialvalue.registry.days import first_day
from socialvalue.registry.discovery import find_all
from socialvalue.registry.headers import Found
from socialvalue.registry.loading import load_undated
from socialvalue.words import day_words

FOUND = [each for each in find_all() if each.origin == "built-in"]
IN_FORCE = {each.label: each.in_force for each in FOUND}


def worth(framework: sv.Framework, measure: sv.Measure, on: date) -> object:
    """The value of one unit on a day at the set's place."""
    around = rings(framework.places, framework.place)
    figure = next(iter(candidates(measure.proxy, on, around)), None)
    return None if figure is None else figure.value


def priced(framework: sv.Framework) -> list[sv.Measure]:
    """The measures that ever have a value, from the set's own first day on."""
    start = framework.in_force.start or date.min
    days = {start, *(each.start for m in framework if m.proxy for each in m.proxy.values)}
    after = [each for each in days if each >= start]
    return [m for m in framework if any(worth(framework, m, each) is not None for each in after)]


@pytest.mark.parametrize("label", [each.label for each in FOUND])
def test_every_shipped_set_values_its_measures(label: str) -> None:
    """Without a day a shipped set is taken on one on which all its measures have their values.

    It is the first such day: every layer has begun, and a day earlier one of them has not, or a
    measure has no value yet.
    """
    framework = sv.load(label)
    day = framework.value_date()
    assert framework.on is None
    starts = [IN_FORCE[each.label].start for each in framework.layers]
    assert all(start is not None and start <= day for start in starts)
    measures = priced(framework)
    assert all(framework.unit_value(each.code) is not None for each in measures)
    earlier = day - timedelta(days=1)
    is_first = day == max(each for each in starts if each)
    assert is_first or any(worth(framework, each, earlier) is None for each in measures)


@pytest.mark.parametrize(
    ("name", "day", "valued"),
    [("essex", "2022-06-01", 19), ("rotherham", "2020-01-01", 30), ("tendring", "2024-11-15", 19)],
)
def test_a_plugin_that_began_before_its_base(name: str, day: str, valued: int) -> None:
    """Essex began in April 2022 and its base in June: on its own first day nothing had a value."""
    framework = sv.load(name)
    assert str(framework.value_date()) == day
    values = [framework.unit_value(each.code) for each in framework]
    assert sum(each is not None for each in values) == valued
    bid = sv.Bid("Fern", commitments=[framework.commit("NT10", sv.weeks(10))])
    valuation = sv.value(sv.Tender("Roads", contract_value=100_000), bid, framework)
    assert valuation.total > 0
    assert str(valuation.lines[0].on) == day
    said = day_words(framework.value_date())
    assert [each.code for each in valuation.warnings if said in each.message] == ["SV606"]


@pytest.mark.parametrize("label", [each.label for each in FOUND])
def test_show_and_python_agree(label: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command shows the values that Python values with, measure by measure, and the day."""
    pytest.importorskip("click")
    from socialvalue.cli.run import run

    framework = sv.load(label)
    assert run(["show", label, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff"))))
    shown = {each["code"]: each["value"] for each in rows}
    assert list(shown) == [each.code for each in framework]
    for each in framework:
        value = framework.unit_value(each.code) if each.kind == "monetised" else None
        assert (float(shown[each.code]) if shown[each.code] else None) == (
            None if value is None else float(value)
        ), each.code
    assert run(["show", label]) == 0
    assert f"Values below: as of {day_words(framework.value_date())}" in capsys.readouterr().out


def test_show_gives_carbon_its_value(capsys: pytest.CaptureFixture[str]) -> None:
    """The newest carbon value lies after 2050; what counts is that of the edition (S-5)."""
    pytest.importorskip("click")
    from socialvalue.cli.run import run

    assert run(["show", "uk-open", "--format", "csv"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff")))
    shown = {each["code"]: each["value"] for each in rows}
    assert all(shown[f"UK70{number}"] for number in range(1, 8))


MEASURES = """\
schema: socialvalue/measures@1
measures:
  DM1:
    title: Local people employed
    outcome: local-jobs
    unit: fte_year
    kind: monetised
    proxy: {values: {VALUES}}
  DM2:
    title: Others employed
    outcome: local-jobs
    unit: fte_year
    kind: monetised
    proxy: {values: {OTHERS}}
"""
NO_VALUE = "value: null, note: withdrawn, source: guide"


def measures(values: str, others: str) -> str:
    """Two measures with these figures."""
    return MEASURES.replace("VALUES", values).replace("OTHERS", others)


def test_a_measure_that_begins_later_is_waited_for(write: Callable[..., Path]) -> None:
    """Not the edition's first day, on which it had no value, and not today."""
    one = '2024-07-01: {value: "1", source: guide}'
    other = '2024-09-01: {value: "2", source: guide}'
    framework = sv.load(write("demo", measures=measures(one, other)))
    assert framework.value_date() == date(2024, 9, 1)
    assert (framework.unit_value("DM1"), framework.unit_value("DM2")) == (1, 2)
    assert sv.load(write("demo"), on="2024-08-01").value_date() == date(2024, 8, 1)


def test_where_there_is_no_day_it_is_refused(write: Callable[..., Path]) -> None:
    """Two measures that never have a value together: the days are listed, and one is asked for."""
    one = f'2024-07-01: {{value: "1", source: guide}}, 2024-08-01: {{{NO_VALUE}}}'
    other = '2024-09-01: {value: "2", source: guide}'
    folder = write("demo", measures=measures(one, other))
    with pytest.raises(sv.NotFoundError) as caught:
        sv.load(folder)
    (problem,) = caught.value.problems
    assert problem.code == "SV415"
    for part in ("demo@2024 is in force from 2024-07-01 to 2025-06-30",
                 "DM1 has a value from 2024-07-01 to 2024-07-31",
                 "DM2 has a value from 2024-09-01"):  # fmt: skip
        assert part in problem.hint
    assert sv.load(folder, on="2024-09-01").unit_value("DM2") == 2
    assert load_undated(folder).label == "demo@2024"


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 12), st.booleans()), max_size=4, unique_by=lambda e: e[0]
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_the_day_is_the_first_of_all_days(
    figures: list[list[tuple[int, bool]]], start: int, end: int
) -> None:
    """Against the oracle: go through every day, and take the first that serves all."""
    zero = date(2024, 1, 1)
    base = sv.load("national-toms", edition="2020")
    codes = ["NT10", "NT29", "NT18", "NT28"]
    model = {code: base[code] for code in codes[: len(figures)]}
    for code, each in zip(codes, figures, strict=False):
        values = tuple(
            attrs.evolve(base["NT10"].proxy.values[0], start=zero + timedelta(days=day),
                         value=1 if has else None)
            for day, has in each
        )  # fmt: skip
        model[code] = attrs.evolve(
            model[code], proxy=attrs.evolve(model[code].proxy, values=values)
        )
    period = attrs.evolve(base.in_force, start=zero + timedelta(days=start),
                          end=zero + timedelta(days=end))  # fmt: skip
    made = attrs.evolve(base, measures=type(base.measures)(model), in_force=period)
    holder = Found("demo", "1", "framework", Path(), "demo", in_force=period)
    days = [zero + timedelta(days=number) for number in range(start, end + 1)]
    wanted = [m for m in made if any(worth(made, m, day) is not None for day in days)]
    oracle = [day for day in days if all(worth(made, m, day) is not None for m in wanted)]
    if oracle:
        assert first_day(made, [holder]) == oracle[0]
    else:
        with pytest.raises(sv.NotFoundError, match="SV415"):
            first_day(made, [holder])


# --- the edition --------------------------------------------------------------------------


def test_a_lesser_edition_is_not_taken_in_silence() -> None:
    """In August 2026 the set of 2022 is in force too, and the Light set has 12 measures."""
    with pytest.raises(sv.NotFoundError) as caught:
        sv.load("national-toms", on="2026-08-01")
    (problem,) = caught.value.problems
    assert problem.code == "SV416"
    assert "2022 (from 2022-06-01; partial, 41 measures)" in problem.hint
    assert "2026-light (from 2026-07-20; partial, 12 measures)" in problem.hint
    assert sv.load("national-toms@2026-light", on="2026-08-01").edition == "2026-light"
    assert sv.load("national-toms", edition="2022", on="2026-08-01").edition == "2022"


def test_the_only_edition_in_force_is_taken() -> None:
    """Where one edition alone was in force there is nothing to guess, partial or not."""
    assert sv.load("national-toms", on="2022-07-01").edition == "2022"
    assert sv.load("national-toms", on="2020-07-01").edition == "2020"


def test_a_tender_of_2026_names_its_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`framework: national-toms` is told at its line, by check and by score; a label is taken."""
    pytest.importorskip("click")
    from socialvalue.cli.run import run

    text = (
        "schema: socialvalue/tender@1\ntitle: Roads\nframework: {set}\ncontract_value: '100000'\n"
        "published: 2026-08-01\nscheme: {{criteria: [{{name: price, points: '100', "
        "method: lowest_price}}]}}\nbids: [{{bidder: Fern, price: '1'}}]\n"
    )
    path = tmp_path / "tender.yaml"
    path.write_text(text.format(set="national-toms"), encoding="utf-8")
    for command in ("check", "score"):
        assert run([command, str(path)]) == 1
        told = "".join(capsys.readouterr())
        assert "tender.yaml:3:12" in told
        assert "SV416" in told
        assert "2026-light (from 2026-07-20; partial, 12 measures)" in told
    path.write_text(text.format(set="national-toms@2026-light"), encoding="utf-8")
    assert run(["check", str(path)]) == 0
    told = capsys.readouterr().out
    assert "under national-toms@2026-light (partial: 12 measures)" in told
    path.write_text(text.format(set="uk-open"), encoding="utf-8")
    assert run(["check", str(path)]) == 0
    assert "under uk-open@2026.1\n" in capsys.readouterr().out
