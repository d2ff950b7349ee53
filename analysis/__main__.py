"""``python -m analysis FILE…``: see ``analysis/command.py``."""

import sys

from analysis.command import main

sys.exit(main(sys.argv[1:]))
