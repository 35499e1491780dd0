"""`python -m quartier` is the same as the command `quartier`."""

from quartier.config.cli import main

if __name__ == "__main__":
    main()
