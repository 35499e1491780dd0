"""Law of the European Union that counts periods its own way."""
