"""The whole story, in a real Chromium against a real server: a visitor on 127.0.0.1, an agent on localhost."""
