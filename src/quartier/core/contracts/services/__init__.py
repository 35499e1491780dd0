"""Concluding contracts, changing and ending them."""

from quartier.core.contracts.services.concluding import Conclusion, conclude

__all__ = ["Conclusion", "conclude"]
