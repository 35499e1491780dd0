"""`python -m aufmass` is the command `aufmass`."""

from aufmass.command import main

if __name__ == "__main__":
    raise SystemExit(main())
