"""The product's own settings; see `hundred` for the one thing that differs."""

from quartier.config.settings import *  # noqa: F403
from quartier.config.settings import INSTALLED_APPS as APPS

INSTALLED_APPS = [*APPS, "benchmarks.hundred.Hundred"]
