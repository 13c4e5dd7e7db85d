"""Bneck Lab: wire neural networks block by block and see whether the wiring is right."""
