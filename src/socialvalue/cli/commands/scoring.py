"""Score a tender, and give the reasons for every point."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import attrs
import click

from socialvalue.assess.codes import explained, is_code
from socialvalue.assess.content import csv_rows
from socialvalue.assess.tender_files import Assessed, assess_file
from socialvalue.assess.words.evaluation import explain_bid
from socialvalue.assess.words.pairs import explain_pair
from socialvalue.blocks import Block, Explanation, as_page, join
from socialvalue.cli.out.answers import FORMATS, Views, answer_in, format_of
from socialvalue.cli.out.exits import MARKS_OPEN
from socialvalue.cli.out.options import A_PATH, bidder_option, piped, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_text
from socialvalue.cli.views.scored import score_blocks, standing_blocks
from socialvalue.errors import NotFoundError, problem

__all__ = ["explain", "score"]

_EXPLAINED = ("text", "html")


@click.command()
@click.argument("tender", type=A_PATH)
@result_options(FORMATS)
def score(tender: Path, form: str | None, file: Path | None) -> Answer:
    """Rank the bids of a tender file.

    Shows the points, the social value per £1 beside the target, the lines that do not count and
    why, and what to look at twice. While marks are open nobody is ranked: pounds and questions are
    shown, and the exit code is 3. With - the tender is read from standard input, as YAML or JSON.

    \b
    For example:
        socialvalue score tender.yaml
        socialvalue score tender.yaml --output ranking.csv
        portal-export | socialvalue score -
    """  # noqa: D301 - click's own mark
    scored = assess_file(piped(tender), while_open=True)
    rows = partial(csv_rows, scored.evaluations, scored.awards, points=scored.waits is None)
    views = Views(partial(score_blocks, scored), rows, scored.content)
    answer = answer_in(form, views, file, source=tender)
    if scored.waits is None:
        return answer
    is_data = format_of(form, file, FORMATS, tender) in ("json", "csv")
    return attrs.evolve(answer, problems=(scored.waits,) if is_data else (), code=MARKS_OPEN)


@click.command()
@click.argument("tender", type=A_PATH)
@bidder_option
@click.option("--against", metavar="NAME", help="A second bidder: an internal note on the two.")
@click.option(
    "--sources", is_flag=True,
    help="Also where each value was published, its line, and the values that were not used.",
)  # fmt: skip
@result_options(_EXPLAINED)
def explain(  # noqa: PLR0917 - click gives them by name
    tender: Path,
    bidder: str | None,
    against: str | None,
    sources: bool,
    form: str | None,
    file: Path | None,
) -> Answer:
    """Give the reasons for every point and every pound; or say what a problem code means.

    Each criterion with its working, each commitment with quantity × unit value = £, whose value it
    is, and why something does not count; where each value was published stands there with
    --sources. It is for the buyer's own file; what a bidder is sent is a 'summary'.

    TENDER is a tender file, or the record of one, which is replayed first.

    \b
    For example:
        socialvalue explain tender.yaml --bidder "Acme Highways"
        socialvalue explain tender.yaml --sources --output reasons.html
        socialvalue explain record.json --output reasons.html
        socialvalue explain SV505
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.decided import scored_from

    if is_code(str(tender)) and not tender.exists():
        if bidder is not None or against is not None or sources:
            what = "--bidder, --against and --sources"
            raise click.UsageError(f"{what} go with a tender file, not with a code")
        return _of_code(str(tender), form, file)
    if sources and against is not None:
        raise click.UsageError("--sources does not go with --against, which shows no values")
    scored = scored_from(tender)
    parts = (
        _explained(scored, bidder, sources=sources)
        if against is None
        else _pair(scored, bidder, against)
    )
    if format_of(form, file, _EXPLAINED, tender) == "html":
        body = "\n".join(each.html for each in parts)
        page = as_page(scored.tender.title, body)
        return Answer(page, file, source=tender, problems=scored.notes)
    blocks = [block for each in parts for block in each.blocks]
    return Answer(as_text(blocks, file), file, source=tender, problems=scored.notes)


def _of_code(code: str, form: str | None, file: Path | None) -> Answer:
    """What a problem code means.

    Raises:
        NotFoundError: No such code (SV419).
    """
    found = explained(code, for_files=True)
    if format_of(form, file, _EXPLAINED) == "html":
        return Answer(as_page(found.splitlines()[0], found.html), file)
    return Answer(as_text(found.blocks, file), file)


def _explained(scored: Assessed, bidder: str | None, *, sources: bool) -> list[Explanation]:
    chosen = (
        [(each, result) for each in scored.evaluations for result in each.results]
        if bidder is None
        else scored.results_of(bidder)
    )
    told = [explain_bid(*pair, sources=sources) for pair in chosen]
    has_values = any(line.voucher for _, each in chosen for line in each.valuation.lines)
    more = [join([_MORE])] if has_values and not sources else []
    return [*([join(standing_blocks(scored))] if bidder is None else []), *told, *more]


_MORE = Block(
    "", ("Add --sources to see where each value was published, and which were not used.",)
)


def _pair(scored: Assessed, bidder: str | None, against: str) -> list[Explanation]:
    """Two bids side by side, in each lot that both bid for.

    Raises:
        UsageError: Only one bidder is named.
        NotFoundError: Nobody of a name bids, or not for the same lot (SV716).
    """
    if bidder is None:
        raise click.UsageError("--against needs --bidder: it sets two bids side by side")
    one, other = scored.results_of(bidder), scored.results_of(against)
    pairs = [(held, first, second) for held, first in one for here, second in other if held is here]
    if not pairs:
        raise NotFoundError(problem("SV716", found=against, count=f"no bid in a lot of {bidder}"))
    return [explain_pair(*each) for each in pairs]
