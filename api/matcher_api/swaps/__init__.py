"""Work that changes hands: stand-ins, and swaps of two. Judged by the library, as every roster is."""
