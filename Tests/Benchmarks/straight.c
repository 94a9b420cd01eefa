// The straight C program that the benchmark compares with: reads an expression of + - * ^ ( ) over names and numbers
// and NAME=VALUE lines, builds a tape by recursive descent, sweeps it forwards and backwards, prints the gradient.
// No sharing, no spans, no messages: what a practised C programmer writes for this one task.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>

typedef struct { char op; int a, b; } Node;

static char *text;
static Node *nodes;
static double *values, *adjoints;
static int count, capacity;
static int *slots, slot_count = 1 << 21;
static char **names;
static int *name_lengths, *name_nodes, name_count, name_capacity;

static char *load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(2); }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *bytes = malloc(size + 1);
  if (fread(bytes, 1, size, file) != (size_t)size) exit(2);
  bytes[size] = 0;
  fclose(file);
  return bytes;
}

static int push(char op, int a, int b, double value) {
  if (count == capacity) {
    capacity = capacity ? capacity * 2 : 1 << 16;
    nodes = realloc(nodes, capacity * sizeof *nodes);
    values = realloc(values, capacity * sizeof *values);
  }
  nodes[count] = (Node){op, a, b};
  values[count] = value;
  return count++;
}

static int name_id(const char *start, int length) {
  unsigned long hash = 1469598103934665603ul;
  for (int i = 0; i < length; i++) hash = (hash ^ (unsigned char)start[i]) * 1099511628211ul;
  unsigned long slot = (hash ^ hash >> 29) & (slot_count - 1);
  while (slots[slot]) {
    int id = slots[slot] - 1;
    if (name_lengths[id] == length && !memcmp(names[id], start, length)) return id;
    slot = (slot + 1) & (slot_count - 1);
  }
  if (name_count == name_capacity) {
    name_capacity = name_capacity ? name_capacity * 2 : 1024;
    names = realloc(names, name_capacity * sizeof *names);
    name_lengths = realloc(name_lengths, name_capacity * sizeof *name_lengths);
    name_nodes = realloc(name_nodes, name_capacity * sizeof *name_nodes);
  }
  names[name_count] = (char *)start;
  name_lengths[name_count] = length;
  name_nodes[name_count] = -1;
  slots[slot] = name_count + 1;
  return name_count++;
}

static int is_name(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static void space(void) { while (*text == ' ' || *text == '\n') text++; }
static int sum(void);

static int atom(void) {
  space();
  if (*text == '(') {
    text++;
    int inner = sum();
    space();
    text++;
    return inner;
  }
  if ((*text >= '0' && *text <= '9') || *text == '.') {
    double value = strtod(text, &text);
    return push('c', 0, 0, value);
  }
  const char *start = text;
  while (is_name(*text)) text++;
  int id = name_id(start, text - start);
  if (name_nodes[id] < 0) name_nodes[id] = push('x', id, 0, 0);
  return name_nodes[id];
}

static int power(void) {
  int base = atom();
  space();
  if (*text != '^') return base;
  text++;
  return push('^', base, power(), 0);
}

static int product(void) {
  int left = power();
  for (space(); *text == '*'; space()) {
    text++;
    left = push('*', left, power(), 0);
  }
  return left;
}

static int sum(void) {
  int left = product();
  for (space(); *text == '+' || *text == '-'; space()) {
    char op = *text++;
    left = push(op, left, product(), 0);
  }
  return left;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  slots = calloc(slot_count, sizeof *slots);
  text = load(argv[1]);
  int output = sum();
  for (char *line = load(argv[2]); *line;) {
    char *sign = strchr(line, '=');
    int id = name_id(line, sign - line);
    double value = strtod(sign + 1, &line);
    if (name_nodes[id] >= 0) values[name_nodes[id]] = value;
    while (*line == '\n') line++;
  }
  for (int i = 0; i < count; i++) {
    Node n = nodes[i];
    switch (n.op) {
      case '+': values[i] = values[n.a] + values[n.b]; break;
      case '-': values[i] = values[n.a] - values[n.b]; break;
      case '*': values[i] = values[n.a] * values[n.b]; break;
      case '^': values[i] = values[n.b] == 2 ? values[n.a] * values[n.a] : pow(values[n.a], values[n.b]); break;
    }
  }
  adjoints = calloc(count, sizeof *adjoints);
  adjoints[output] = 1;
  for (int i = output; i >= 0; i--) {
    Node n = nodes[i];
    double up = adjoints[i];
    switch (n.op) {
      case '+': adjoints[n.a] += up; adjoints[n.b] += up; break;
      case '-': adjoints[n.a] += up; adjoints[n.b] -= up; break;
      case '*': adjoints[n.a] += up * values[n.b]; adjoints[n.b] += up * values[n.a]; break;
      case '^': adjoints[n.a] += up * values[n.b] * (values[n.b] == 2 ? values[n.a] : pow(values[n.a], values[n.b] - 1)); break;
    }
  }
  printf("f = %.17g\n", values[output]);
  for (int id = 0; id < name_count; id++)
    if (name_nodes[id] >= 0) printf("df/d%.*s = %.17g\n", name_lengths[id], names[id], adjoints[name_nodes[id]]);
  return 0;
}
