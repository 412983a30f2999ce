"""Sites: the tenants, each an owner's website. Nothing crosses from one to another."""
