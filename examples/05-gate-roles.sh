#!/bin/sh
# f = 2·(x·y + max(z, w)): what gates do to a gradient on its way back. Plus
# distributes it, max routes it to the larger argument (w gets none), and a
# product switches its factors.
set -e

autodiff trace --mode reverse '2*(x*y + max(z, w))' --at x=3,y=-4,z=2,w=-1
