"""What `./dev` does, one module per concern.

Everything that runs before the virtual environment exists uses the standard
library only; `mail_sink` and `bench_env` run inside the environment.
"""
