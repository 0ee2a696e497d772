"""No arguments: the window. Arguments: the command line."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Start the program. Returns the exit code: 0 fine, 1 findings or refused, 2 wrong use."""
    given = sys.argv[1:] if arguments is None else arguments
    options = any(text.startswith("-") for text in given)
    if not given or (given[0] == "window" and not options):
        from wdbranch.app import open_window

        return open_window(given[1:])
    from wdbranch.cli.main import run

    return run(given)


if __name__ == "__main__":
    sys.exit(main())
