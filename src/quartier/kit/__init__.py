"""What Django lacks for this house: registries, access, components, jobs, mail. No business here."""
