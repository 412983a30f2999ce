"""The tests: unit/ mirrors the modules, protocol/ replays the wire, browser/ tells the whole story, bench/ measures."""
