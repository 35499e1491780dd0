"""How other apps plug in here: cookies they set, personal data they hold, secrets in their paths."""

from quartier.core.privacy.extension.cookies import Category, Cookie, cookie, cookies
from quartier.core.privacy.extension.limits import address_days
from quartier.core.privacy.extension.paths import secret_path
from quartier.core.privacy.extension.personal import (
    DataClass,
    Fields,
    PersonalData,
    Retention,
    Subject,
    by_email,
    companions,
    holds,
    left_alone,
    no_person,
    nobody,
    people_due,
    personal_data,
    registry,
    subjects,
    without_person,
)

NO_ANALYSIS_COOKIE = "__Host-no-analysis"

__all__ = [
    "NO_ANALYSIS_COOKIE",
    "Category",
    "Cookie",
    "DataClass",
    "Fields",
    "PersonalData",
    "Retention",
    "Subject",
    "address_days",
    "by_email",
    "companions",
    "cookie",
    "cookies",
    "holds",
    "left_alone",
    "no_person",
    "nobody",
    "people_due",
    "personal_data",
    "registry",
    "secret_path",
    "subjects",
    "without_person",
]
