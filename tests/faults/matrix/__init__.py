"""The fault matrix: people who write while things break, and a checker that keeps its own record of what they were told.

It knows nothing but what sockets said: what was acknowledged, what stood on each screen, and what a fresh client reads
at the end.
"""
