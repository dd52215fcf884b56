"""From a key to the paint that shows it, in Chromium, on a text of 100 pages, alone and with 200 threads and 200 proposals.

A page is 300 words. Milliseconds, the median and the 95th of a hundred of so many strokes; open: until one can type.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.live.server import Server

STROKES = 200
DRAWN = ".text ins, .text del, .text [data-threads]"
# What the stroke of a key costs until its letter is painted: the frame after the one in which it was handled.
WATCH = """() => {
  window.strokes = [];
  document.addEventListener("keydown", () => {
    const begun = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.strokes.push(performance.now() - begun)));
  }, true);
}"""


def open_at(page: Page, server: Server, document: str) -> float:
    begun = time.monotonic()
    page.goto(f"{server.address}/documents/{document}/")
    page.wait_for_selector("html[data-ready=true][data-sync=true]", timeout=120_000)
    return time.monotonic() - begun


def measure(browser: Any, server: Server, document: str) -> dict[str, float]:
    context = browser.new_context(base_url=server.address, locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": server.sessions["bob"], "url": server.address}])
    page = context.new_page()
    opened = open_at(page, server, document)
    page.wait_for_timeout(3000)  # what stands beside is asked for once the text is shown
    page.locator("[data-part=text] .text > p:visible").nth(2).click()
    page.keyboard.press("End")
    page.evaluate(WATCH)
    for number in range(STROKES):
        page.keyboard.press(" " if number % 6 == 5 else "abcde"[number % 6])
        page.wait_for_timeout(60)
    drawn = page.evaluate(f"() => document.querySelectorAll({DRAWN!r}).length")
    strokes = sorted(page.evaluate("() => window.strokes"))
    context.close()
    return {
        "drawn": drawn,
        "open": opened,
        "p50": statistics.median(strokes),
        "p95": strokes[int(len(strokes) * 0.95)],
        "most": strokes[-1],
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=100)
    arguments.add_argument("--beside", type=int, nargs="*", default=[0, 200])
    asked = arguments.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), server="uvicorn")
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium or None, args=["--no-sandbox", "--disable-gpu"])
        try:
            print("threads and proposals | drawn | opens s | p50 ms | p95 ms | most ms")
            for beside in asked.beside:
                paragraphs = str(asked.pages * 300 // 76)  # a paragraph of prepare.py has 76 words
                made = server.run("-m", "bench.typing.prepare", "--paragraphs", paragraphs, "--beside", str(beside))
                found = measure(browser, server, made.strip().splitlines()[-1])
                times = " | ".join(f"{found[name]:7.1f}" for name in ("open", "p50", "p95", "most"))
                print(f"{beside:21} | {found['drawn']:5} | {times}")
        finally:
            browser.close()
            server.kill()


if __name__ == "__main__":
    main()
