"""The survey engine: areas, drawings and scans. Pure Python, no Django, usable alone."""
