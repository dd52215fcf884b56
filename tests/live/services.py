"""PostgreSQL and Redis under the live tests: the shared ones for a database of one's own, and private ones to stop at will."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
import redis

POSTGRES = os.environ.get("TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS", "redis://127.0.0.1:6379/9")


def missing(what: str) -> NoReturn:
    """A laptop skips what it cannot run; the machine that decides whether a change lands may not."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: needed where CI=true")
    pytest.skip(what)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def database() -> Iterator[str]:
    """The address of a fresh database on the shared PostgreSQL, dropped afterwards."""
    name = f"tablee_{secrets.token_hex(4)}"
    try:
        admin = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        missing(f"no PostgreSQL answers at {POSTGRES}")
    admin.execute(f"CREATE DATABASE {name}")
    try:
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    finally:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        admin.close()


def redis_url() -> str:
    """The address of the shared Redis."""
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=2).ping()
    except redis.RedisError:
        missing(f"no Redis answers at {REDIS}")
    return REDIS


def program(name: str) -> str:
    """Where a program of PostgreSQL or Redis lies; skips, or fails on CI, when it is absent."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    return found or missing(f"{name} is not installed")


def as_nobody(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


class Redis:
    """A Redis of one's own, which keeps nothing: `stop` and `start` give an empty one on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.program = program("redis-server")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = f"--port {self.port} --bind 127.0.0.1 --save --appendonly no".split()
        options.insert(options.index("--save") + 1, "")
        self.process = subprocess.Popen([self.program, *options], stdout=subprocess.DEVNULL)
        wait_for(self.port)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Postgres:
    """A PostgreSQL cluster of one's own: `stop` is its immediate shutdown, as if the machine had gone away."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.folder = Path(tempfile.mkdtemp(prefix="tablee-postgres-"))  # pytest closes its own folders to other users
        self.data = self.folder / "cluster"
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", str(self.data))

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *options: str) -> None:
        command = as_nobody(program(name), *options)
        done = subprocess.run(
            command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Nothing happens where it runs already."""
        if (self.data / "postmaster.pid").exists():
            return
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100"
        log = str(self.data / "log")
        self._run("pg_ctl", "-D", str(self.data), "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")


def wait_for(port: int, seconds: float = 10) -> None:
    """Until something listens there."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert time.monotonic() < end, f"nothing listens on {port}"
        time.sleep(0.05)
