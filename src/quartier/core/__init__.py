"""The core apps: accounts, parties, terms, orders … Each owns its words, rules and rows."""
