"""The formulas: floats and frozen dataclasses in and out, no input, output or clock."""
