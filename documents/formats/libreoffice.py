"""One file turned into another by LibreOffice: a process with a profile of its own, bounded in time, memory and size."""

import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MOST_BYTES = 200_000_000  # of each file it writes; beyond, the kernel refuses
MOST_MEMORY = 4_000_000_000  # addresses, not pages: it asks for some 1.5 GB of them and uses 0.2 GB
AT_ONCE = 2  # in one process of ours: each may take a processor and some hundred megabytes

# Said rather than guessed: the file's name comes from outside, its content need not be what the name says.
_READERS = {
    "docx": "MS Word 2007 XML",
    "dotx": "MS Word 2007 XML Template",
    "odt": "writer8",
    "ott": "writer8_template",
}
_WRITERS = {"docx": "MS Word 2007 XML", "odt": "writer8", "pdf": "writer_pdf_Export"}

_places = threading.BoundedSemaphore(AT_ONCE)


class Missing(Exception):
    """LibreOffice is not on this machine."""


class Failed(Exception):
    """It took too long, refused the file, or made nothing that can be used."""


class TooLong(Failed):
    """Its time was over before it had made anything."""


class Unwanted(Failed):
    """Nobody wants the result any more: `wanted` said no."""


def is_here() -> bool:
    return _program() is not None


def convert(
    data: bytes,
    before: str,
    after: str,
    *,
    options: Mapping[str, Any] | None = None,
    seconds: float = 60,
    wanted: Callable[[], bool] = lambda: True,
) -> bytes:
    """The bytes of a `before` (docx, dotx, odt, ott) as an `after` (docx, odt, pdf); `options` are the filter's.

    Raises `Missing` or `Failed`. `wanted` is asked twice a second: once it says no, the work ends with `Unwanted`.
    """
    program = _program()
    if program is None:
        raise Missing
    until = time.monotonic() + seconds
    if not _places.acquire(timeout=seconds):
        raise TooLong("LibreOffice is busy")
    try:
        with tempfile.TemporaryDirectory(prefix="tablee-office-", ignore_cleanup_errors=True) as name:
            place = Path(name)
            (place / f"in.{before}").write_bytes(data)
            _write_profile(place)
            _run(_command(program, place, before, after, options, seconds), place, until, wanted)
            return _result(place / "out" / f"in.{after}")
    finally:
        _places.release()


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _command(
    program: str, place: Path, before: str, after: str, options: Mapping[str, Any] | None, seconds: float
) -> list[str]:
    target = f"{after}:{_WRITERS[after]}"
    if options:
        target += ":" + json.dumps({name: _typed(value) for name, value in options.items()})
    # By a shell, which sets limits to itself and becomes the program: no Python runs between fork and exec.
    limits = (
        f"ulimit -f {_cut_at() // 512}; ulimit -v {MOST_MEMORY // 1024}; ulimit -t {int(seconds) + 10}; "
        'ulimit -c 0; exec "$@"'
    )
    return [
        *("/bin/sh", "-c", limits, "sh", *_without_network(), program),
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *("--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck"),
        f"--infilter={_READERS[before]}",
        *("--convert-to", target, "--outdir", str(place / "out"), str(place / f"in.{before}")),
    ]


def _cut_at() -> int:
    return MOST_BYTES // 512 * 512  # the shell counts in blocks


def _typed(value: Any) -> dict[str, str]:
    if isinstance(value, bool):
        return {"type": "boolean", "value": "true" if value else "false"}
    return {"type": "long" if isinstance(value, int) else "string", "value": str(value)}


@functools.cache
def _without_network() -> tuple[str, ...]:
    """A network of its own in which there is nobody, where the machine lets us (Linux, user namespaces)."""
    command = ("unshare", "--user", "--map-current-user", "--net")
    try:
        done = subprocess.run([*command, "true"], capture_output=True, timeout=10)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()


def _run(command: list[str], place: Path, until: float, wanted: Callable[[], bool]) -> None:
    (place / "out").mkdir()
    with (place / "said").open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 (our own words; of what comes from outside only bytes, in a file)
            command,
            cwd=place,
            env=_environment(place),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # soffice starts others: they are killed with it
        )
    try:
        while True:
            try:
                if process.wait(timeout=min(0.5, max(0.0, until - time.monotonic()))) != 0:
                    raise Failed("LibreOffice gave up")
                return
            except subprocess.TimeoutExpired:
                if not wanted():
                    raise Unwanted from None
                if time.monotonic() >= until:
                    raise TooLong("LibreOffice took too long") from None
    finally:
        _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """It and whatever it left running: the group is gone already when all ended well."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _result(file: Path) -> bytes:
    if not file.is_file() or not 0 < file.stat().st_size < _cut_at():
        raise Failed("LibreOffice made no file of it")
    return file.read_bytes()


def _environment(place: Path) -> dict[str, str]:
    """Nothing of ours: no secret, no address of a database; proxies that lead nowhere."""
    plain = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    return {**plain, **nowhere, "HOME": str(place), "TMPDIR": str(place), "SAL_USE_VCLPLUGIN": "svp"}


_PROFILE = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Load", "UpdateDocMode", "0"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def _write_profile(place: Path) -> None:
    """No macro runs, no link is followed, no Java starts."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _PROFILE
    )
    folder = place / "profile" / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )
