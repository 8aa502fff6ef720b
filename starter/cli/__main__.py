"""`python -m starter.cli`: what ./leeway becomes.

Knows: nothing but the way in. Never knows: a command.
"""

from starter.cli import main

main()
