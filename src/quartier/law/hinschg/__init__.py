"""HinSchG: who needs a reporting office, and the clocks of a report."""
