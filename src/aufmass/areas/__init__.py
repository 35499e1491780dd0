"""Areas and volumes under German rules, line by line, each with its paragraph."""
