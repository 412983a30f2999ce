"""The protocol, defined once: frozen structs in four closed unions, and their codec.

`docs/protocol.md` explains it to somebody who writes another client; the TypeScript types are
generated from these structs (`make wire`), and tests hold all three together.
"""
