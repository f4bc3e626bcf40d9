"""One file per question, run by `./dev bench`; see tools/bench.py."""
