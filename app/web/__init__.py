"""HTTP at the edge: the routes of the API, and the pages. No rules live here."""
