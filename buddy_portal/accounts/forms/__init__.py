"""Forms of the door (sign_in) and of people (people, trail)."""
