// Gradients written out by hand, point by point: what the tapes are compared with.
//     cc -O2 points.c -lm
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double homework(const double *x, double *g) {
  double m = x[0] > x[1] ? x[0] : x[1], q = m * x[2] / x[3], a = 5 * (q - (x[4] + x[5]));
  double s = 1 / (1 + exp(-(log(a) + 0.5))), up = s * (1 - s) / a * 5, up_q = up / x[3];
  g[0] = x[0] > x[1] ? up_q * x[2] : 0;
  g[1] = x[0] > x[1] ? 0 : up_q * x[2];
  g[2] = up_q * m;
  g[3] = -up_q * q;
  g[4] = g[5] = -up;
  return s;
}

static double rosenbrock(const double *x, double *g) {
  double sum = 0;
  g[0] = 0;
  for (int i = 0; i < 9; i++) {
    double b = x[i + 1] - x[i] * x[i], e = 1 - x[i];
    sum += 100 * b * b + e * e;
    g[i] += -400 * b * x[i] - 2 * e;
    g[i + 1] = 200 * b;
  }
  return sum;
}

static void measure(const char *name, int n, int count, double (*f)(const double *, double *)) {
  double *x = malloc(sizeof *x * n * count), *g = malloc(sizeof *g * n * count), *v = malloc(sizeof *v * count);
  for (int i = 0; i < n * count; i++) x[i] = 1 + rand() / (double)RAND_MAX + 3 * (i % n == 2) - (i % n > 3) * 0.9;
  double best = 1e9;
  int passes = 2000000 / count > 1 ? 2000000 / count : 1;
  for (int run = 0; run < 7; run++) {
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int pass = 0; pass < passes; pass++)
      for (int i = 0; i < count; i++) v[i] = f(x + n * i, g + n * i);
    clock_gettime(CLOCK_MONOTONIC, &b);
    double t = (b.tv_sec - a.tv_sec) + 1e-9 * (b.tv_nsec - a.tv_nsec);
    if (t < best) best = t;
  }
  printf("%s %.1f million gradients a second at %d points\n", name, passes * (double)count / best / 1e6, count);
  free(x);
  free(g);
  free(v);
}

int main(void) {
  for (int k = 0; k < 2; k++) {
    int count = k ? 1 << 20 : 4096;
    measure("homework", 6, count, homework);
    measure("rosenbrock", 10, count, rosenbrock);
  }
  return 0;
}
