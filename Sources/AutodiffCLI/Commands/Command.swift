import AutodiffCore

/// A subcommand: what it is called and takes, and how it answers.
package protocol Command: SendableMetatype {
  static var description: CommandDescription { get }
  /// Answers the command.
  ///
  /// - Throws: the reason for which the request cannot be understood or carried out.
  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus
}

/// The commands, in the order in which help lists them.
package enum Commands {
  package static let all: [any Command.Type] = [
    Eval.self, Grad.self, TraceCommand.self, Check.self, Explain.self, Jacobian.self, HessianCommand.self, JVP.self,
    VJP.self, HVP.self, Derive.self, GraphCommand.self, PlotCommand.self, CostCommand.self, EmitCommand.self,
    Descend.self,
    Grade.self, Worksheet.self, Functions.self, Completions.self, Help.self,
  ]

  package static var descriptions: [CommandDescription] { all.map { $0.description } }

  /// Finds a command by its name.
  package static func named(_ name: String) -> (any Command.Type)? { all.first { $0.description.name == name } }
}
