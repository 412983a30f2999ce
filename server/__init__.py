"""The server side of Blue Phone."""
