"""Firefox and WebKit, each driven by what it brings itself, through the standard library.

Firefox listens for Marionette, WebKit's driver for WebDriver: the same commands in two envelopes.
What a test does there goes through the document alone, as a user's hands and eyes do.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ENGINES = {"firefox": "firefox-esr", "webkit": "WebKitWebDriver"}
"""An engine and the program of Debian that drives it."""

_BROWSER = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), None)
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_PREFS = {
    "browser.download.folderList": 2,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "security.fileuri.strict_origin_policy": True,
}


def lacking(name: str) -> str:
    """What an engine lacks here, or ""."""
    needed = [ENGINES[name]] + (["Xvfb", "xvfb-run"] if name == "webkit" else [])
    return ", ".join(each for each in needed if shutil.which(each) is None)


class Engine:
    """One window of a browser."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def call(self, method: str, path: str, **params: Any) -> Any:
        """What a command of WebDriver answers: by its name for Marionette, by its path else."""
        raise NotImplementedError

    def close(self) -> None:
        """Say no more to it."""

    def open(self, path: Path) -> None:
        """Open a file as a bidder would: from a folder."""
        self.run("window.onbeforeunload = null")
        self.call("WebDriver:Navigate", "url", url=path.as_uri())

    def run(self, script: str, *given: Any) -> Any:
        """What a script returns."""
        body = (
            "const given = arguments[0], done = arguments[arguments.length - 1]; "
            f"Promise.resolve((() => {{ {script} }})()).then(done);"
        )
        args = [list(given)]
        return self.call("WebDriver:ExecuteAsyncScript", "execute/async", script=body, args=args)

    def until(self, script: str) -> None:
        """Wait for what a script says to be so."""
        for _ in range(200):
            if self.run(script):
                return
            time.sleep(0.05)
        raise AssertionError(f"never: {script}")

    def _element(self, selector: str) -> str:
        found = self.call("WebDriver:FindElement", "element", using="css selector", value=selector)
        return str(found.get("value", found)[_ELEMENT])

    def type(self, selector: str, text: str) -> None:
        """Type at what a selector finds; into a box for files, choose that file."""
        one = self._element(selector)
        self.call("WebDriver:ElementSendKeys", f"element/{one}/value", id=one, text=text)

    def click(self, selector: str) -> None:
        """Click on what a selector finds."""
        one = self._element(selector)
        self.call("WebDriver:ElementClick", f"element/{one}/click", id=one)

    def saved(self, selector: str) -> Path:
        """The file that a button saves, until the next."""
        for each in self.folder.iterdir():
            each.unlink()
        self.click(selector)
        for _ in range(200):
            made = list(self.folder.glob("*.xlsx"))
            if made and made[0].stat().st_size:
                return made[0]
            time.sleep(0.05)
        raise AssertionError("nothing was saved")


class _Firefox(Engine):
    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder)
        self._pipe = _connected(port)
        self._held, self._sent = b"", 0
        self._next()
        self.call("WebDriver:NewSession", "", capabilities={})

    def call(self, method: str, path: str, **params: Any) -> Any:
        self._sent += 1
        message = json.dumps([0, self._sent, method, params]).encode()
        self._pipe.sendall(b"%d:%s" % (len(message), message))
        _, _, error, found = self._next()
        assert error is None, (method, error)
        return found.get("value", found) if isinstance(found, dict) else found

    def close(self) -> None:
        self._pipe.close()

    def _next(self) -> Any:
        while b":" not in self._held:
            self._more()
        size, _, self._held = self._held.partition(b":")
        while len(self._held) < int(size):
            self._more()
        found, self._held = self._held[: int(size)], self._held[int(size) :]
        return json.loads(found)

    def _more(self) -> None:
        got = self._pipe.recv(2**20)
        assert got, "the browser is gone"
        self._held += got


class _WebKit(Engine):
    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder)
        _connected(port).close()
        self._at = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(_BROWSER), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._at += "/" + self.call("", "", capabilities=wanted)["sessionId"]

    def call(self, method: str, path: str, **params: Any) -> Any:
        asked = urllib.request.Request(  # noqa: S310 - our own machine
            f"{self._at}/{path}".rstrip("/"), json.dumps(params).encode(),
            {"Content-Type": "application/json"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(asked, timeout=120) as answer:  # noqa: S310
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError((method, error.read())) from None


def _connected(port: int) -> socket.socket:
    for _ in range(600):
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=120)
        time.sleep(0.1)
    raise AssertionError("the browser does not answer")


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def engine(name: str, folder: Path) -> Iterator[Engine]:
    """A browser with a profile, a home and downloads of its own."""
    port, home, downloads = _free(), folder / "home", folder / "downloads"
    for each in (home, downloads, home / ".config"):
        each.mkdir(exist_ok=True)
    env = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "NO_AT_BRIDGE": "1"}
    (home / ".config" / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{downloads}"\n')
    if name == "firefox":
        prefs = {**_PREFS, "marionette.port": port, "browser.download.dir": str(downloads)}
        lines = [
            f"user_pref({json.dumps(key)}, {json.dumps(each)});" for key, each in prefs.items()
        ]
        (home / "user.js").write_text("\n".join(lines))
        words = [ENGINES[name], "--headless", "--marionette", "--no-remote", "--profile", str(home)]
    else:
        words = ["xvfb-run", "-a", ENGINES[name], f"--port={port}"]
    process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)  # fmt: skip
    try:
        made = (_Firefox if name == "firefox" else _WebKit)(downloads, port)
        yield made
        made.close()
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)
