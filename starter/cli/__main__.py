"""`python -m starter.cli`: what ./leeway becomes.

Knows: the exit code. Never knows: a command.
"""

import sys

from starter.cli import main

sys.exit(main())
