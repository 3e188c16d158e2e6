"""Answers in a language model's words: prompt, request, and what is made of the reply."""
