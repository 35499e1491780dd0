"""Pages about backups: what customers see per contract, and what staff agree, end and start."""
