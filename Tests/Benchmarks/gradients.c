/* Gradients written by hand against emitted ones: nanoseconds a call, the best of many rounds, in one run.
   See Tests/Benchmarks/emitted. */
#include <math.h>
#include <stdio.h>
#include <time.h>

double emitted_neuron(const double *restrict x, double *restrict gradient);
double emitted_rosenbrock(const double *restrict x, double *restrict gradient);
double emitted_rows10(const double *restrict x, double *restrict gradient);
double emitted_rows1000(const double *restrict x, double *restrict gradient);

static double neuron(const double *restrict x, double *restrict gradient)
{
    const double larger = x[0] > x[1] ? x[0] : x[1];
    const double quotient = larger*x[2]/x[3];
    const double inner = 5.0*(quotient - (x[4] + x[5]));
    const double y = 1.0/(1.0 + exp(-(log(inner) + 0.5)));
    const double slope = y*(1.0 - y)/inner*5.0;
    const double scaled = slope/x[3];
    const double share = scaled*x[2];
    gradient[0] = x[0] > x[1] ? share : x[0] == x[1] ? 0.5*share : 0.0;
    gradient[1] = x[1] > x[0] ? share : x[0] == x[1] ? 0.5*share : 0.0;
    gradient[2] = scaled*larger;
    gradient[3] = -scaled*quotient;
    gradient[4] = -slope;
    gradient[5] = -slope;
    return y;
}

static inline double rows(const double *restrict x, double *restrict gradient, int n)
{
    double value = 0.0;
    for (int i = 0; i < n; i++) gradient[i] = 0.0;
    for (int i = 0; i < n - 1; i++) {
        const double a = x[i + 1] - x[i]*x[i], b = 1.0 - x[i];
        value += 100.0*a*a + b*b;
        gradient[i] += -400.0*a*x[i] - 2.0*b;
        gradient[i + 1] += 200.0*a;
    }
    return value;
}

static double rosenbrock(const double *restrict x, double *restrict gradient) { return rows(x, gradient, 10); }
static double rosenbrock1000(const double *restrict x, double *restrict gradient) { return rows(x, gradient, 1000); }

typedef double (*function)(const double *restrict, double *restrict);

enum { points = 64, most = 1000 };
static double inputs[points][most], gradients[points][most];

static double nanoseconds(function f, double *sum)
{
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int round = 0; round < 20; round++)
        for (int i = 0; i < points; i++) *sum += f(inputs[i], gradients[i]);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (1e9*(double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec))/(20.0*points);
}

static void compare(const char *name, function by_hand, function emitted, int size, double low, double high, double rest)
{
    unsigned long state = 1;
    double best[2] = {1e9, 1e9}, sum = 0.0;
    for (int i = 0; i < points; i++)
        for (int j = 0; j < size; j++) {
            state = (state*1103515245UL + 12345UL) & 0x7fffffffUL;
            inputs[i][j] = low + (high - low)*(double)state/2147483648.0;
            if (j >= 4) inputs[i][j] *= rest;
        }
    for (int trial = 0; trial < (size > 10 ? 100 : 1600); trial++) {
        const double hand = nanoseconds(by_hand, &sum), ours = nanoseconds(emitted, &sum);
        if (hand < best[0]) best[0] = hand;
        if (ours < best[1]) best[1] = ours;
    }
    printf("%-11s by hand %6.2f ns, emitted %6.2f ns, ratio %.3f%s\n", name, best[0], best[1], best[1]/best[0],
        isnan(sum) ? " (nan)" : "");
}

int main(void)
{
    compare("neuron", neuron, emitted_neuron, 6, 1.0, 1.2, 0.25);
    compare("Rosenbrock", rosenbrock, emitted_rosenbrock, 10, -2.0, 2.0, 1.0);
    compare("of rows", rosenbrock, emitted_rows10, 10, -2.0, 2.0, 1.0);
    compare("of 1000", rosenbrock1000, emitted_rows1000, 1000, -2.0, 2.0, 1.0);
    return 0;
}
