"""The application of the page on web services, in Flask: what it answers, and to whom alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv

flask = pytest.importorskip("flask")  # the extra `test` brings it: tests/test_package.py holds that

# --- the application ----------------------------------------------------------------------

app = flask.Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 2_000_000  # bytes of a request


@app.post("/score")
def score() -> Any:
    """The points of a tender that was sent, or what is wrong with it."""
    tender, bids = sv.read_tender(flask.request.get_data(), names_only=True)
    result = sv.evaluate(tender, bids, sv.load(tender.framework, on=tender.published))
    points = {each.bidder: str(each.points) for each in result.results}
    return {"ranking": list(result.ranking), "points": points}


@app.errorhandler(sv.SocialValueError)
def refused(error: sv.SocialValueError) -> Any:
    """What is wrong, each with the place of its field in what was sent."""
    return {
        "problems": [
            {"pointer": each.pointer, "message": each.message, "hint": each.hint, "code": each.code}
            for each in error.problems
        ]
    }, 422


# --- its tests ----------------------------------------------------------------------------

FORM: dict[str, Any] = {
    "schema": "socialvalue/tender@1",
    "title": "Grounds maintenance",
    "framework": "national-toms@2022",
    "published": "2022-07-01",
    "contract_value": "100000",
    "scheme": {"criteria": [{"name": "price", "points": 100, "method": "lowest_price"}]},
    "bids": [{"bidder": "Acme", "price": "90000"}, {"bidder": "Brook", "price": "100000"}],
}
RIGHT = {"ranking": ["Acme", "Brook"], "points": {"Acme": "100.00", "Brook": "90.00"}}

IN_A_PROCESS = """
import runpy, sys
app = runpy.run_path(sys.argv[1])["app"]
print(app.test_client().post("/score", data=sys.stdin.buffer.read()).get_data(as_text=True))
"""


def sent(data: Any) -> tuple[int, Any]:
    """The status and the content that the application answers."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    answer = app.test_client().post("/score", data=body)
    return answer.status_code, answer.get_json(silent=True)


def test_a_tender_is_answered_with_points() -> None:
    """Points are texts: a portal that reads numbers as floats loses no digit."""
    assert sent(FORM) == (200, RIGHT)


@pytest.mark.parametrize(
    ("changed", "code", "pointer"),
    [
        ({"framework": "/etc"}, "SV118", "/framework"),
        ({"framework": "../../secret"}, "SV118", "/framework"),
        ({"contract_value": 100000.5}, "SV305", "/contract_value"),
        ({"title": "half \ud83d"}, "SV228", "/title"),
        ({"bids": [{"bidder": "Acme", "price": "£90,000"}]}, "SV301", "/bids/0/price"),
    ],
)
def test_what_is_wrong_comes_back_beside_its_field(changed: Any, code: str, pointer: str) -> None:
    """Whoever fills a form is shown which field to mend, and no path of the server is looked at."""
    status, content = sent(FORM | changed)
    assert status == 422
    assert (code, pointer) in [(each["code"], each["pointer"]) for each in content["problems"]]
    assert all(each["hint"] for each in content["problems"])
    assert sent(FORM)[0] == 200


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5000, "{}".encode("utf-16")])
def test_what_is_no_tender_is_no_fault_of_the_server(body: bytes) -> None:
    """A stranger's bytes are refused in words, and never end in an error of the program."""
    status, content = sent(body)
    assert status == 422
    assert content["problems"][0]["message"]


def test_what_is_too_large_is_not_read() -> None:
    """One bidder's huge upload keeps no other waiting."""
    assert sent(b" " * 2_000_001)[0] == 413
    assert sent(b" " * 1_000)[0] == 422


def test_threads_answer_alike() -> None:
    """Forms that are sent at the same moment change nothing in one another."""
    wrong = FORM | {"framework": "/etc"}
    forms = [FORM, wrong] * 12
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(sent, forms))
    assert answers == [sent(FORM), sent(wrong)] * 12


def test_processes_answer_alike() -> None:
    """Which of a server's processes took a form decides nothing: they answer letter for letter."""
    body = json.dumps(FORM).encode()
    started = [
        subprocess.Popen(
            [sys.executable, "-c", IN_A_PROCESS, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]
    answers = [each.communicate(body, timeout=120)[0] for each in started]
    assert answers[0] == answers[1]
    assert json.loads(answers[0]) == RIGHT
