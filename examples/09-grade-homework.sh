#!/bin/sh
# Grades the homework of example 6. homework/questions.txt is the question, and
# each other file holds a student's gradient, one NAME=NUMBER a line.
#
#   sh 09-grade-homework.sh [FILE ...]      without files: ada.txt and ben.txt
#
# Exit status: 0 all right, 1 something is wrong (as it is here), 2 the question
# itself cannot be answered.
# exits 1
homework=$(dirname "$0")/homework
if [ $# -eq 0 ]; then set -- "$homework/ada.txt" "$homework/ben.txt"; fi
autodiff grade "$homework/questions.txt" "$@"
