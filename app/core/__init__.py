"""The vocabulary every other package shares: texts, shapes, diagnostics, errors."""
