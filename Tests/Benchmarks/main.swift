import AutodiffCore

// The cost of each stage for a node of a large graph, and of a gradient beside its function.
//
//     swift run -c release autodiff-benchmark [TERMS]
//     swift run -c release autodiff-benchmark arrays      [THREADS [TASK …]]  (a line for each task: its name and nanoseconds)
//     swift run -c release autodiff-benchmark dense       [TASK]  (Jacobians and Hessians, in the same form)
//     swift run -c release autodiff-benchmark checks      (checks beside the evaluations that they need)
//     swift run -c release autodiff-benchmark numbers     (reading and writing; beside them numbers.cpp)
//     swift run -c release autodiff-benchmark points      [COUNT …]  (gradients at many points; beside points.c, points.py)
//     swift run -c release autodiff-benchmark drawn       [STUDENTS]  (points of their own for students)

if CommandLine.arguments.dropFirst().first == "arrays" {
  try measureArrays(Array(CommandLine.arguments.dropFirst(2)))
  exit(0)
}

if CommandLine.arguments.dropFirst().first == "dense" {
  try measureDense(CommandLine.arguments.dropFirst(2).first)
  exit(0)
}

if CommandLine.arguments.dropFirst().first == "checks" {
  try measureChecks()
  exit(0)
}

if CommandLine.arguments.dropFirst().first == "numbers" {
  measureNumbers()
  exit(0)
}

if CommandLine.arguments.dropFirst().first == "points" {
  let counts = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
  try measurePoints(counts.isEmpty ? [4096, 1 << 20] : counts)
  exit(0)
}

if CommandLine.arguments.dropFirst().first == "drawn" {
  try measureDrawnPoints(students: CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 200)
  exit(0)
}

let terms = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000

/// Rosenbrock's function written out; about nine nodes a term.
func rosenbrock(_ count: Int) -> String {
  var text = ""
  for i in 1..<max(2, count) {
    if i > 1 { text += " + " }
    text += "100*(x\(i + 1) - x\(i)^2)^2 + (1 - x\(i))^2"
  }
  return text
}

/// A sum of the homework's `sigma(log(…))`, each term with its own names: functions as well as arithmetic.
func homework(_ count: Int) -> String {
  (0..<max(1, count / 2)).map { i in
    let x = { "x\(6 * i + $0)" }
    return "sigma(log(5*(max(\(x(1)),\(x(2)))*\(x(3))/\(x(4))-(\(x(5))+\(x(6)))))+0.5)"
  }.joined(separator: " + ")
}

/// Nanoseconds of the fastest of several runs.
func fastest<R>(of runs: Int = 5, _ body: () throws -> R) rethrows -> (nanoseconds: Double, result: R) {
  let clock = ContinuousClock()
  var best = Double.infinity
  var start = clock.now
  var result = try body()
  for run in 0..<runs {
    if run > 0 {
      start = clock.now
      result = try body()
    }
    let taken = clock.now - start
    best = min(best, Double(taken.components.seconds) * 1e9 + Double(taken.components.attoseconds) / 1e9)
  }
  return (best, result)
}

func lex(_ source: SourceText) throws -> Int {
  try source.bytes.withUnsafeBufferPointer { bytes in
    var lexer = Lexer(bytes)
    var count = 0
    while try lexer.next().kind != .end { count += 1 }
    return count
  }
}

func measure(_ name: String, _ text: String) throws {
  let source = SourceText(text)
  let before = residentBytes()
  let lexing = try fastest { try lex(source) }
  let parsing = try fastest { try Parser.parse(source) }
  let lowering = try fastest { try Lowering.lower(parsing.result) }
  let graph = lowering.result
  let inputs = graph.inputs.indices.map { 1 + 0.5 / Double($0 + 2) + Double($0 % 6 == 2 ? 3 : 0) }
  let forward = fastest { Point(graph, inputs: inputs) }
  let reverse = fastest { forward.result.adjoints }
  let resident = residentBytes() - before
  let nodes = Double(graph.count)
  func row(_ label: String, _ nanoseconds: Double) {
    print("  \(label)\(fixed(nanoseconds / nodes, 2)) ns a node")
  }
  print("\(name): \(text.utf8.count) bytes, \(lexing.result) tokens, \(graph.count) nodes")
  row("lexing           ", lexing.nanoseconds)
  row("lexing + parsing ", parsing.nanoseconds)
  row("lowering         ", lowering.nanoseconds)
  row("forward sweep    ", forward.nanoseconds)
  row("reverse sweep    ", reverse.nanoseconds)
  print("  resident         \(fixed(Double(resident) / nodes, 0)) bytes a node, tree and both sweeps included")
  print(
    "  cost(gradient)/cost(function) = \(fixed((forward.nanoseconds + reverse.nanoseconds) / forward.nanoseconds, 2))")
}

func fixed(_ value: Double, _ decimals: Int) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
    _ = withVaList([Int32(decimals), value]) { vsnprintf(buffer.baseAddress, buffer.count, "%.*f", $0) }
    return String(cString: Array(buffer))
  }
}

/// The most memory this process has held so far.
func residentBytes() -> Int {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  #else
    getrusage(RUSAGE_SELF, &usage)
  #endif
  #if canImport(Darwin)
    return Int(usage.ru_maxrss)
  #else
    return Int(usage.ru_maxrss) * 1024
  #endif
}

try measure("Rosenbrock", rosenbrock(terms))
try measure("homework", homework(terms))
