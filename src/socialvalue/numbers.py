"""One grammar for numbers.

ASCII digits, optional underscores between digits, one point.  No exponent, no sign, no £, no
commas.  Floats are taken where the caller allows them, by their shortest text.
"""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterable
from decimal import Context, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from typing import Any, TypeAlias

from socialvalue.errors import InputError, problem, shown
from socialvalue.errors.signs import seen

__all__ = [
    "EXACT",
    "MOST_DECIMALS",
    "TOO_LARGE",
    "Exact",
    "Number",
    "exact_number",
    "exact_part",
    "grouped",
    "plain",
    "pounds",
    "product",
    "scaled",
    "simplest",
    "sum_of",
    "total",
]

Number = int | str | Decimal
"""What money and unit values are written as."""

Exact: TypeAlias = Decimal | Fraction
"""An exact number: a Decimal, or a Fraction where it has no last decimal, such as a third."""

TOO_LARGE = Decimal(1_000_000_000_000_000)
"""No figure of this field reaches a thousand million million."""

MOST_DECIMALS = 30

_GRAMMAR = re.compile(r"[0-9]+(_[0-9]+)*(\.[0-9]+(_[0-9]+)*)?", re.ASCII)
_MOST_BITS = 1000
EXACT = Context(prec=400)
"""Wide enough that no product or sum of amounts of ours loses a digit."""


def exact_number(value: Any, *, floats: bool = False, below: Decimal = TOO_LARGE) -> Decimal:
    """A number read exactly.

    Args:
        value: Text, int or Decimal; a float too where `floats` is true.
        floats: Whether a float is taken, by its shortest text (for quantities and marks).
        below: The number must be below this.

    Returns:
        The exact value, as written.

    Raises:
        InputError: It is not a number (SV301), negative (SV302), too large (SV303), too long
            (SV304), a float where money is meant (SV305), or not finite (SV306).

    Example:
        >>> exact_number("2_400_000"), exact_number(0.1, floats=True)
        (Decimal('2400000'), Decimal('0.1'))
    """
    number = _from_text(value) if isinstance(value, str) else _from_object(value, floats)
    if number < 0:
        raise InputError(problem("SV302", found=value))
    if number >= below:
        raise InputError(problem("SV303", found=value, limit=plain(below)))
    if _decimals(number) > MOST_DECIMALS:
        raise InputError(problem("SV304", found=value, limit=MOST_DECIMALS))
    return number


def exact_part(value: Any, *, floats: bool = False, text: bool = False) -> Exact:
    """A number read exactly, of which a third may be one.

    Args:
        value: As for `exact_number`, or a Fraction.
        floats: Whether a float is taken, by its shortest text.
        text: Whether a text such as ``"1/3"`` is taken.

    Returns:
        A Decimal; a Fraction where the number has no last decimal.

    Raises:
        InputError: As `exact_number`; a part of nothing (SV307).

    Example:
        >>> exact_part(Fraction(1, 3)), exact_part(Fraction(1, 4)), exact_part("1/3", text=True)
        (Fraction(1, 3), Decimal('0.25'), Fraction(1, 3))
    """
    if text and isinstance(value, str) and _PART.fullmatch(value):
        above, below = map(int, value.split("/"))
        if not below:
            raise InputError(problem("SV307", what=f"what '{value}' divides by"))
        value = Fraction(above, below)
    if not isinstance(value, Fraction):
        return exact_number(value, floats=floats)
    if value < 0:
        raise InputError(problem("SV302", found=value))
    if value >= TOO_LARGE:
        raise InputError(problem("SV303", found=value, limit=plain(TOO_LARGE)))
    if value.denominator > _FINEST:
        raise InputError(problem("SV304", found=value, limit=MOST_DECIMALS))
    return simplest(value)


_PART = re.compile(r"[0-9]{1,15}/[0-9]{1,15}", re.ASCII)
_FINEST = 10**MOST_DECIMALS


def simplest(number: Fraction) -> Exact:
    """A Decimal where the number has a last decimal; else the Fraction.

    Example:
        >>> simplest(Fraction(3, 8)), simplest(Fraction(2, 3))
        (Decimal('0.375'), Fraction(2, 3))
    """
    below, places = number.denominator, 0
    for prime in (2, 5):
        times = 0
        while below % prime == 0:
            below, times = below // prime, times + 1
        places = max(places, times)
    if below > 1:
        return number
    whole = number.numerator * 10**places // number.denominator
    return Decimal(whole).scaleb(-places, context=_WIDE)


_WIDE = Context(prec=5000)


def product(*factors: Exact) -> Exact:
    """The exact product of some numbers.

    Example:
        >>> product(Decimal("24000"), Fraction(1, 3)), product(Decimal("0.5"), Decimal("0.50"))
        (Decimal('8000'), Decimal('0.250'))
    """
    found: Exact = Decimal(1)
    for each in factors:
        if isinstance(found, Decimal) and isinstance(each, Decimal):
            found = EXACT.multiply(found, each)
        else:
            found = simplest(Fraction(found) * Fraction(each))
    return found


def total(parts: Iterable[Exact]) -> Exact:
    """The exact sum of some numbers.

    Example:
        >>> total([Decimal("1.50"), Decimal("2")]), total([Fraction(1, 3), Fraction(2, 3)])
        (Decimal('3.50'), Decimal('1'))
    """
    held = [*parts]
    if {*map(type, held)} <= {Decimal}:
        with localcontext(EXACT):
            return sum(held, Decimal(0))
    found: Exact = Decimal(0)
    for each in held:
        if isinstance(found, Decimal) and isinstance(each, Decimal):
            found = EXACT.add(found, each)
        else:
            found = simplest(Fraction(found) + Fraction(each))
    return found


def sum_of(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum of some decimals, whatever the caller's context.

    Example:
        >>> sum_of([Decimal("1172397.48"), Decimal("0.005")])
        Decimal('1172397.485')
    """
    found = Decimal(0)
    for each in amounts:
        found = EXACT.add(found, each)
    return found


def scaled(number: Decimal | int, places: int) -> Decimal:
    """A number with its point moved by some places, to the left below 0, and no digit lost.

    Example:
        >>> scaled(117239748, -2), scaled(Decimal("0.035"), 2)
        (Decimal('1172397.48'), Decimal('3.5'))
    """
    return Decimal(number).scaleb(places, context=_WIDE)


def plain(number: Exact) -> str:
    """A number without an exponent and without needless zeros; a third as ``1/3``.

    Example:
        >>> plain(Decimal("1E+3")), plain(Decimal("0.50")), plain(Fraction(1, 3))
        ('1000', '0.5', '1/3')
    """
    if isinstance(number, Fraction):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(number: Exact) -> str:
    """A number as people write it, with commas between thousands and no digit cut off.

    Example:
        >>> grouped(Decimal("1234567.50"))
        '1,234,567.5'
    """
    if isinstance(number, Fraction):
        return f"{number.numerator:,}/{number.denominator:,}"
    whole, point, part = plain(number).partition(".")
    return f"{int(whole):,}{point}{part}"


def pounds(amount: Decimal) -> str:
    """An amount of money as people write it: at least two decimals, none cut off.

    Example:
        >>> pounds(Decimal("1234567.5")), pounds(Decimal("251.7905723")), pounds(Decimal("0.5"))
        ('£1,234,567.50', '£251.7905723', '£0.50')
    """
    whole, _, part = format(amount, ",f").partition(".")
    return f"£{whole}.{part.rstrip('0'):0<2}"


def _from_text(text: str) -> Decimal:
    if len(text) > 100 or not _GRAMMAR.fullmatch(text):
        raise InputError(problem("SV301", found=text, hint=_text_hint(text)))
    return Decimal(text)


def _from_object(value: Any, floats: bool) -> Decimal:
    if isinstance(value, Decimal):
        return _finite(value)
    if isinstance(value, Fraction):
        hint = "write it as a decimal; shares, points and FTE may be a Fraction"
        raise InputError(problem("SV306", found=repr(value), hint=hint))
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if is_number and isinstance(value, numbers.Integral):
        return _from_whole(int(value))
    if is_number and not isinstance(value, numbers.Rational):
        return _from_float(value, floats)
    raise InputError(problem("SV306", found=_described(value)))


def _described(value: Any) -> str:
    """What is no number, with its kind; Python writes no number of more than 4,300 digits."""
    try:
        return f"{value!r} ({type(value).__name__})"
    except ValueError:
        return f"a {type(value).__name__} of thousands of digits"


def _from_whole(value: int) -> Decimal:
    """A whole number; of one that nobody can mean not even the digits are worked out."""
    if value.bit_length() > _MOST_BITS:
        digits = f"a whole number of {int(value.bit_length() * math.log10(2)) + 1:,} digits"
        if value < 0:
            raise InputError(problem("SV302", found=digits))
        raise InputError(problem("SV303", found=digits, limit=plain(TOO_LARGE)))
    return Decimal(value)


def _from_float(value: Any, floats: bool) -> Decimal:
    """A float by its shortest text; numpy's 32-bit floats by theirs."""
    if not math.isfinite(value):
        raise InputError(problem("SV306", found=value))
    text = float.__repr__(value) if isinstance(value, float) else str(value)
    if not floats:
        raise InputError(problem("SV305", found=plain(Decimal(text))))
    return _finite(Decimal(text))


def _finite(number: Decimal) -> Decimal:
    """The number with its exponent written out, or a refusal."""
    if not number.is_finite():
        raise InputError(problem("SV306", found=number))
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not -300 < exponent < 300:
        raise InputError(problem("SV304", found=number, limit=MOST_DECIMALS))
    if exponent <= 0:
        return number or number.copy_abs()
    return number.quantize(Decimal(1), context=EXACT)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


_USUAL = "write digits with at most one point, for example 1250.5; no £, no commas, no exponent"
_THOUSANDS = re.compile(
    r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[0-9]*\.?[0-9]*(e[0-9]+)?", re.ASCII | re.I
)


_QUOTES = "\u201c\u201d\u2018\u2019"
_WITH_WORDS = re.compile(r"(£?[0-9][0-9,._ ]*?) *([^\W\d_][^\d]*)")
_OUT_OF = re.compile(r"([0-9]+(?:\.[0-9]+)?) *(?:/|out of|of) *([0-9]+(?:\.[0-9]+)?)", re.I)
_PER_CENT = {"%", "per cent", "percent", "pc"}
_PENCE = {"p", "pence", "penny"}
_TIMES = {"k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}


def _text_hint(text: str) -> str:
    """How the same number is written here, where it can be told for certain."""
    written = seen(text[:100])
    bare = re.sub(r"[£\s_]", "", written)
    if bare[:1] in ("-", "+", "\u2212"):
        return "nothing here can be negative; write the number without a sign"
    if bare.strip(_QUOTES) != bare and _readable(bare.strip(_QUOTES)) is not None:
        return "these are quotes of a word processor: type straight ones"
    number = _readable(bare)
    if number is not None:
        return f"write {plain(number)}"
    return _of_a_scale(written) or _with_words(written) or _USUAL


def _readable(bare: str) -> Decimal | None:
    """The number that is meant without a doubt; None where there is none."""
    if not _THOUSANDS.fullmatch(bare):
        return None
    try:
        return exact_number(Decimal(bare.replace(",", "")))
    except (InvalidOperation, InputError):
        return None


def _of_a_scale(written: str) -> str:
    """What 4/5 is as a mark and as a share."""
    found = _OUT_OF.fullmatch(written)
    if found is None or not Decimal(found.group(2)):
        return ""
    mark, scale = (Decimal(each) for each in found.groups())
    part = EXACT.divide(mark, scale)
    share = plain(part) if _decimals(part) <= MOST_DECIMALS else f"{mark}/{scale}"
    return f"write {plain(mark)} for a mark out of {plain(scale)}, or {share} for a part of 1"


def _with_words(written: str) -> str:
    """A number with words behind it, each kind with what it means here."""
    found = _WITH_WORDS.fullmatch(written) or re.fullmatch(r"(.+?) *(%)", written)
    number = _readable(re.sub(r"[£\s_]", "", found.group(1))) if found else None
    if found is None or number is None:
        return ""
    words = " ".join(found.group(2).lower().rstrip(".").split())
    if words in _PER_CENT:
        return (
            f"write {plain(number)}, or {plain(scaled(number, -2))} where a part of 1 is asked for"
        )
    if words in _PENCE:
        return f"write {plain(scaled(number, -2))}: amounts are in pounds"
    if words in _TIMES:
        larger = plain(EXACT.multiply(number, Decimal(_TIMES[words])))
        return f"write {larger} where {plain(number)} {words} is meant"
    return (
        f"write {plain(number)} where {shown(words)} are asked for: a number stands without words"
    )
