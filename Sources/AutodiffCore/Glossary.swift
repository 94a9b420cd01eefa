/// The words of this library, each with the type that embodies it, in the order in which a program meets them.
///
/// ## From text to a graph
///
/// - **Span**: a half-open range of bytes in a source text, with which tokens, nodes and problems say where they stand.
///   `Span`, in a `SourceText`.
/// - **Problem** and **fact**: whatever is wrong with a request is thrown as a typed fact (a case of `Problem.Fact`
///   with its particulars) together with a span. `Problem`; only `ProblemText` makes words of it.
/// - **Oversight**: a fact about a program that has an answer, though perhaps not to the question its author had in mind,
///   such as a value that nothing uses. `Oversight`; only `OversightText` makes words of it.
/// - **Misspelling** and **correction**: a pattern of what people write in place of the language, with the spelling that
///   it means; and a text mended by such patterns, which the parser has read. `Misspelling`, `Correction`.
/// - **Loose text**: a text cut into words as a person reads them, whatever language it is in. `LooseText`.
/// - **Synonym**: another system's name for a function. `Synonyms`.
/// - **Syntax tree**: the program as written, its nodes in post-order, so that a pass over it is a loop. `SyntaxTree`,
///   made by `Parser` from the tokens of `Lexer`.
/// - **Lowering**: the step from a syntax tree to a graph. Names become edges, functions are inlined, loops are
///   unrolled and branches decided as they are met. `Lowering`.
/// - **Path** and **guard**: the statements that a program runs at a point are its path there; the conditions that
///   decided it stay with the graph as guards. Another point takes the same path if all guards hold as before.
///   `Graph.Guard`, `Program.path(of:at:)`.
/// - **Graph** and **node**: the program on one path as a directed acyclic graph. A node is an input, a constant or a
///   primitive applied to earlier nodes; equal nodes are one. `Graph`, `Graph.Node`, `Graph.NodeID`.
/// - **Input** and **output**: the variables by which derivatives may be taken, and the node whose value is the
///   function's. `Graph.inputs`, `Graph.output`.
/// - **Shape** and **tensor**: the lengths of an array's axes, and a number or an array with its shape. A scalar has no
///   axes. `Shape`, `Tensor`.
///
/// ## Primitives
///
/// - **Primitive**: an operation that the library differentiates by a rule of its own, such as `*`, `sin` or `matmul`;
///   all other functions are made of primitives. `Primitive`.
/// - **Row** (or **gate**): everything there is to say about one primitive: its names, computation, derivative, kinks,
///   domain and notation. Lectures draw it as a gate of a circuit. `Gate`, one row for each `Primitive` in its table.
/// - **Field**: the numbers over which a rule is read. Over `Double` and `Tensor` a rule gives values, over a tracer it
///   builds a graph. `Field`.
/// - **Tracer**: an element of a field that records the operations applied to it instead of computing. `Symbol` is the
///   tracer whose graphs are simplified as formulas over the real numbers; the recording of a tape has a tracer that
///   keeps every bit.
/// - **Local derivative**: the partial derivative of a primitive's output by one of its operands, at the operands'
///   values; for an operation on arrays, in general, a linear map. `Derivative`, `ArrayRule`.
/// - **Form**: a primitive as a composition of more elementary ones that keeps every digit. Over numbers it is the
///   value, over tracers the code of a tape or of an emitted program. `Form`, in a row's `Computation`.
/// - **Definition**: the textbook's composition of the same function, to be looked at. `Gate.definition`.
///
/// ## Derivatives
///
/// - **Primal**: the value of a node, as opposed to its tangent or adjoint. `Point.values`.
/// - **Tangent**: the derivative of a node's value along a direction in which the inputs move; forward mode computes
///   it.
/// - **Pushforward**: the linear map that carries tangents of inputs to those of outputs, v ↦ J·v; forward mode.
///   `Pushforward`.
/// - **Adjoint** (or **cotangent**): the derivative of the output by a node's value, or more generally of a weighted
///   sum of outputs; reverse mode computes it.
/// - **Pullback**: the linear map that carries cotangents of outputs back to those of inputs, w ↦ Jᵀ·w; reverse mode.
///   `Pullback`.
/// - **Seed**: the tangent of the inputs, or the adjoint of the output, with which a sweep begins.
/// - **Sweep**: one pass over the nodes of a graph, forward for values and tangents, backward for adjoints.
/// - **Contribution**: the number that reverse mode sends along one edge of the graph, upstream adjoint · local
///   derivative. An adjoint is the sum of the contributions that arrive. `Contribution`, seen by a `PullbackObserver`.
/// - **Jacobian**: the matrix J of the derivatives of all outputs by all inputs, built by columns in forward mode or by
///   rows in reverse mode. `Point.jacobian(_:)`.
/// - **Hessian**: the matrix of second derivatives, the Jacobian of the gradient.
/// - **Inner derivative**: a derivative that a program takes itself, `diff(y, x)`. It is a pullback over symbols whose
///   nodes join the graph, so that every later sweep goes through them. `Lowering`, `Workbench`.
/// - **Active**: a node is active if it depends on an input by which a derivative is taken. `Graph.active(_:)`.
///
/// ## Kinks
///
/// - **Kink**: a point at which a primitive is continuous but its one-sided derivatives differ, as |x| at 0. `Kink`.
/// - **Jump**: a point at which the value itself changes at once, as `step(x)` at 0.
/// - **One-sided derivative**: the derivative along a direction from one side only. At a kink there are two, and the
///   answer names both. `OneSided`, computed by a `Kink` from those of the operands.
/// - **Convention**: the derivative that is answered at a kink, because one has to be chosen. `Gate.convention`.
/// - **Piecewise** (or **selecting**): said of a primitive such as `max` or `if` that passes one operand on. An operand
///   that was not selected gets no contribution at all, so that no `nan` of its can leak into the answer.
///   `Gate.selects`.
/// - **Tie**: several arguments of `max` or `min` that are equal, among which the derivative is shared or which it
///   chooses from. `Ties`.
/// - **Smooth piece**: a set of points on which every piecewise primitive selects alike; finite differences stay on
///   one. `Kink.piece`.
///
/// ## Arrays
///
/// - **Broadcast**: the repetition of an array along axes that it lacks or that have length 1, so that two shapes
///   match. `Shape.broadcast(with:)`, `Tensor.broadcast(to:)`.
/// - **Unbroadcast** (or reduce to shape): the adjoint of a broadcast: a sum over the axes along which elements were
///   repeated. `Field.unbroadcast(to:)`.
/// - **Expand**: a reduction's result with its lost axis back, of length 1, so that it broadcasts along that axis.
///   `Field.expand(_:to:)`.
/// - **Reduction** and **scan**: functions of the elements along an axis that give one number, as `sum`, or as many, as
///   `cumsum`. `LaneForm`.
/// - **Lane** (of an array): the elements along one axis, with all other indices fixed. `Lanes`.
/// - **Gather** and **scatter**: a slice gathers elements by their subscripts; its adjoint scatters elements into zeros
///   at the same places. `Tensor.sliced(_:)`, `Tensor.scattered(_:into:)`. Where indices are data they are an operand,
///   and places may repeat: the adjoint of a gather adds up there. `ArrayOperation.gather(from:at:)`.
/// - **Held operand**: an operand that a primitive only reads, as the indices of a gather: no derivative goes to it, and
///   none is sought through it. `Primitive.holds(_:)`.
/// - **Contraction**: a sum of products over a shared axis, as `A @ B` and `dot`. `Contraction`, `MatrixKernel`.
/// - **Movement**: an operation whose elements are its operands' in other places, as a transposition. `MovementPlan`.
///
/// ## Many points
///
/// - **Recording**: the sweeps of a program over a tracer, written down as a larger graph whose outputs are the value
///   and the derivatives. `Recording`.
/// - **Tape**: a recording compiled to a list of steps over columns of numbers. `Tape`, made by `TapeCompiler`.
/// - **Lane** (of a block) and **block**: a lane is one point among the many that a tape works out side by side, and a
///   block is as many of them as stay in a fast cache. `BlockEngine`, `BlockPath`.
/// - **Pack**: four or eight lanes that are computed together. `Pack`.
/// - **Kernel**: a loop over numbers in memory, compiled once for each level of processors that is worth it. The fastest
///   is chosen when the program runs, and all give the same bits. `KernelSet`.
/// - **Fused loop**: the loop of a step that works out an expression of several operations, which is given as a type.
///   `Term`, `TapeLoops`.
/// - **Array tape**: a recording of sweeps over arrays, compiled to a list of steps over one memory. `ArrayTape`, made by
///   `ArrayTapeCompiler`.
/// - **Slot**: a column of intermediate results that is free again after the last step that reads it. `TapeLayout`.
///
/// ## Answers
///
/// - **Trace**: the steps of a sweep as a table: values, tangents, adjoints and contributions. `Trace`.
/// - **Evidence** and **claim**: the numbers by which an answer is checked, from both modes and from finite
///   differences; and a derivative that the user claims. `Evidence`, `Claim`.
/// - **Question**, **key** and **mark**: the derivatives that an exercise asks for, at a point that may be drawn for each
///   student; the right answers there, with all that decides which others pass; and the verdict on a student's answer,
///   with its points. `Question`, `PosedQuestion`, `AnswerKey`, `Mark`.
/// - **Excerpt**: the line of a source that a message is about, with a caret, clipped to the terminal. `Excerpt`.
/// - **Rendering**: the choices that all answers share: digits, ASCII, colours and the columns of the terminal.
///   `Rendering`.
/// - **Language page** and **entry**: the language on one screen, and a row of it, about a statement, an operator or a
///   constant. `LanguagePage`, `LanguageEntry`.
/// - **Descent**: the minimisation of a program's value by steps against its gradient. `Descent`, over a `Loss`.
enum Glossary {}
