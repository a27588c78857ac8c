"""Starts GEN Desktop; everything happens in gen_desktop."""

import sys

from gen_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
