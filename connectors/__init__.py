"""Everything that touches somebody else's system, and the one place that names concrete parts."""

import os

# The products of one message are small: a second thread of the numerics library only spins beside the first and doubles
# the processor time (3.1 to 1.5 ms a message). Read when numpy is imported, so it is said here, before that.
for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
