#!/bin/sh
# A network of two layers, 4 - 16 - 3, with softmax and cross-entropy on the 150
# flowers in iris/: its gradient by reverse mode, and the same derived by hand.
# The data and the weights come from files. The exit status is 1 if the two differ
# by more than 1e-13 anywhere.
set -e
cd "$(dirname "$0")"
values='--at @iris/weights.txt X=@iris/measurements.csv Y=@iris/species.csv'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'cat iris/loss.txt'
run 'autodiff grad -f iris/loss.txt $values --wrt b1,b2 --digits 3'
run 'cat iris/gradient.txt'

# plain is the value, then the derivatives, each array row by row.
{
  autodiff grad -f iris/loss.txt $values --wrt W1,b1,W2,b2 --format plain | tail -n +2
  autodiff eval -f iris/gradient.txt $values --format plain
} | awk '
  { number[NR] = $1 }
  END {
    count = NR / 2
    for (i = 1; i <= count; i++) {
      error = number[i] - number[count + i]
      if (error < 0) error = -error
      if (error > most) most = error
    }
    print count " derivatives, by reverse mode and by hand"
    print "greatest difference: " (most < 1e-13 ? "below 1e-13" : most)
    exit most >= 1e-13
  }'
