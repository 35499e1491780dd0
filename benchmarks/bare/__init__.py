"""The same two pages in bare Django, to compare with: sessions, login, plain templates, and nothing else."""
