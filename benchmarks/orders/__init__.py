"""How fast is ordered, announced and told apart: BENCH=orders runs every part of this folder."""
