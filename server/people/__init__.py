"""People: users who sign in, agents who answer, visitors who ask; and the leases that prove who is here."""
