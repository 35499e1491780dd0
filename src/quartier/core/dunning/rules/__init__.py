"""Pure decisions about default: when it begins, what it costs, which stage comes when."""
