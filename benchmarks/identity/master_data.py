"""100,000 customers from a file: `import_100k_s`, as BENCH=intake measures it."""

from benchmarks.intake import measure

__all__ = ["measure"]
