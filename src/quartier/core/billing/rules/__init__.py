"""Pure decisions of billing: periods of schedules, and what a part of one costs."""
