"""The demo: stories of leave cases lived on real servers, told line by line, every expectation read from outside."""
