"""Pure decisions about orders; no Django in here."""
