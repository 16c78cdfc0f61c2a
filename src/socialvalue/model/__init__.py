"""The nouns: frozen classes that say what a framework, a tender and a scheme are.

No file is read here and no array is computed: definitions make these, the engine uses them.
"""
