import Foundation
import Testing

@testable import AutodiffCLI

@Suite struct JSONTests {
  /// The keys of the outermost object as they stand in the text; a dictionary would not keep their order.
  private static func keys(_ text: String) -> [String] {
    var keys: [String] = []
    var depth = 0
    var isInString = false
    var word = ""
    var last = ""
    var isEscaped = false
    for character in text {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isInString = false
          last = word
        } else {
          word.append(character)
        }
        continue
      }
      switch character {
      case "\"":
        isInString = true
        word = ""
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case ":" where depth == 1: keys.append(last)
      default: break
      }
    }
    return keys
  }

  @Test(arguments: [
    ("eval x x=1", ["expression", "value", "kinks", "undefined"]),
    ("grad x*y x=1 y=2", ["expression", "value", "gradient", "kinks", "undefined"]),
    ("grad 3", ["expression", "value", "gradient", "kinks", "undefined"]),
    ("grad log(x) x=-1", ["expression", "value", "gradient", "kinks", "undefined"]),
    ("trace x*y x=1 y=2", ["expression", "mode", "nodes", "value", "kinks", "undefined"]),
    ("trace --mode=forward x*y x=1 y=2", ["expression", "mode", "nodes", "value", "gradient", "kinks", "undefined"]),
    ("trace --mode=reverse x*y x=1 y=2", ["expression", "mode", "nodes", "value", "gradient", "kinks", "undefined"]),
    (
      "trace --mode=reverse 'if(x>0 and x<2,x,-x)' x=1",
      ["expression", "mode", "nodes", "value", "gradient", "kinks", "undefined"]
    ),
    ("grad 2x", ["error"]), ("grad x", ["error"]), ("nothing", ["error"]),
  ])
  func keysComeInTheirOrder(_ line: String, _ keys: [String]) throws {
    let run = CommandRun(typed: line + " --format json")
    #expect(Self.keys(run.out) == keys)
    _ = try JSONSerialization.jsonObject(with: Data(run.out.utf8))
    #expect(run.out.hasSuffix("}\n") && run.out.count { $0 == "\n" } == 1)
  }

  @Test func nonFiniteNumbersAreStrings() throws {
    let run = CommandRun(typed: "trace --mode=reverse --format json 'log(x) + 1/y - 1/z' x=-1 y=0 z=0")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    #expect(object["value"] as? String == "NaN")
    let gradient = try #require(object["gradient"] as? [String: Any])
    #expect(gradient["y"] as? String == "-Infinity")
    #expect(gradient["z"] as? String == "Infinity")
    #expect((object["undefined"] as? [Any])?.isEmpty == false)
  }

  @Test func gradientKeepsTheOrderAskedFor() {
    let run = CommandRun(typed: "grad --format json --wrt b,a a+2*b a=1 b=1")
    #expect(run.out.contains(#""gradient": {"b": 2, "a": 1}"#))
  }

  @Test func traceNodesHaveTheirKeys() throws {
    func nodes(_ mode: String) throws -> [[String: Any]] {
      let run = CommandRun(typed: "trace --format json --mode \(mode) 'q = x*y; sin(q)' x=1 y=2")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
      return try #require(object["nodes"] as? [[String: Any]])
    }
    let common: Set = ["id", "operation", "operands", "expression", "value"]
    for node in try nodes("primal") { #expect(Set(node.keys) == common) }
    for node in try nodes("forward") {
      #expect(Set(node.keys) == common.union(["tangents"]))
      #expect(Set((node["tangents"] as? [String: Any] ?? [:]).keys) == ["x", "y"])
    }
    let reverse = try nodes("reverse")
    for node in reverse { #expect(Set(node.keys) == common.union(["adjoint", "contributions", "gate"])) }
    let contributions = reverse.flatMap { $0["contributions"] as? [[String: Any]] ?? [] }
    #expect(contributions.count == 3)
    for contribution in contributions {
      #expect(Set(contribution.keys) == ["to", "upstream", "local", "localValue", "value"])
    }
    // Operands and receivers are nodes of the list.
    let ids = Set(reverse.compactMap { $0["id"] as? String })
    #expect(reverse.flatMap { $0["operands"] as? [String] ?? [] }.allSatisfy { ids.contains($0) || Double($0) != nil })
    #expect(contributions.allSatisfy { ids.contains($0["to"] as? String ?? "") })
  }

  @Test func anErrorIsJSONAndTextAlike() throws {
    let run = CommandRun(["eval", "--format", "json", "a = 1\na ? 2"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: [String: Any]])
    let error = try #require(object["error"])
    #expect(error["line"] as? Int == 2)
    #expect(error["column"] as? Int == 3)
    #expect(run.error.contains("error: \(error["message"] as? String ?? "?") (line 2, column 3)\na ? 2\n  ^\n"))
    #expect(run.error.contains("hint: \(error["hint"] as? String ?? "?")\n"))
    #expect(Self.keys(String(run.out.dropFirst(10))) == ["message", "line", "column", "hint"])
  }

  @Test func textOfAnyKindIsEscaped() throws {
    let expression = "x # \"quoted\" \\ back\t\u{1} 😀 é"
    for ascii in [[], ["--ascii"]] {
      let run = CommandRun(["eval", "--format", "json", expression, "x=1"] + ascii)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
      #expect(object["expression"] as? String == expression)
    }
  }

  @Test func functionsAreListedAsJSON() throws {
    let all = try JSONSerialization.jsonObject(with: Data(CommandRun(typed: "functions --format json").out.utf8))
    #expect(((all as? [[String: Any]])?.count ?? 0) >= 50)
    let one = try JSONSerialization.jsonObject(with: Data(CommandRun(typed: "functions sigma --format json").out.utf8))
    #expect((one as? [String: Any])?["name"] as? String == "sigma")
  }
}
