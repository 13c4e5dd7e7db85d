"""Boards and the graphs on them."""

from app.graph.board import Board, parse_board
from app.graph.model import Edge, Graph, Node
from app.graph.read import Reading, read

__all__ = ["Board", "Edge", "Graph", "Node", "Reading", "parse_board", "read"]
