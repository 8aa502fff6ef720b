"""How long a property test may take says nothing about the law."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
