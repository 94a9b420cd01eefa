#!/bin/sh
# f(x, y, z) = (x + y)·z at -2, 5, -4: the smallest circuit of a backpropagation
# lecture. The sum is called q, as on the board; a plus gate distributes the
# gradient to both its inputs, a product switches its factors.
set -e

autodiff trace --mode reverse 'q = x + y; q*z' --at x=-2,y=5,z=-4
