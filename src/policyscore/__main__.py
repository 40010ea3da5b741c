"""The program: `policyscore`, or `python -m policyscore`."""

import gc
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

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # while still importing, or already ending
        sys.exit(130)


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
