"""Everything that people can do to people: invite, accept, give and end roles."""
