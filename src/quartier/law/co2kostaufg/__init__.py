"""Kohlendioxidkostenaufteilungsgesetz: how landlord and tenant share the price of carbon."""
