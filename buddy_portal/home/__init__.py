"""The front page for everybody, and everybody's own start page. Knows all apps; no app knows it."""
