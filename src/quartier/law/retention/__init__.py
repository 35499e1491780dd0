"""How long a provider keeps what no commercial or tax law speaks about: logs, recordings, projects, applicants."""
