"""Services that providers switch on. Independent of each other; they plug into core registries."""
