"""Whether passages carry a sentence: what it says, number by number and word by word."""
