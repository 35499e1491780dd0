"""The five demo portals: start, seed, addresses and logins."""
