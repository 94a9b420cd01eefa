#!/bin/sh
# The reverse trace of example 6, filled in by a student who took the derivative
# of sigma for sigma itself. Each line is judged by the lines before it, so this
# slip costs one line: those behind it follow from it.
#
#   sh 39-filled-trace.sh [FILE]            without a file: homework/carla.csv
#
# Exit status: 0 all right, 1 a line is wrong or missing (as it is here).
# exits 1
f='sigma(log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5)'
at=x1=3,x2=1,x3=4,x4=2,x5=0.5,x6=1

autodiff check "$f" --at $at --steps "${1:-$(dirname "$0")/homework/carla.csv}"
status=$?

echo
echo 'What should stand there:'
autodiff explain "$f" --at $at --wrt x5 | sed -n 4,7p
exit $status
