"""Pages of the evaluation: for the programme, and for the public."""
