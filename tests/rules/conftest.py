"""How long a property test may take says nothing about the law; against mutants, a few examples must do."""

import os

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.register_profile("mutation", deadline=None, max_examples=10, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "rules"))
