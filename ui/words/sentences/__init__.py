"""Every sentence in Chinese and English, side by side: a subject to a file, its keys in alphabetical order.

A new subject is a new file; ``ui/words/messages.py`` finds it. Other languages stand in ``ui/words/languages``.
"""
