"""Conversion by LibreOffice: what it makes, and that nothing of it outlives its time, its size or its welcome."""

import io
import os
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from documents.formats import libreoffice
from documents.formats.libreoffice import Busy, Failed, Missing, Unwanted, convert
from tests.documents.trees import full
from tests.documents.word import export

needs_office = pytest.mark.skipif(not libreoffice.is_here(), reason="LibreOffice is not installed")


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Another program in LibreOffice's place: a shell script, its last argument being the file to read."""

    def put(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(libreoffice, "_program", lambda: str(program))

    return put


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(("after", "starts"), [("odt", b"PK\x03\x04"), ("pdf", b"%PDF-")])
def test_it_makes_what_is_asked(after, starts):
    assert convert(export(full()).content, "docx", after).startswith(starts)


@pytest.mark.slow
@needs_office
def test_what_it_made_it_reads_again():
    odt = convert(export(full()).content, "docx", "odt")
    with zipfile.ZipFile(io.BytesIO(convert(odt, "odt", "docx"))) as archive:
        assert "Premier" in archive.read("word/document.xml").decode()


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("isolated", [True, False], ids=["own network", "flags alone"])
def test_it_fetches_nothing(isolated, monkeypatch):
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if not isolated:
        monkeypatch.setattr(libreoffice, "_without_network", lambda: ())
    try:
        convert(_with_linked_picture(f"http://127.0.0.1:{server.server_port}/picture.png"), "docx", "pdf")
    finally:
        server.shutdown()
    assert asked == []


@needs_office
def test_what_is_no_document_is_refused():
    with pytest.raises(Failed):
        convert(b"neither Word nor anything", "docx", "pdf")


def test_where_it_is_not_that_is_said(monkeypatch):
    monkeypatch.setattr(libreoffice, "_program", lambda: None)
    with pytest.raises(Missing):
        convert(b"", "docx", "pdf")


def test_what_takes_too_long_is_ended_with_its_children(office, tmp_path):
    office(f"sleep 300 & echo $! > {tmp_path}/child; wait")
    started = time.monotonic()
    with pytest.raises(Failed, match="too long"):
        convert(b"", "docx", "pdf", seconds=2)
    assert time.monotonic() - started < 60
    _wait_until_gone(int((tmp_path / "child").read_text()))


def test_a_child_left_behind_is_ended_too(office, tmp_path):
    office(f"sleep 300 & echo $! > {tmp_path}/child; echo made > out/in.pdf")
    assert convert(b"", "docx", "pdf") == b"made\n"
    _wait_until_gone(int((tmp_path / "child").read_text()))


def test_what_nobody_wants_any_more_is_ended(office):
    office("sleep 300")
    with pytest.raises(Unwanted):
        convert(b"", "docx", "pdf", wanted=lambda: False)


def test_two_are_made_at_once_and_no_third(office, monkeypatch):
    office("echo made > out/in.pdf")
    with libreoffice._places, libreoffice._places, pytest.raises(Busy):
        convert(b"", "docx", "pdf", seconds=100_000, patience=0.01)
    assert convert(b"", "docx", "pdf", patience=0.01) == b"made\n"


def test_a_file_without_end_is_cut_short(office, monkeypatch):
    monkeypatch.setattr(libreoffice, "MOST_BYTES", 1_000_000)
    office("exec cat /dev/zero > out/in.pdf")
    with pytest.raises(Failed):
        convert(b"", "docx", "pdf", seconds=30)


def test_it_learns_no_secret_and_leaves_nothing(office, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    office("env > out/in.pdf; pwd >> out/in.pdf")
    told = convert(b"", "docx", "pdf").decode()
    assert "do not tell" not in told
    assert not Path(told.splitlines()[-1]).exists()


def _wait_until_gone(process: int) -> None:
    until = time.monotonic() + 30
    while _runs(process):
        assert time.monotonic() < until, "the child still runs"
        time.sleep(0.05)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def _with_linked_picture(address: str) -> bytes:
    """An export whose first picture lies elsewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(export(full()).content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "word/document.xml":
                assert b"r:embed=" in data
                data = data.replace(b"r:embed=", b"r:link=")
            if name == "word/_rels/document.xml.rels":
                assert b'Target="media/image1.png"' in data
                data = data.replace(b'Target="media/image1.png"', f'TargetMode="External" Target="{address}"'.encode())
            after.writestr(name, data)
    return out.getvalue()
