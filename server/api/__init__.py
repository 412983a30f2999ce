"""HTTP for the console and for an owner's own programs: `/api/v1/`. Says what the wire cannot, in the same words."""
