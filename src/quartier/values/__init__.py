"""Small immutable values that every floor above may use: no Django, no input or output."""
