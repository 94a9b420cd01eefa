import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCLI

/// Costs and codes for every size.
@Suite(.namesCases) struct SizedAnswersTests {
  private static let programs: [(String, String)] = [
    ("mean((y - X@w)^2) + 0.1*norm(w)^2", "X=mxn,w=n,y=m"), ("relu(W@x)", "W=mxn,x=n"), ("sum(x)^2", "x=n"),
    ("sum(softmax(X, axis=2)*X) + logdet(X'@X)", "X=mxn"), ("sum(A@B)", "A=mxn,B=nx3"),
    ("sum(tanh(V@tanh(W@x)))", "V=3xm,W=mxn,x=n"),
  ]

  private static func object(_ arguments: [String]) throws -> [String: Any] {
    let run = CommandRun(arguments)
    #expect(run.status == .answered, "\(run.error)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
  }

  /// The numbers and texts of an object that are counts, in the order of their keys.
  private static func counts(_ value: Any?) -> [Any] {
    switch value {
    case let object as [String: Any]:
      object.keys.sorted().filter { $0 != "sparse" && $0 != "sizes" && $0 != "cheapest" && $0 != "orderCount" }
        .flatMap { counts(object[$0]) }
    case let list as [Any]: list.flatMap { counts($0) }
    case let text as String: text.contains("·") || text.hasPrefix("v") ? [] : [text]
    case let number as NSNumber: isTruth(number) ? [] : [number]
    default: []
    }
  }

  private static func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

  /// Each polynomial has the value that is counted at sizes.
  @Test(arguments: [[], ["--chain"]]) func countsAgree(_ options: [String]) {
    forEach(Self.programs) { (program: String, shapes: String) throws in
      let sized = try Self.object(["cost", "-e", program, "--shape", shapes, "--format", "json"] + options)
      for (m, n) in [(4, 3), (3, 5)] {
        // A letter stands before or behind an x.
        let own = shapes.replacingOccurrences(of: "m", with: "\(m)").replacingOccurrences(of: "n", with: "\(n)")
        let counted = try Self.object(["cost", "-e", program, "--shape", own, "--format", "json"] + options)
        let keys = options.isEmpty ? ["function", "forward", "forwardAll", "reverse", "reverseAll"] : ["chains"]
        for key in keys {
          let formulas = Self.counts(sized[key])
          let numbers = Self.counts(counted[key])
          #expect(formulas.count == numbers.count && (key == "reverseAll" || !numbers.isEmpty), "\(key)")
          for (formula, number) in zip(formulas, numbers) {
            guard let formula = formula as? String, let number = number as? NSNumber else { continue }
            let words = formula.split { !$0.isLetter }
            let given = [("m", m), ("n", n)].filter { words.contains(Substring($0.0)) }.map { "\($0.0)=\($0.1)" }
            let value = CommandRun(
              ["eval", "-e", formula, "--format", "plain"]
                + (given.isEmpty ? [] : ["--let", given.joined(separator: ",")]))
            let counted = Double(value.out.split(separator: "\n").first ?? "") ?? .nan
            // With numbers the thirds of a factorisation are rounded down, in each sweep.
            let slack = formula.contains("/3") ? 1 + 1e-3 * counted : 0
            #expect(abs(counted - number.doubleValue) <= slack, "\(key): \(formula)")
          }
        }
      }
    }
  }

  /// Each language writes the letters into the form of a call.
  @Test func callsHaveSizes() {
    forEach([
      ("c", "double f(size_t m, size_t n, const double *restrict x, double *restrict gradient)"),
      ("swift", "func f(_ m: Int, _ n: Int, _ x: [Double]) -> (value: Double, gradient: [Double]) {"),
      ("rust", "pub fn f(m: usize, n: usize, x: &[f64]) -> (f64, Vec<f64>) {"),
      ("javascript", "function f(m, n, x) {"), ("matlab", "function [value, gradient] = f(m, n, x)"),
      ("python", "def f(W, x):"), ("python --flat", "def f(x, m, n):"),
      ("python --flat --wrt x", "def f(x, W):"), ("c --derivative hvp", "void f(size_t m, size_t n, const double"),
      ("c --name n1", "double n1(size_t m, size_t n, const double"),
    ]) { (options: String, head: String) in
      let run = CommandRun(
        ["emit", "sum((W@x)^2)", "--shape", "W=mxn,x=n", "--language"] + options.split(separator: " ").map(String.init))
      #expect(run.status == .answered && run.out.contains(head), "\(run.out)\(run.error)")
    }
  }

  /// A letter that means something else in the function gets another name there, and variables of loops make way.
  @Test func lettersKeepApart() {
    let run = CommandRun(["emit", "i1 = sum(exp(W@x)); k = i1^2; k*i1", "--shape", "W=fxi,x=i"])
    #expect(run.status == .answered)
    #expect(run.out.contains("double f(size_t f_, size_t i, const double"))
    #expect(run.out.contains("//     x[0] to x[f_*i - 1]: W, f_xi, row by row") && run.out.contains("j < f_; j++"))
    #expect(!run.out.contains("size_t i = 0; i < f_"))
    #expect(run.out.contains("const double k_ = "))
  }

  @Test func errorsSayWhatMayDo() {
    forEach([
      (["emit", "W@x", "--shape", "W=mxn,x=n"], "--derivative jvp"),
      (["emit", "--derivative", "hessian", "sum(x^3)", "--shape", "x=n"], "--derivative hvp"),
      (["emit", "sum(x*n)", "--shape", "x=n", "--let", "n=3"], "'--let n' does not go with 'n as a size'"),
      (
        ["emit", "--language", "python", "--style", "gates", "sum(x)", "--shape", "x=n"],
        "needs a number for the size n"
      ),
      (["cost", "sum(x*n)", "--shape", "x=n,n=2"], "'n' is an input, and cannot be a size as well"),
      (["cost", "sum(x[1:floor(length(x)/2)])", "--shape", "x=n"], "this is another one at n = 2 than at n = 17"),
      (["cost", "s = x; for i = 1 to n { s = sin(s) }; sum(s)", "--shape", "x=n"], "is another one for each size"),
    ]) { (arguments: [String], text: String) in
      let run = CommandRun(arguments)
      #expect(run.status == .failed && run.error.contains(text), "\(run.error)")
    }
  }

  @Test func memoryIsAskedForWhateverTheSize() {
    let run = CommandRun(["emit", "sum(x^2)", "--shape", "x=n"])
    #expect(run.out.contains("calloc(n, sizeof(double))") && !run.out.contains("(void)n;"))
    let unused = CommandRun(["emit", "c*x[1]^2", "--shape", "x=n", "--wrt", "c"])
    #expect(unused.out.contains("(void)n;") && !unused.out.contains("calloc"), "\(unused.out)")
  }
}
