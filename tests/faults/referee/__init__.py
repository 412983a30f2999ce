"""A house of several server processes, people who use it over its public sockets and write down what they see, and who judges that.

`house`: the processes, and what can happen to them. `human`, `caller`: people. `scenes`, `floor`: what they do. `sightings`: what was
seen. `judge`: the laws it broke. `broken`: servers that break them on purpose, so that the judge is known to look.
"""
