"""Pages of surveys: the calculator, the workbench, visits."""
