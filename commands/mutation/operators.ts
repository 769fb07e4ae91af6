import { type AstNode, rangeOf } from "../solidity/compile.ts";

/** One way to change a text: the bytes from `start` to before `end` become `mutated`. */
export type Change = { operator: string; start: number; end: number; mutated: string };
/** Text of a node. */
export type TextOf = (node: AstNode) => string;
type Operator = (node: AstNode, parents: AstNode[], text: TextOf) => Change[];

const swaps: Record<string, [name: string, others: string[]]> = {
  "<": ["comparison", ["<=", ">="]],
  "<=": ["comparison", ["<", ">"]],
  ">": ["comparison", [">=", "<="]],
  ">=": ["comparison", [">", "<"]],
  "==": ["comparison", ["!="]],
  "!=": ["comparison", ["=="]],
  "&&": ["connective", ["||"]],
  "||": ["connective", ["&&"]],
  "+": ["arithmetic", ["-"]],
  "-": ["arithmetic", ["+"]],
  "*": ["arithmetic", ["/"]],
  "/": ["arithmetic", ["*"]],
  "%": ["arithmetic", ["*"]],
  "<<": ["bits", [">>"]],
  ">>": ["bits", ["<<"]],
  "&": ["bits", ["|"]],
  "|": ["bits", ["&"]],
  "^": ["bits", ["&"]],
};

const assignments: Record<string, string[]> = {
  "+=": ["-=", "="],
  "-=": ["+=", "="],
  "*=": ["/="],
  "/=": ["*="],
  "|=": ["&=", "="],
  "&=": ["|=", "="],
};

const whole = (node: AstNode, operator: string, mutated: string): Change => ({
  operator,
  ...rangeOf(node),
  mutated,
});

/** The operator stands between its sides, perhaps beside a line break or a bracket. */
function between(
  left: AstNode,
  right: AstNode,
  from: string,
  to: string[],
  name: string,
  text: (start: number, end: number) => string,
) {
  const start = rangeOf(left).end;
  const end = rangeOf(right).start;
  const gap = text(start, end);
  return to.map((other) => ({ operator: name, start, end, mutated: gap.replace(from, () => other) }));
}

const isGuard = (body: AstNode): boolean => {
  const statements = body.nodeType === "Block" ? (body.statements as AstNode[]) : [body];
  return statements.length === 1 && statements[0]?.nodeType === "RevertStatement";
};

const isNamed = (node: AstNode, names: string[]) =>
  node.nodeType === "FunctionCall" && names.includes((node.expression as AstNode).name as string);

function negation(condition: AstNode, text: TextOf): Change[] {
  // The other operators turn comparisons round.
  if (condition.nodeType === "BinaryOperation" && swaps[condition.operator as string]?.[0] === "comparison")
    return [];
  return [whole(condition, "negation", `!(${text(condition)})`)];
}

const statements: Operator = (node) => {
  if (node.nodeType === "EmitStatement") return [whole(node, "event removed", "{}")];
  if (node.nodeType !== "ExpressionStatement") return [];
  const expression = node.expression as AstNode;
  const name = isNamed(expression, ["require", "assert"]) ? "guard removed" : "statement removed";
  return [whole(node, name, "{}")];
};

const decisions: Operator = (node, _parents, text) => {
  if (node.nodeType === "IfStatement") {
    const guard = node.falseBody === undefined || node.falseBody === null;
    return [
      ...(guard && isGuard(node.trueBody as AstNode) ? [whole(node, "guard removed", "{}")] : []),
      ...negation(node.condition as AstNode, text),
    ];
  }
  if (node.nodeType === "Conditional") {
    const [yes, no] = [node.trueExpression as AstNode, node.falseExpression as AstNode];
    return [
      whole(node, "ternary", `(${text(yes)})`),
      whole(node, "ternary", `(${text(no)})`),
      ...negation(node.condition as AstNode, text),
    ];
  }
  return isNamed(node, ["require", "assert"]) ? negation((node.arguments as [AstNode])[0], text) : [];
};

const returns: Operator = (node, _parents, text) => {
  const value = node.nodeType === "Return" ? (node.expression as AstNode | null) : undefined;
  const type = (value?.typeDescriptions as { typeString?: string } | undefined)?.typeString;
  return value && type === "bool" ? negation(value, text) : [];
};

const operands: Operator = (node, _parents, text) => {
  if (node.nodeType !== "BinaryOperation" || !["&&", "||"].includes(node.operator as string)) return [];
  return [node.leftExpression, node.rightExpression].map((side) =>
    whole(node, "operand removed", text(side as AstNode)),
  );
};

const unary: Operator = (node, _parents, text) => {
  if (node.nodeType !== "UnaryOperation") return [];
  const inner = text(node.subExpression as AstNode);
  if (node.operator === "!" || node.operator === "-" || node.operator === "~")
    return [whole(node, "unary removed", inner)];
  const other = { "++": "--", "--": "++" }[node.operator as string];
  return other ? [whole(node, "increment", node.prefix ? other + inner : inner + other)] : [];
};

const literals: Operator = (node, parents) => {
  if (node.nodeType !== "Literal") return [];
  if (node.kind === "bool") return [whole(node, "constant", node.value === "true" ? "false" : "true")];
  // The length of an array type is no value.
  if (node.kind !== "number" || parents.at(-1)?.nodeType === "ArrayTypeName") return [];
  const value = String(node.value).replaceAll("_", "");
  if (!/^\d+$/.test(value)) return [];
  const unit = typeof node.subdenomination === "string" ? ` ${node.subdenomination}` : "";
  const others = BigInt(value) === 0n ? [1n] : [BigInt(value) + 1n, BigInt(value) - 1n];
  return others.map((other) => whole(node, "constant", `${other}${unit}`));
};

const modifiers: Operator = (node) =>
  node.nodeType === "ModifierInvocation" && node.kind === "modifierInvocation"
    ? [whole(node, "modifier removed", "")]
    : [];

const swappedArguments: Operator = (node, _parents, text) => {
  if (node.nodeType !== "FunctionCall" || node.kind === "typeConversion") return [];
  const given = node.arguments as AstNode[];
  const type = (argument: AstNode) => (argument.typeDescriptions as { typeString: string }).typeString;
  return given.slice(1).flatMap((right, index) => {
    const left = given[index] as AstNode;
    if (type(left) !== type(right) || text(left) === text(right)) return [];
    const [{ start, end: middle }, { start: next, end }] = [rangeOf(left), rangeOf(right)];
    const gap = text({ ...left, src: `${middle}:${next - middle}:0` });
    return [{ operator: "arguments swapped", start, end, mutated: text(right) + gap + text(left) }];
  });
};

const binary: Operator = (node, _parents, text) => {
  const gap = (start: number, end: number) => text({ nodeType: "", src: `${start}:${end - start}:0` });
  if (node.nodeType === "Assignment")
    return between(
      node.leftHandSide as AstNode,
      node.rightHandSide as AstNode,
      node.operator as string,
      assignments[node.operator as string] ?? [],
      "assignment",
      gap,
    );
  if (node.nodeType !== "BinaryOperation") return [];
  const [name, others] = swaps[node.operator as string] ?? ["", []];
  return between(
    node.leftExpression as AstNode,
    node.rightExpression as AstNode,
    node.operator as string,
    others,
    name,
    gap,
  );
};

/** All ways to change code that a test should notice. */
export const operators: Operator[] = [
  statements,
  decisions,
  returns,
  operands,
  unary,
  literals,
  modifiers,
  swappedArguments,
  binary,
];
