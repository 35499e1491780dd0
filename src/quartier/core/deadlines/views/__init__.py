"""Pages about deadlines: what runs for a customer, and the office's calendar."""
