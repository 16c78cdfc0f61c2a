"""A page of HTML that stands by itself, on a screen and on paper."""

from __future__ import annotations

import html

from socialvalue.tables import one_line

__all__ = ["as_page"]

_VIEW = '<meta name="viewport" content="width=device-width">'
_STYLE = (
    "body{font:16px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "table{border-collapse:collapse}th,td{border-bottom:1px solid #ccc;padding:.3rem .7rem;"
    "text-align:left;vertical-align:top}p{margin:.2rem 0}h2{font-size:1.1rem;margin:1.4rem 0 .3rem}"
    "h3{font-size:1rem;margin:1.1rem 0 .2rem}"
    ".mark{border:2px solid;padding:.3rem .7rem;font-weight:bold}.running{display:none}"
    "td[style*=right]{white-space:nowrap}@page{size:A4;margin:15mm}"
    "@media print{body{margin:0;max-width:none;font-size:11pt}h1{font-size:18pt}"
    "table{font-size:9.5pt}th,td{padding:.2rem .4rem}"
    "h1,h2,h3,h2+p,h3+p,p:has(+table),tr:nth-last-child(2){break-after:avoid}"
    "tr,p{break-inside:avoid}hr{break-after:page;border:0}.running{display:block;position:fixed;"
    "top:40%;left:0;right:0;text-align:center;font:bold 34pt sans-serif;color:#888;opacity:.3;"
    "transform:rotate(-25deg)}}"
)


def as_page(title: str, body: str, mark: str = "", heading: str = "") -> str:
    """A page of its own around markup that is already escaped, headings in their order.

    Args:
        title: What a browser calls it; it stands at its head, too, unless a heading does.
        body: The markup.
        mark: What stands across every page that is printed of it.
        heading: The first heading of the body, where that is the head of the page.
    """
    name, head = html.escape(one_line(title)), html.escape(one_line(heading or title))
    for old, new in (("h4>", "h2>"), ("<th>", '<th scope="col">'), ("<th ", '<th scope="col" ')):
        body = body.replace(old, new)
    first = f"<h2>{head}</h2>"
    top = "" if heading or body.find(first) in range(10) else f"<h1>{name}</h1>\n"
    body = body if top else body.replace(first, f"<h1>{head}</h1>", 1)
    sign = f'<div class="running" aria-hidden="true">{html.escape(mark)}</div>\n' if mark else ""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n{_VIEW}\n'
        f"<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{sign}{top}{body}\n</body>\n"
        "</html>"
    )
