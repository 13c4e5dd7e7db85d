"""A graph as code that reads as if written by hand."""

from app.export.module import PythonModule, pytorch

__all__ = ["PythonModule", "pytorch"]
