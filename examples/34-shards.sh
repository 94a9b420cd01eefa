#!/bin/sh
# A table of points in parts, each of which could be on another machine: with
# --columns any part of a table is a table, and with --no-header the answers to
# the parts follow each other as those to the whole do. GNU parallel cuts a
# table, runs as many parts as there are cores, and keeps the order:
#
#     tail -n +2 rows.csv | parallel --pipe --keep-order --block 10M \
#       autodiff grad -f loss.txt --points - --columns x,y --no-header
#
# Where it is not installed, `split` and a loop do the same.
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
awk 'BEGIN { print "x,y"; for (i = 1; i <= 1000; i++) print i/100 "," sin(i) }' > rows.csv
echo 'log(x)*y + x^2' > f.txt

echo '$ autodiff grad -f f.txt --points rows.csv | head -n 4'
autodiff grad -f f.txt --points rows.csv > whole.csv
head -n 4 whole.csv
echo

grad='autodiff grad -f f.txt --points - --columns x,y --no-header'
tail -n +2 rows.csv > body.csv
if command -v parallel > /dev/null; then
  PARALLEL_HOME=$work parallel --pipe --keep-order --block 4K "$grad" < body.csv > parts.csv
else
  split -l 300 body.csv shard.
  for shard in shard.*; do $grad < "$shard" > "answer.$shard" & done
  wait
  cat answer.shard.* > parts.csv
fi
tail -n +2 whole.csv | cmp - parts.csv && echo 'the parts answer what the whole answers'
echo

# The gradient of a sum is the sum of the parts' gradients.
echo '$ autodiff grad -f f.txt --points rows.csv --reduce sum --digits 12'
autodiff grad -f f.txt --points rows.csv --reduce sum --digits 12
echo
split -l 300 body.csv part.
for part in part.*; do
  autodiff grad -f f.txt --points "$part" --columns x,y --no-header --reduce sum --format csv | tail -n 1
done | autodiff eval 'f, dx, dy' --points - --columns f,dx,dy --reduce sum --digits 12
