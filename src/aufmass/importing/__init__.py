"""Surveys from drawings and building models: outlines of rooms in DXF, spaces in IFC."""
