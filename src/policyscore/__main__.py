"""The program: `policyscore`, or `python -m policyscore`."""

import gc
import sys


def main() -> None:
    """Run with the arguments of the process and end with the exit code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from policyscore import __version__

        sys.stdout.write(f"policyscore {__version__}\n")
        return
    # A run is short and makes no cycles; looking for them would take half of the reading time.
    gc.disable()
    from policyscore.cli.running import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
