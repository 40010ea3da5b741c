"""The program: `policyscore`, or `python -m policyscore`."""

import gc
import os
import sys


def main() -> None:
    """Run with the arguments of the process and end with the exit code."""
    if sys.argv[1:] == ["--version"] and _said_version():
        return
    # A run is short and makes no cycles; looking for them would take half of the reading time.
    gc.disable()
    # Exact numbers may be long; what they are made of is bounded where it is read.
    sys.set_int_max_str_digits(0)
    try:
        from policyscore.cli.running import run

        _leave(run(sys.argv[1:]))
    except KeyboardInterrupt:  # while still importing, or already ending
        sys.exit(130)


def _leave(code: int) -> None:
    """End the process at once: taking the interpreter apart would take a tenth of the run."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):  # closed; what had to be said was flushed
            continue
    os._exit(code)


def _said_version() -> bool:
    """Print the version with next to nothing loaded; False if stdout does not take it."""
    from policyscore import __version__

    try:
        sys.stdout.write(f"policyscore {__version__}\n")
        sys.stdout.flush()
    except (AttributeError, OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
