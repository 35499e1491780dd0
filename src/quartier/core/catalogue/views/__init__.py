"""Pages of the catalogue: the public price list, and products in the office."""
