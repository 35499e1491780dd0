"""What can be read about surveys, jobs and visits."""
