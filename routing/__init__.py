"""Who is with whom: facts in, decisions out.

Pure: no I/O, no clock, no randomness, no Django. The same engine runs in the server over SQL, in
the simulator and in the tests over memory. No field of any fact comes from a model or a bot.
"""
