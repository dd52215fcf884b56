"""What a Word file costs to write: `bin/bench --word [--write]`, the latter into docs/performance.md.

Each size in a process of its own: seconds of processor time of `docx.write` (the best of three), its peak of memory, then
LibreOffice's pass for the page numbers of the contents, once.
"""

import argparse
import functools
import gc
import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
SIZES = ((10, 1), (100, 1), (10, 10))  # chapters, and how many such texts are bound into one volume
RUNS = 3
BARS = {(10, 1): "10 ms a page", (100, 1): "2 s, 120 MB", (10, 10): "a volume of 10"}


def measure(chapters: int, parts: int) -> dict[str, float]:
    """Of one report, or of so many bound into a volume."""
    from bench.word.report import AT, picture, report, volume
    from documents.formats import libreoffice
    from documents.formats.docx import DocumentInfo, Layout, Revisions, write
    from documents.formats.docx.pages import OPTIONS, count
    from documents.formats.words import Words

    info = DocumentInfo("Rapport", ("Alice Diop",), "Ville de Lyon", AT, parts=parts)
    pictures = functools.cache(picture)
    asked = [b""]

    def pages(content: bytes) -> dict[str, int]:
        asked[0] = content
        return {f"_Toc{number:09}": number for number in range(1, 9 * chapters * parts + 1)}

    times, one = [], report(chapters)
    for _ in range(RUNS):
        gc.collect()  # what the run before left, so that the peak is that of one
        began = time.process_time()
        made = volume(chapters, parts) if parts > 1 else one
        layout = Layout(cover=True, contents=True)
        write(made.tree, info, pictures, Words(), Revisions("Alice", AT, made.hands), made.talks, layout, pages)
        times.append(time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    before, began = children(), time.monotonic()
    pdf = libreoffice.convert(asked[0], "docx", "pdf", options=OPTIONS, seconds=300)
    wall, spent = time.monotonic() - began, children() - before
    return {
        "pages": count(pdf),
        "cpu": min(times),
        "memory": memory,
        "kilobytes": len(asked[0]) / 1000,
        "office": spent,
        "wall": wall,
    }


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def section(found: dict[tuple[int, int], dict[str, float]]) -> str:
    lines = [
        "| pages | CPU s | ms a page | peak MB | file kB | promised | LibreOffice's pass: CPU s | s |",
        "| ----- | ----- | --------- | ------- | ------- | -------- | ------------------------- | - |",
    ]
    for size, one in found.items():
        each = 1000 * one["cpu"] / one["pages"]
        lines.append(
            f"| {one['pages']} | {one['cpu']:.2f} | {each:.1f} | {one['memory']:.0f} | {one['kilobytes']:.0f} "
            f"| {BARS[size]} | {one['office']:.1f} | {one['wall']:.1f} |"
        )
    return f"""## Word files

A French report with lists three deep, tables with merged cells, images, notes, links, threads with replies and proposals of
three people, with cover and contents: `docx.write` in its process, the best of {RUNS} runs; the pages are LibreOffice's. Of a
volume, what binds its documents together is counted too, in a process that has Django loaded.
Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC by `bin/bench --word --write`,
Python {platform.python_version()}, load {os.getloadavg()[0]:.0f}. The pass of
LibreOffice, which finds the page numbers of the contents, is a process of its own and counted apart.

{chr(10).join(lines)}
"""


def write_section(text: str) -> None:
    """At the end of the page; what `bin/bench --report` makes stands before it and keeps it."""
    page = re.sub(r"\n## Word files\n.*", "", PAGE.read_text(), flags=re.DOTALL)
    PAGE.write_text(f"{page.rstrip()}\n\n{text}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench --word", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the figures into docs/performance.md")
    parser.add_argument("--chapters", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--parts", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.chapters:
        print(json.dumps(measure(options.chapters, options.parts)))
        return
    found = {}
    for chapters, parts in SIZES:
        command = [sys.executable, "-m", "bench.word", "--chapters", str(chapters), "--parts", str(parts)]
        found[chapters, parts] = json.loads(
            subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        )
    print(section(found))
    if options.write:
        write_section(section(found))


if __name__ == "__main__":
    main()
