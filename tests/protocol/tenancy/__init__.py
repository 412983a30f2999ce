"""Who may reach what: everybody who is not of a site × everything that can be said or asked, over real sockets and HTTP.

What is foreign is answered exactly as what does not exist, and nothing of it changes or is told. The tables are held against
the wire's unions and the router: a new command, field or address fails until it is listed.
"""
