"""What a simulator of queues that others wrote (ciw) says of the visitors of ours, kept as a recording.

ciw is no tool of the house: its wheel brings a top-level package named `tests`, which would shadow ours. The recording is
made anew, when the simulator draws its visitors differently, in a virtual environment of its own:

    python -m venv /tmp/ciw && /tmp/ciw/bin/pip install ciw==3.2.7 && /tmp/ciw/bin/python -m tests.unit.routing.oracle.record
"""
