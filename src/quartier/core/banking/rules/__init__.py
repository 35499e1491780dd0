"""Pure decisions: what stands in a bank's file, which references a purpose names, whose money it is."""
