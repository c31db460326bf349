"""What the measuring of pages needs: real web processes, a big programme, and people who visit."""
