"""Tests of the survey engine; they need no database."""
