"""``python -m lumbar``, and the entry point of the command ``lumbar``."""

from lumbar.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
