import AutodiffCLI
import Foundation

// The whole command on made-up requests, in this process:
//
//     swift run -c release autodiff-fuzz --seed 1 --seconds 120
//     swift run -c release autodiff-fuzz --seed 1 --case 4711
//     swift run -c release autodiff-fuzz --seed 1 --numbers 50000000
//
// A violated check, a crash or a hang names its case; `--case` runs that one again and shows it whole; `--numbers`
// compares so many numbers, written and read, with what the C library and the standard library make of them.

/// The case that is running, for the signal handlers.
nonisolated(unsafe) var current: UInt64 = 0

func value(of option: String) -> UInt64? {
  let arguments = CommandLine.arguments
  guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else { return nil }
  return UInt64(arguments[place + 1])
}

/// Says which case it was, by means that a signal handler may use.
func reportAndDie(_ signal: Int32) {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
    var rest = current
    var place = 24
    repeat {
      place -= 1
      buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    } while rest > 0
    let text: StaticString = "\nfuzz: stopped by a signal (a crash, or a hang) in case "
    _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
    _ = write(2, buffer.baseAddress?.advanced(by: place), 24 - place)
    _ = write(2, "\n", 1)
  }
  _exit(1)
}

let seed = value(of: "--seed") ?? 1
let seconds = value(of: "--seconds") ?? 60
/// What one case may take, in seconds.
let patience: UInt32 = 20
let batch: UInt64 = 10_000

/// Unbuffered, so that nothing is lost in a crash.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM] { signal(number, reportAndDie) }

if let count = value(of: "--numbers") { exit(compareNumbers(Int(count), seed: seed) ? 0 : 1) }

if let number = value(of: "--case") {
  current = number
  var generator = Generator(seed: seed, number: number)
  let request = generator.request()
  say(request.description)
  let answer = request.run()
  print("--- stdout", String(decoding: answer.out, as: UTF8.self), separator: "\n", terminator: "")
  print("--- stderr", String(decoding: answer.error, as: UTF8.self), separator: "\n", terminator: "")
  print("--- exit \(answer.status.rawValue)")
  for violation in Checks(request, answer).violations { print("violated: \(violation)") }
  exit(0)
}

let start = Date()
var statuses: [Int32: Int] = [:]
var slowest = (time: 0.0, number: UInt64(0))
var violated = 0
while Date().timeIntervalSince(start) < Double(seconds), violated < 20 {
  if current.isMultiple(of: batch) { say("seed \(seed), cases from \(current)") }
  alarm(patience)
  var generator = Generator(seed: seed, number: current)
  let request = generator.request()
  let before = Date()
  let answer = request.run()
  let time = Date().timeIntervalSince(before)
  if time > slowest.time { slowest = (time, current) }
  statuses[answer.status.rawValue, default: 0] += 1
  let violations = Checks(request, answer).violations
  if !violations.isEmpty {
    violated += 1
    say("case \(current): \(violations.joined(separator: "; "))\n\(request.description)")
  }
  current += 1
}
say(
  "\(current) cases, exit statuses \(statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))"
)
say("slowest: case \(slowest.number), \(slowest.time) s")
exit(violated == 0 ? 0 : 1)
