/// Requests at the rows of a table: most rows can be read, and most names have a column or a value.
extension Generator {
  mutating func tableRequest() -> Request {
    var request = Request()
    let command = random.pick(["eval", "grad", "grad", "jvp", "check", "descend"])
    request.arguments = [command, "-e", random.once(in: 10) ? mutated(statements()) : statements()]
    var columns: [String] = []
    for name in Self.names {
      let isColumn = !random.once(in: 3)
      if isColumn { columns.append(name) }
      // Neither and both are errors.
      if isColumn == random.once(in: 40) { request.arguments.append(name + "=" + value()) }
    }
    if random.once(in: 4) { columns.append(random.pick(["q", "e", "pi", "", "note", "x[1]", "df/dx", "df/dy", "x"])) }
    columns.shuffle(using: &random)
    let isNamed = random.once(in: 6)
    let text = table(columns, hasNames: !isNamed)
    let bytes = random.once(in: 8) ? bytes(of: mutated(text)) : Array(text.utf8)
    if isNamed { request.arguments += ["--columns", columns.joined(separator: ",")] }
    if random.once(in: 3) {
      request.input = bytes
      request.arguments += ["--points", "-"]
    } else {
      request.files["t.csv"] = bytes
      request.arguments += ["--points", "t.csv"]
    }
    switch command {
    case "jvp": request.arguments += ["--direction", random.pick(["x=1", "x=1,y=-2", "α=0.5"])]
    case "descend": request.arguments += ["--rate", "0.01", "--steps", String(random.below(5))]
    default: break
    }
    for _ in 0..<random.below(3) { tableOption(command, &request) }
    if random.once(in: 20) { option(&request) }
    return request
  }

  private mutating func table(_ columns: [String], hasNames: Bool) -> String {
    let separator = random.pick([",", ",", ",", "\t", ", "])
    var lines = hasNames ? [columns.joined(separator: separator)] : []
    for _ in 0..<random.below(12) { lines.append(columns.map { _ in value() }.joined(separator: separator)) }
    return lines.joined(separator: random.pick(["\n", "\n", "\r\n"])) + random.pick(["\n", "\n", "", "\n\n"])
  }

  private mutating func tableOption(_ command: String, _ request: inout Request) {
    var choices = [
      ["--jobs", random.pick(["1", "2", "3", "0"])], ["--digits", random.pick(["1", "6", "17"])], ["-q"], ["--ascii"],
      ["--strict"], ["--ties", random.pick(["split", "first", "last"])],
      ["--format", random.pick(["csv", "tsv", "json", "json", "text"])],
    ]
    if command == "descend" {
      choices += [["--batch", random.pick(["1", "2", "100"])], ["--momentum", "0.9"], ["--tolerance", "1e-3"]]
    } else {
      choices += [["--keep-going"], ["--keep-going"], ["--no-header"], ["--reduce", random.pick(["mean", "sum"])]]
    }
    if command == "grad" { choices.append(["--wrt", random.pick(["x", "y,x", "α", "note"])]) }
    if command == "check" { choices.append(["--expect", random.pick(["x=1", "x=y", "x=2*x,y=1", "x=q"])]) }
    request.arguments += random.pick(choices)
  }
}
