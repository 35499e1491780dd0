"""What happens with surveys, jobs and visits."""
