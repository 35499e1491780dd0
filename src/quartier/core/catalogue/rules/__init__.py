"""Pure decisions about products: what is asked for, in which shape, and when a price counts."""
