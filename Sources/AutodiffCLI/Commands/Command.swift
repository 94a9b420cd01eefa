import AutodiffCore

/// A subcommand: what it is called and takes, and how it answers.
package protocol Command: SendableMetatype {
  static var description: CommandDescription { get }
  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus
}

package struct CommandDescription: Sendable {
  package var name: String
  package var summary: String
  package var usage: String
  package var readsProgram = true
  package var options: [Option] = []
  /// The first is the default; none: the command has no `--format`.
  package var formats: [OutputFormat] = []
  package var examples: [String] = []
  /// What `--mode` may be.
  package var modes: [String] = []

  /// The words allowed for an option's value; none: anything.
  package func values(of option: Option) -> [String] {
    switch option {
    case .format: formats.map(\.rawValue)
    case .mode: modes
    default: option.description.values
    }
  }

  package var allOptions: [Option] {
    (readsProgram ? Option.program : []) + options + (formats.isEmpty ? [] : [.format]) + Option.shared
  }
}

package enum Commands {
  package static let all: [any Command.Type] = [
    Eval.self, Grad.self, TraceCommand.self, Check.self, Jacobian.self, HessianCommand.self, JVP.self, VJP.self,
    HVP.self, Derive.self, GraphCommand.self, CostCommand.self, EmitCommand.self, Descend.self, Functions.self,
    Completions.self, Help.self,
  ]

  package static func named(_ name: String) -> (any Command.Type)? { all.first { $0.description.name == name } }
}
