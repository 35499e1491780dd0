"""Pure decisions about payments."""
