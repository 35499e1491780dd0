"""Pure decisions about registration: codes, ways in, proofs of a business, proofs of work."""
