"""What can be decided without a database: parts of a result, states, trips, dates."""
