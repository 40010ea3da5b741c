"""Runs of the program on a pseudo-terminal."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

from tests.conftest import ROOT, Ran


def on_terminal(
    *arguments: str,
    columns: int = 80,
    cwd: Path = ROOT,
    errors: bool = False,
    **environment: str,
) -> Ran:
    """Run the program with stdout on a terminal, and with `errors` stderr in place of it."""
    near, far = pty.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "TERM": "xterm"} | environment
    process = subprocess.Popen(
        [sys.executable, "-m", "policyscore", *arguments],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if errors else far,
        stderr=far if errors else subprocess.PIPE,
    )
    os.close(far)
    seen = b""
    while chunk := _read(near):
        seen += chunk
    os.close(near)
    out, err = process.communicate()
    piped = (out if errors else err).decode()
    shown = seen.decode().replace("\r\n", "\n")
    return Ran(process.returncode, *((piped, shown) if errors else (shown, piped)))


def _read(near: int) -> bytes:
    try:
        return os.read(near, 1 << 16)
    except OSError:  # how Linux says that nobody writes any more
        return b""
