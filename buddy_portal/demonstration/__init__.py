"""A made-up programme for looking round: fictional trusts, people and scores, from a seed."""
