"""Figures, one module each: requirements, computation, sentences, tables and drawing."""
