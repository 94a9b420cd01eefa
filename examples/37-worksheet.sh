#!/bin/sh
# Writes a worksheet for the students of homework/students.txt, and its key. The
# numbers are drawn from the seed and the student's name, so that 'grade' knows
# them: the key as a table, graded, gets all points.
cd "$(dirname "$0")/homework" || exit 2
autodiff worksheet worksheet.txt --students students.txt --seed 7

echo
echo 'The key for Ben:'
echo ben |
  autodiff worksheet worksheet.txt --students - --seed 7 --key

echo
echo 'The first question as a table to fill in, a row a student:'
autodiff worksheet worksheet.txt --students students.txt --seed 7 --format csv |
  head -n 3

echo
echo 'The key of such a table, graded:'
sed '/^question 2/,$d' worksheet.txt > "${TMPDIR:-/tmp}/first.$$"
autodiff worksheet "${TMPDIR:-/tmp}/first.$$" --students students.txt --seed 7 \
  --format csv --key |
  autodiff grade "${TMPDIR:-/tmp}/first.$$" - --seed 7
rm "${TMPDIR:-/tmp}/first.$$"
