"""How fast is billed, collected, matched and reminded: BENCH=billing runs every part of this folder."""
