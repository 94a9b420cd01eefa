#!/bin/sh
# The graph of the homework of example 6 as a picture, in the notation of Graphviz:
# operations in circles, the value above each wire and the gradient below it.
#
#   sh 10-picture.sh | dot -Tsvg > homework.svg
set -e

autodiff graph 'sigma(log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5)' \
  --at x1=3,x2=1,x3=4,x4=2,x5=0.5,x6=1
