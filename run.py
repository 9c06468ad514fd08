"""Casework on a machine that has only a Python: set up, serve, test, prove.

python3 run.py         set up, load sample data once, serve
python3 run.py test    run the whole test suite; what follows goes to pytest
python3 run.py prove   run the long proofs at full length
"""

import sys

# This file is written so that every Python can read it as far as this sentence.
if sys.version_info < (3, 11):
    sys.stderr.write(
        "Casework needs Python 3.11 or newer and this is %s: start it with a newer one, "
        "as in: python3.11 run.py\n" % sys.version.split()[0]
    )
    sys.exit(2)

from bootstrap.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
