"""Explain: a question about facts, asked of the rules, and the answer as people and programs read it.

Knows: which questions there are, the facts file, the page. Never knows: the law; the rules answer, and nothing here
decides or rounds what they say. No server is needed, but for a stored case.
"""
