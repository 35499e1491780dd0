"""How other apps plug in here: cookies they set, personal data they hold, secrets in their paths."""

from quartier.core.privacy.extension.paths import secret_path

NO_ANALYSIS_COOKIE = "__Host-no-analysis"

__all__ = ["NO_ANALYSIS_COOKIE", "secret_path"]
