"""The time zone in which days, periods and deadlines are counted."""

from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
