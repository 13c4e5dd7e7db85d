"""What a graph computes, whatever it is drawn with: operations in canonical form, and the judge."""
