"""A browser to test the page in: Chromium without a window, driven through a pipe.

Its protocol for developers is JSON with a NUL behind each message; the standard library speaks it.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
BASH = shutil.which("bash") or "bash"
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--disable-extensions", "--mute-audio", "--remote-debugging-pipe",
)  # fmt: skip


class Page:
    """One page in a browser."""

    def __init__(self, process: Any, write: int, read: int) -> None:
        self._process, self._write, self._read = process, write, read
        self._sent, self._held = 0, b""
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:
        """What the browser answers."""
        self._sent += 1
        message: dict[str, Any] = {"id": self._sent, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == self._sent:
                assert "error" not in found, (method, found["error"])
                return found["result"]
            self.events.append(found)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._held:
            got = os.read(self._read, 2**20)
            assert got, "the browser is gone"
            self._held += got
        one, _, self._held = self._held.partition(b"\0")
        found: dict[str, Any] = json.loads(one)
        return found

    def open(self, path: Path) -> None:
        """Open a file as a bidder would: from a folder."""
        self.run(
            "window.onbeforeunload = null; if (typeof state !== 'undefined') state.changed = false"
        )
        self.call("Page.navigate", url=path.as_uri())
        self.until("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """What a script of the page's own world comes to."""
        found = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def until(self, script: str) -> None:
        """Wait for what a script says to be so."""
        for _ in range(200):
            if self.run(script):
                return
            time.sleep(0.05)
        raise AssertionError(f"never: {script}")

    def type(self, selector: str, text: str) -> None:
        """Type into a box, in place of what stands there, and leave it."""
        self.run(f"{{ const box = document.querySelector({json.dumps(selector)}); "
                 "reveal(box); box.focus(); box.select(); }")  # fmt: skip
        self.call("Input.insertText", text=text)
        self.run("document.activeElement.blur()")

    def press(self, key: str, code: int = 0, modifiers: int = 0) -> None:
        """Press a key."""
        text = {"Enter": "\r", "Space": " "}.get(key, "")
        held = {
            "key": " " if key == "Space" else key, "code": key, "modifiers": modifiers,
            "windowsVirtualKeyCode": code,
        }  # fmt: skip
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **held)
        self.call("Input.dispatchKeyEvent", type="keyUp", **held)

    def click(self, selector: str) -> None:
        """Press a button."""
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def saved(self, folder: Path, selector: str) -> Path:
        """The file that a button saves, whole: a browser first keeps its name with an empty one."""
        before = set(folder.iterdir())
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        self.click(selector)
        for _ in range(600):
            made = sorted(set(folder.iterdir()) - before)
            if [each.suffix for each in made] == [".xlsx"] and made[0].stat().st_size:
                return made[0]
            time.sleep(0.05)
        raise AssertionError("nothing was saved")

    def choose(self, selector: str, path: Path) -> None:
        """Choose a file in a box for files."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", files=[str(path)], nodeId=node)

    def size(self, width: int, height: int = 900) -> None:
        """Make the window as wide and as high."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def picture(self, path: Path) -> None:
        """A picture of what is in the window."""
        found = self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(found["data"]))

    def paper(self, path: Path) -> None:
        """The page as it is printed, as a PDF."""
        found = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        path.write_bytes(base64.b64decode(found["data"]))


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A browser with a profile of its own."""
    assert CHROMIUM is not None
    ours_read, theirs_write = os.pipe()
    theirs_read, ours_write = os.pipe()

    words = [CHROMIUM, *_FLAGS, f"--user-data-dir={folder / 'profile'}"]
    process = subprocess.Popen(
        [BASH, "-c", f'exec "$@" 3<&{theirs_read} 4>&{theirs_write}', "bash", *words],
        pass_fds=(theirs_read, theirs_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_read)
    os.close(theirs_write)
    try:
        yield Page(process, ours_write, ours_read)
    finally:
        process.terminate()
        process.wait(30)
        os.close(ours_write)
        os.close(ours_read)
