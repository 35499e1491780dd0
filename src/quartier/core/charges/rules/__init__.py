"""Pure decisions about charges: what they are, and which hours carry a surcharge."""
