"""The formulas: numbers in and out, no input, output or clock."""
