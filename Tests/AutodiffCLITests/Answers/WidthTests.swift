import AutodiffCore
import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCLI

/// Answers and messages fit the terminal.
@Suite(.namesCases) struct WidthTests {
  private static let vector =
    "[1.234567,2.345678,3.456789,4.567891,5.678912,6.789123,7.891234,8.912345,9.123456,1.234567,2.345678,3.456789]"
  private static let long = "[" + (1...40).map { "\($0).2345" }.joined(separator: ",") + "]"
  private static let matrix =
    "["
    + (1...3).map { row in "[" + (0...9).map { "\(row).\($0)23456" }.joined(separator: ",") + "]" }
    .joined(separator: ",") + "]"
  private static let ten = "[1,2,3,4,5,6,7,8,9,10]"

  private static let commands: [String] =
    ["primal", "forward", "reverse"].flatMap { mode in
      [
        "'sum(x^2*sin(x))' 'x=\(vector)'", "'sum(x^2*sin(x))' 'x=\(long)'",
        "'sum(relu(W@x + b)^2)' --at 'W=\(matrix),x=\(ten),b=[1,2,3]'", "'log(sum(exp(x - max(x))))' 'x=\(vector)'",
        "'mean((tanh(W@x + b) - y)^2)' --at 'W=[[0.1234567,0.765431,1],[3,4,5.123456]],x=[1.1234567,2.1234567,3.1],b=[0.1234567,0.2345678],y=[1.1234567,2.1234567]'",
        "'verylongnameofaninput*sin(anotherverylongname)*exp(verylongnameofaninput + anotherverylongname)' verylongnameofaninput=1.234567 anotherverylongname=2.345678",
      ].map { "trace --mode \(mode) \($0)" }
    } + [
      "trace --mode reverse --cotangent '\(long)' 'x*2' 'x=\(long)'",
      "trace --mode reverse --cotangent '[1.2345678,2.3456789,3.4567891]' 'W@x' --at 'W=\(matrix),x=\(ten)'",
      "trace --mode forward --direction 'x=\(ten)' 'W@x' --at 'W=\(matrix),x=\(ten)'",
      "trace --mode reverse --expand 'softmax(x)[2]*logsumexp(x)' 'x=\(vector)'",
      "check --scheme forward 'sum(W@x)' --at 'W=[[0.1234567,0.765431],[3.1234567,4]],x=[1.123456,2.1234567]'",
      "check --scheme forward 'x1*x2 + sin(x1)' x1=2.1234567 x2=3.2345678 --expect x1=1.23456789,x2=2.12345678",
      "check 'x1*x2 + sin(x1)' x1=2.1234567 x2=3.2345678 --expect x1=1.23456789,x2=2.12345678",
      "check --sweep 'x1*x2^3 + sin(x1)' x1=2.1234567 x2=3.2345678",
      "cost 'sum(relu(W@x))' --shape W=100x50,x=50", "functions", "functions max", "functions gammainc",
      "functions det", "functions for", "help language", "help check", "help",
      "plot '\(String(repeating: "sin(x) + ", count: 20))x' --range x=-4:4 x=1.23456789",
      "plot 'floor(verylongnameofaninput/1.2345)' --range verylongnameofaninput=-123456:123456",
      "plot 'x*σ(α)' --range x=-4:4 --range α=-1e-7:1e-7", "help plot",
      "plot --regions 'x, y, \(String(repeating: "x*", count: 40))y' --range -1:1",
      "explain 'sum(relu(W@x + b)^2)' --at 'W=\(matrix),x=\(ten),b=[1,2,3]'", "grad 'sum(x^2)' 'x=\(long)'",
      "jacobian 'W@x' --at 'W=\(matrix),x=\(ten)'", "hessian 'sum(x^3)' 'x=\(vector)'",
      "grad 'a + \(String(repeating: "x + ", count: 60)) sgima(x)' x=1 a=2", "eval '\(long)*y @ z' y=1",
    ]

  /// No line is wider than the terminal whose width a command is told.
  @Test(arguments: [false, true]) func linesFitTheTerminal(_ ascii: Bool) {
    let world = CommandRun.World(outIsTerminal: true, errorIsTerminal: true, columns: 80)
    forEach(Self.commands) { (command: String) in
      let run = CommandRun(typed: command + (ascii ? " --ascii" : "") + " --color never", in: world)
      let lines = (run.out + run.error).split(separator: "\n")
      #expect(!lines.isEmpty)
      // The text in place of a character may be wider than it.
      let widest = lines.filter { !$0.contains("\\u{") }.max { TextWidth.of($0) < TextWidth.of($1) } ?? ""
      #expect(TextWidth.of(widest) <= 80, "\(widest)")
    }
  }

  /// The table of a forward difference keeps all its columns, in one table for a pipe and in two for a terminal.
  @Test func columnsOfDifferences() {
    let command =
      "check --scheme forward 'x1*x2 + sin(x1)' x1=2.1234567 x2=3.2345678 --expect x1=1.23456789,x2=2.12345678"
    let piped = CommandRun(typed: command).out.split(separator: "\n").map(String.init)
    let shown = CommandRun(typed: command, in: .init(outIsTerminal: true, columns: 80)).out
      .split(separator: "\n").map(String.init)
    #expect(piped.count == 4 && shown.count == 7)
    func cells(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
    for row in 0...2 { #expect(cells(piped[row]) == cells(shown[row]) + cells(shown[row + 3]).dropFirst()) }
  }

  @Test func longSourceLinesAreClipped() {
    let text = "a + " + String(repeating: "x + ", count: 30) + "sgima(x)"
    let run = CommandRun(["grad", text, "x=1", "a=2"], in: .init(errorIsTerminal: true, columns: 40))
    let lines = run.error.split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("…") && lines[1].hasSuffix("sgima(x)"))
    let start = lines[2].prefix { $0 == " " }.count
    #expect(lines[1].dropFirst(start).hasPrefix("sgima"))
    // A pipe gets the line as it is.
    #expect(CommandRun(["grad", text, "x=1", "a=2"]).error.contains(text))
  }

  /// Columns of the page are aligned by what is printed.
  @Test func thePageOfTheLanguageInASCII() {
    let lines = CommandRun(typed: "help language --ascii").out.split(separator: "\n").map(String.init)
    let statements = lines.drop { !$0.hasPrefix("statements:") }.dropFirst().prefix { $0.hasPrefix("  ") }
    #expect(statements.count >= 10)
    let columns = statements.map { line in
      // The second column begins behind the last run of two blanks or more.
      line.range(of: "  ", options: .backwards).map { line.distance(from: line.startIndex, to: $0.upperBound) } ?? 0
    }
    #expect(Set(columns).count == 1, "\(statements.joined(separator: "\n"))")
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
    #expect(!lines.contains { $0.contains("for sqrt(x)") || $0.contains("x^2 for x^2") })
  }
}
