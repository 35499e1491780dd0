"""Pages of ordering: the shop, the steps, the last page, prepared orders."""
